"""The review calendar on the page and as a file for calendars."""

from __future__ import annotations

import datetime as dt
import json

import attrs
import icalendar

import cypplan
from cypplan.assess.calendar import review_calendar
from cypplan.reports import render
from cypplan.reports.calendar import calendar_data, calendar_document, calendar_file
from cypplan.reports.data import written

SPAN = (dt.date(2020, 4, 1), dt.date(2021, 3, 31))
STAMP = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)


def test_the_file_reads_back_by_another_programme() -> None:
    """Every dated entry is one all-day event, and no two events share a UID."""
    plan = cypplan.plan("warrington-care-2018")
    due = review_calendar(plan, *SPAN)
    text = calendar_file(plan, due, stamp=STAMP)
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [one.day for one in due if one.day]
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")), "lines are folded"
    assert text == calendar_file(plan, due, stamp=STAMP), "the same entries give the same file"


def test_hostile_words_stay_words() -> None:
    """A plan's text cannot add lines of its own to the file, nor turn the direction of writing."""
    plan = cypplan.plan("warrington-care-2018")
    evil = "x\r\nBEGIN:VEVENT\r\nSUMMARY:evil\u202e"
    bodies = tuple(attrs.evolve(body, name=evil) for body in plan.bodies)
    plan = attrs.evolve(plan, bodies=bodies, title=evil)
    due = review_calendar(plan, *SPAN)
    text = calendar_file(plan, due, stamp=STAMP)
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert len(events) == len([one for one in due if one.day])
    assert "\u202e" not in text


def test_every_form_names_every_day_and_lead() -> None:
    """Text, Markdown, page and data tell of the same days and bodies."""
    plan = cypplan.plan("warrington-care-2018")
    due = review_calendar(plan, dt.date(2020, 6, 1), dt.date(2020, 6, 30))
    document = calendar_document(plan, due)
    for form in ("text", "md", "html"):
        shown = render(document, form, width=200).replace("&#39;", "'")
        assert "30 June 2020" in shown
        # the lines of a narrow column are broken between words
        words = {word for one in due for name in one.to for word in plan.lead(name).name.split()}
        assert all(word in shown for word in words), form
    data = json.loads(written(calendar_data(plan, due)))
    assert [one["day"] for one in data["due"]] == [str(one.day) if one.day else None for one in due]
