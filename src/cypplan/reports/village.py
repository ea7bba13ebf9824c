"""The village of a hundred children: a percentage as so many small figures of a hundred."""

from __future__ import annotations

from typing import Final

__all__ = ["village_picture"]

_EACH: Final = 22
_ROW: Final = 10
_ALL: Final = 100


def village_picture(children: int, name: str) -> str:
    """Return a hundred children as SVG, the first so many filled, spoken of by the element ``name``.

    Those counted are filled and stand taller; the others are outlines: the difference does not need colour.
    """
    counted = "".join(_child(at, counted=True) for at in range(children))
    others = "".join(_child(at, counted=False) for at in range(children, _ALL))
    side = _EACH * _ROW
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" '
        f'aria-labelledby="{name}">'
        f'<path fill="var(--chart-own, #12436D)" d="{counted}"/>'
        f'<path fill="none" stroke="var(--chart-ink, #3D3D3D)" d="{others}"/></svg>'
    )


def _child(at: int, *, counted: bool) -> str:
    """Return head and body of one child as a path."""
    x, y = at % _ROW * _EACH + _EACH // 2, at // _ROW * _EACH
    head, top, wide = (4, 2, 6) if counted else (3, 4, 5)
    neck = y + top + 2 * head + 1
    circle = (
        f"M{x - head} {y + top + head}a{head} {head} 0 1 0 {2 * head} 0a{head} {head} 0 1 0 {-2 * head} 0z"
    )
    return f"{circle}M{x - wide} {y + 20}v{neck + 4 - y - 20}q0-4 4-4h{2 * wide - 8}q4 0 4 4v{y + 16 - neck}z"
