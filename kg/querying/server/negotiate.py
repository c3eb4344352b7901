"""Which form of an answer a client wants: its Accept header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.querying.formats import Form

HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Range:
    """One media range of an Accept header."""

    type: str
    quality: float

    def matches(self, media_type: str) -> int:
        """Return how exactly the range fits a media type: 3 for the same, 1 for any, 0 for not at all."""
        if self.type == media_type:
            return 3
        if self.type.endswith("/*") and media_type.startswith(self.type[:-1]):
            return 2
        return int(self.type == "*/*")


def parse(accept: str) -> list[Range]:
    """Return the ranges of an Accept header; none, which means any, for an empty one."""
    ranges = []
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if "/" in media:
            ranges.append(Range(media, _quality(parameters)))
    return ranges or [Range("*/*", 1.0)]


def _quality(parameters: Sequence[str]) -> float:
    """Return the weight of a range; 1 where it has none or an unreadable one."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 1.0
    return 1.0


def quality(media_types: Sequence[str], ranges: Sequence[Range]) -> float:
    """Return how much one of a form's media types is wanted; the most exact range decides for each."""
    best = 0.0
    for media_type in media_types:
        fitting = [(item.matches(media_type), item.quality) for item in ranges if item.matches(media_type)]
        if fitting:
            best = max(best, max(fitting)[1])
    return best


def choose(accept: str, forms: Sequence[Form]) -> Form | None:
    """Return the form that is wanted most, the first of equals; None where none is acceptable."""
    ranges = parse(accept)
    wanted = [(quality(_types(form), ranges), -place, form) for place, form in enumerate(forms)]
    best = max(wanted, key=lambda item: item[:2])
    return best[2] if best[0] > 0 else None


def _types(form: Form) -> list[str]:
    """Return the media types of a form."""
    return [form.media_type, *(alias for alias in form.aliases if "/" in alias)]


def wants_html(accept: str, forms: Sequence[Form]) -> bool:
    """Say whether a page is wanted at least as much as any of the forms; browsers name text/html first."""
    ranges = parse(accept)
    page = quality([HTML], ranges)
    return page > 0 and all(quality(_types(form), ranges) <= page for form in forms)
