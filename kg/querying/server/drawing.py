"""Plots and the neighbourhood of a thing as inline SVG: no script, no style attribute, links for the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Sequence

SHAPES = {
    "Paper": "M-.74 -1 H.3 L.78 -.52 V1 H-.74 Z",
    "Model": "M1 0 A1 1 0 1 1 -1 0 A1 1 0 1 1 1 0 Z",
    "Method": "M0 -1.15 L1.15 0 L0 1.15 L-1.15 0 Z",
    "Dataset": "M-.85 -.62 A.85 .34 0 0 1 .85 -.62 V.62 A.85 .34 0 0 1 -.85 .62 Z",
    "Benchmark": "M0 -1.12 L.97 -.56 V.56 L0 1.12 L-.97 .56 V-.56 Z",
    "Task": "M0 -1.1 L1.12 .86 H-1.12 Z",
    "Metric": "M0 1.1 L1.12 -.86 H-1.12 Z",
    "Software": "M-.62 -.9 H.62 Q.9 -.9 .9 -.62 V.62 Q.9 .9 .62 .9 H-.62 Q-.9 .9 -.9 .62 V-.62 Q-.9 -.9 -.62 -.9 Z",
    "Organization": "M0 -1.1 L1.05 -.34 L.65 .9 H-.65 L-1.05 -.34 Z",
}
"""One outline for each class, in a box of -1 to 1: the same as in the HTML view of the graph."""
_ROW, _WIDE, _MOST = 25, 920, 14
_LETTERS = 36
_CENTRE, _REACH, _ALONE = 460, 165, 135


def glyph(kind: str) -> Markup:
    """Return the small mark of a class."""
    shape = SHAPES.get(kind, SHAPES["Model"])
    return Markup('<svg class="glyph k-{}" viewBox="-1.3 -1.3 2.6 2.6" aria-hidden="true"><path d="{}"/></svg>').format(
        kind or "Thing", shape
    )


def bar(share: float) -> Markup:
    """Return a bar as long as a share of its box, from 0 to 1."""
    wide = f"{max(0.8, 100 * share):.1f}"
    return Markup(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="8"/><rect width="{}" height="8"/></svg>'
    ).format(wide)


def columns(counts: dict[str, int]) -> Markup:
    """Return papers by month as columns, each a link to what was new then."""
    if not counts:
        return Markup("")
    high = max(counts.values())
    step = min(110.0, 1030 / len(counts))
    every = max(1, round(54 / step))
    parts = [_column(place, month, number, high, step, every) for place, (month, number) in enumerate(counts.items())]
    wide = 1080
    return Markup(
        '<svg class="columns" viewBox="0 0 {} 190" role="group" aria-label="Papers by month">{}'
        '<line x1="40" y1="160.5" x2="{}" y2="160.5"/><text x="34" y="24" class="end">{}</text></svg>'
    ).format(wide, Markup("").join(parts), wide, f"{high:,}")


def _column(place: int, month: str, number: int, high: int, step: float, every: int) -> Markup:  # noqa: PLR0913, PLR0917
    """Return one month's column with its name below, where there is room."""
    left, tall = 42 + place * step, max(1.0, 140 * number / high)
    name = Markup('<text x="{}" y="178" class="mid">{}</text>').format(f"{left + step / 2:.1f}", month)
    return Markup(
        '<a href="/queries/new-in-month?month={}"><title>{}: {} papers</title>'
        '<rect x="{}" y="{}" width="{}" height="{}" rx="2"/></a>{}'
    ).format(
        month,
        month,
        f"{number:,}",
        f"{left + step * 0.12:.1f}",
        f"{160 - tall:.1f}",
        f"{step * 0.76:.1f}",
        f"{tall:.1f}",
        name if place % every == 0 else "",
    )


def neighbourhood(name: str, kind: str, left: Sequence[dict[str, Any]], right: Sequence[dict[str, Any]]) -> Markup:
    """Return a thing between what speaks of it, on the left, and what it speaks of, on the right.

    Each neighbour is a dict of ``label``, ``kind``, ``href`` (or None), ``words`` (the relation) and ``support``.
    """
    left, right = left[:_MOST], right[:_MOST]
    if not left and not right:
        return Markup("")
    tall = max(len(left), len(right), 4) * _ROW + 30
    middle = tall / 2
    parts = [_side(left, middle, -1), _side(right, middle, 1)]
    centre = Markup(
        '<g class="centre" transform="translate({} {})"><path class="k-{}" transform="scale(15)" d="{}"/>'
        '<text y="34" class="mid">{}</text></g>'
    ).format(_CENTRE, f"{middle:.1f}", kind or "Thing", SHAPES.get(kind, SHAPES["Model"]), _short(name, 30))
    start, end = (0 if left else _CENTRE - _ALONE), (_WIDE if right else _CENTRE + _ALONE)
    return Markup(
        '<svg class="neighbours{}" viewBox="{} 0 {} {}" role="group" aria-label="Neighbours of {}">{}{}</svg>'
    ).format("" if left and right else " half", start, end - start, f"{tall:.0f}", name, Markup("").join(parts), centre)


def _side(neighbours: Sequence[dict[str, Any]], middle: float, side: int) -> Markup:
    """Return the neighbours of one side, evenly spaced, each tied to the centre."""
    top = middle - (len(neighbours) - 1) * _ROW / 2
    before = [None, *(each["words"] for each in neighbours)]
    return Markup("").join(
        _neighbour({**each, "words": "" if each["words"] == said else each["words"]}, top + place * _ROW, middle, side)
        for place, (each, said) in enumerate(zip(neighbours, before, strict=False))
    )


def _neighbour(each: dict[str, Any], y: float, middle: float, side: int) -> Markup:
    """Return one neighbour: the tie with its relation, the mark and the name."""
    near, far = _CENTRE + side * 22, _CENTRE + side * _REACH
    bend = _CENTRE + side * 88
    tie = Markup('<path class="tie t{}" d="M{} {} C{} {} {} {} {} {}"/>').format(
        min(3, max(1, each["support"])), near, f"{middle:.1f}", bend, f"{middle:.1f}", bend, f"{y:.1f}", far, f"{y:.1f}"
    )
    mark = Markup('<path class="k-{}" transform="translate({} {}) scale(6)" d="{}"/>').format(
        each["kind"] or "Thing", far + side * 8, f"{y:.1f}", SHAPES.get(each["kind"], SHAPES["Model"])
    )
    words = Markup('<text x="{}" y="{}" class="{} relation">{}</text>').format(
        far - side * 6, f"{y - 4:.1f}", "end" if side > 0 else "", each["words"]
    )
    label = Markup('<text x="{}" y="{}" class="{}">{}</text>').format(
        far + side * 20, f"{y + 4.5:.1f}", "" if side > 0 else "end", _short(each["label"], _LETTERS)
    )
    drawn = mark + label
    if each["href"]:
        link = Markup('<a href="{}"><title>{}</title>{}</a>')
        drawn = link.format(each["href"], each["label"], drawn)
    return tie + words + drawn


def _short(text: str, most: int) -> str:
    """Return a text cut to a width, a Chinese character counting for two."""
    wide = 0
    kept: list[str] = []
    for char in text:
        wide += 1 if char.isascii() else 2
        if wide > most:
            return "".join(kept) + "…"
        kept.append(char)
    return text


def highlighted(sentence: str, quote: str) -> Markup:
    """Return a sentence with the words that count marked in it."""
    before, found, after = sentence.partition(quote) if quote else (sentence, "", "")
    return escape(before) + (Markup("<mark>{}</mark>").format(found) if found else Markup("")) + escape(after)
