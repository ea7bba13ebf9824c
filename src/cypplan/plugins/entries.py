"""Plans that plugins supply, not read yet: where each stands, and the head of its file."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import attrs

from cypplan.errors import Fault, PlanFileError

if TYPE_CHECKING:
    from cypplan.plans.model import Plan

__all__ = ["LARGEST", "PlanEntry", "PlanHead", "link_out_of", "plan_files", "scanned"]

LARGEST: Final = 10_000_000
"""Bytes that a plan file may have; the longest of a published plan needs a fiftieth of it."""

_HEAD: Final = 65_536
_TABLE: Final = re.compile(r"^[ \t]*\[", re.MULTILINE)
_KEYS: Final = ("schema_version", "id", "title", "authority")
_STARTS: Final = tuple(key.encode() for key in (*_KEYS, "edition", "supersedes"))
_HEADER: Final = re.compile(rb"""\s*\[\[?[\w."' -]+\]\]?\s*(?:#.*)?""")
_TRIES: Final = 20


@attrs.frozen
class PlanHead:
    """What the first lines of a plan file say: all of its own keys before the first table."""

    id: str
    title: str
    authority: str
    edition: str | None = None
    supersedes: str | None = None


@attrs.frozen
class PlanEntry:
    """A plan that a plugin supplies, not read yet."""

    id: str
    _path: str = attrs.field(converter=os.fspath)  # text, since there may be a thousand of them
    plugin: str

    @property
    def path(self) -> Path:
        """The plan file."""
        return Path(self._path)

    def load(self, *, any_id: bool = False) -> Plan:
        """Read the plan; raise :class:`PlanFileError` with every fault of its file.

        The plan has the id that its file is named by; with ``any_id`` it may have another.
        """
        from cypplan.plans.file import load  # noqa: PLC0415 (listing plans must not load the plan room)

        self._check_size()
        plan = load(self.path)
        if not any_id:
            self._check_id(plan.id)
        return plan

    def head(self) -> PlanHead:
        """Read the head of the file and no more; raise :class:`PlanFileError` where it has a fault.

        The head is everything before the first table, such as ``[period]``.
        """
        self._check_size()
        with open(self._path, "rb", buffering=0) as file:  # noqa: PTH123 (as above)
            raw = file.read(_HEAD)
            whole = len(raw) < _HEAD or not file.read(1)
        data = _own_lines(raw) or self._parsed(self._text(raw, whole=whole), whole=whole)
        self._check_schema(data.get("schema_version"))
        for key in _KEYS[1:]:
            if not isinstance(data.get(key), str):
                self._refuse(key, "is missing at the top of the file, or is no text")
        self._check_id(str(data["id"]))
        others = {key: str(data[key]) for key in ("edition", "supersedes") if key in data}
        return PlanHead(str(data["id"]), str(data["title"]), str(data["authority"]), **others)

    def _text(self, raw: bytes, *, whole: bool) -> str:
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            if not whole and error.start > len(raw) - 4:  # the cut went through a character
                return raw[: error.start].decode("utf-8-sig")
            return self._refuse("", f"is not UTF-8 at byte {error.start}; save the file as UTF-8")

    def _parsed(self, text: str, *, whole: bool) -> dict[str, object]:
        """Parse up to the first line that starts a table; one inside a list or text is passed over."""
        ends = [found.start() for found, _ in zip(_TABLE.finditer(text), range(_TRIES), strict=False)]
        error: Exception | None = None
        for end in [*ends, *([len(text)] if whole else [])]:
            try:
                return tomllib.loads(text[:end])
            except (ValueError, RecursionError) as fault:
                error = error or fault
        if error is None:
            return self._refuse(
                "", f"has no table in its first {_HEAD:,} bytes; put [period] or another there"
            )
        return self._refuse("", f"is not TOML: {error}")

    def _check_size(self) -> None:
        status = os.stat(self._path)  # noqa: PTH116 (as above)
        if not stat.S_ISREG(status.st_mode):
            self._refuse("", "is no file but a folder, a device or a pipe")
        if status.st_size > LARGEST:
            self._refuse("", f"has {status.st_size:,} bytes, and a plan file at most {LARGEST:,}")

    def _check_schema(self, version: object) -> None:
        from cypplan.plans.model import SCHEMA_VERSION  # noqa: PLC0415 (as above)

        if version != SCHEMA_VERSION:
            found = "is missing" if version is None else f"is {version}"
            self._refuse(
                "schema_version",
                f"{found}; this release of cypplan reads only schema_version = {SCHEMA_VERSION}",
            )

    def _check_id(self, said: str) -> None:
        if said != self.id:
            self._refuse("id", f'is "{said}", but the file is named "{self.path.name}"; make them agree')

    def _refuse(self, place: str, message: str) -> NoReturn:
        raise PlanFileError(self.path.name, [Fault(place, message)])


def _own_lines(raw: bytes) -> dict[str, object] | None:
    """Return the keys of a head from their own lines, without parsing what stands between them.

    ``None`` where that could go wrong, or where a key is missing: the head is parsed then.
    """
    lines: list[bytes] = []
    for line in raw.split(b"\n"):
        if line.startswith(_STARTS):
            lines.append(line)
        elif b'"""' in line or b"'''" in line:  # a line of a long text may look like one of ours
            return None
        elif line.lstrip().startswith(b"[") and _HEADER.fullmatch(line):
            break
    try:
        data = tomllib.loads(b"\n".join(lines).decode())
    except ValueError:
        return None
    return data if all(key in data for key in _KEYS) else None


def plan_files(folder: str) -> list[str]:
    """Return the plan files of a package, by name: those in its folder and in its folder ``plans``."""
    return [path for path, _ in scanned(folder)]


def scanned(folder: str) -> list[tuple[str, bool]]:
    """Return the plan files of a package, by name, and of each whether it is reached through a link."""
    inner: os.DirEntry[str] | None = None
    found: list[tuple[str, bool]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".toml"):
                found.append((entry.path, entry.is_symlink()))
            elif entry.name == "plans" and entry.is_dir():
                inner = entry
    if inner is not None:
        linked = inner.is_symlink()
        with os.scandir(inner.path) as entries:
            found += [
                (entry.path, linked or entry.is_symlink())
                for entry in entries
                if entry.name.endswith(".toml")
            ]
    return sorted(found, key=_base) if len(found) > 1 else found


def _base(found: tuple[str, bool]) -> str:
    return os.path.basename(found[0])  # noqa: PTH119 (of a thousand packages)


def link_out_of(folder: str, path: str) -> str | None:
    """Return where a path inside a folder really leads, if that is outside of it; else ``None``."""
    real_folder, real = os.path.realpath(folder), os.path.realpath(path)
    inside = os.path.abspath(path).startswith(os.path.abspath(folder) + os.sep)  # noqa: PTH100
    return real if inside and not real.startswith(real_folder + os.sep) else None
