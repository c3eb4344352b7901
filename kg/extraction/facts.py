"""From decided things to facts: the role of each towards the paper's contribution, then what holds between others.

One decision for the document: what is proposed takes no other role but a part's, of two readings that exclude each
other the surer stays, and nothing is part of its own part.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extraction.denials import denied
from kg.extraction.known import usual_type
from kg.extraction.learned import PAIRS, ROLES
from kg.extraction.names import is_proper
from kg.extraction.pairs import pair_chances
from kg.extraction.patterns import said
from kg.extraction.text import title_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.extraction.learned import Learned
    from kg.extraction.text import Text
    from kg.extraction.things import Decided

PAPER = -1
_EXCLUSIVE = (
    ("outperforms", "comparedWith"),
    ("uses", "outperforms"),
    ("uses", "comparedWith"),
    ("uses", "partOf"),
    ("evaluatedOn", "trainedOn"),
)
_WEAKER = {"trainedOn": ("uses", "evaluatedOn"), "basedOn": ("uses",), "outperforms": ("uses", "comparedWith")}
"""What a thing is not said to be besides."""
_DENIABLE = frozenset({
    "uses", "addresses", "improves", "outperforms", "comparedWith", "basedOn", "trainedOn", "evaluatedOn",
})  # fmt: skip
"""What a negation before its object denies: in cross-validation 3 of 44 such facts were right (measuredBy: 9 of 15)."""
_PROPOSABLE = frozenset({"Model", "Method", "Dataset", "Benchmark", "Software"})
_NO_OBJECTS = {
    "evaluatedOn": frozenset({"Model", "Organization"}),
    "addresses": frozenset({"Model", "Dataset", "Benchmark", "Software", "Organization"}),
}
"""What a predicate's object is not: of 2,551 facts with addresses in the annotated papers, 2 have such a one."""
_LONGEST_NAME = 3
_PROPOSES = ROLES.index("proposes")
_OF_PAPER = ("proposes", "addresses")


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact between things by index (PAPER for the paper), with the tokens (start, end) that bear it."""

    subject: int
    predicate: str
    object: int
    confidence: float
    places: tuple[tuple[int, int], ...]


def proposed(text: Text, things: Sequence[Decided], model: Learned) -> list[int]:
    """Return the indices of what the paper proposes, the surest first."""
    least = model.thresholds["role.proposes"]
    likely = [(i, t) for i, t in enumerate(things) if t.roles[_PROPOSES] >= least and not _is_known(text, t)]
    sure = [(float(t.roles[_PROPOSES]), -i) for i, t in likely]
    told = [-i for _, i in sorted(sure, reverse=True)]
    return told + [i for i in _titled(text, things) if i not in told]


def _is_known(text: Text, thing: Decided) -> bool:
    """Whether a name is well known and not in the title: in cross-validation 6 of 29 such things are proposed."""
    titled = any(text.fields[text.field[start]][0].startswith("title") for start, _ in thing.spans)
    return not titled and usual_type(thing.names[0]) is not None


def _titled(text: Text, things: Sequence[Decided]) -> list[int]:
    """Return the thing that the title introduces, for texts that nowhere say what is proposed."""
    names = set(_introduced(text))
    return [i for i, t in enumerate(things) if t.type in _PROPOSABLE and names.intersection(t.spans)][:1]


def _introduced(text: Text) -> Iterator[tuple[int, int]]:
    """Yield the tokens of coined names that stand before a title's colon, or are the whole title."""
    for name, start, end in text.fields:
        if name.startswith("title"):
            first, last = title_name(text.text[start:end]) or (0, end - start)
            span = bisect_left(text.starts, start + first), bisect_left(text.starts, start + last)
            words = text.words[slice(*span)]
            if len(words) <= _LONGEST_NAME and (any(map(is_proper, words)) or (len(words) == 1 and words[0].istitle())):
                yield span


def find_facts(text: Text, things: Sequence[Decided], model: Learned) -> list[FactRow]:
    """Return the facts of a document, consistent with one another, sorted."""
    own = proposed(text, things, model)
    told = _said(text, things, own)
    found = _unlike(things, [*_roles(text, things, model, own), *_pairs(text, things, model, own)], told)
    rows = [r for r in _affirmed(text, things, [*found, *told]) if _fits(things, r)]
    return sorted(_acyclic(_best(rows)), key=lambda r: (r.subject, r.predicate, r.object))


def _said(text: Text, things: Sequence[Decided], own: list[int]) -> list[FactRow]:
    """Return what patterns say of the main thing, or of the paper."""
    main = own[0] if own else PAPER
    return [
        FactRow(PAPER if predicate in _OF_PAPER else main, predicate, i, sure, (place,))
        for predicate, i, sure, place in said(text, things, own)
    ]


def _unlike(things: Sequence[Decided], rows: list[FactRow], told: list[FactRow]) -> list[FactRow]:
    """Leave out what patterns say more exactly: what is trained on is not used, nor tested on where it stands once."""
    exact = {(row.subject, row.object, weaker) for row in told for weaker in _WEAKER.get(row.predicate, ())}
    return [
        row
        for row in rows
        if (row.subject, row.object, row.predicate) not in exact
        or (row.predicate == "evaluatedOn" and len(things[row.object].spans) > 1)
    ]


def late_facts(
    text: Text, things: Sequence[Decided], possible: Sequence[Decided], model: Learned
) -> dict[int, list[FactRow]]:
    """Return the facts of each possible thing by its index, counted on from `things`, should it come to count."""
    own, count, every = proposed(text, things, model), len(things), [*things, *possible]
    late: dict[int, list[FactRow]] = {}
    for row in _affirmed(text, every, _roles(text, every, model, own)):
        if max(row.subject, row.object) >= count and row.predicate != "proposes":
            late.setdefault(max(row.subject, row.object), []).append(row)
    return late


def _affirmed(text: Text, things: Sequence[Decided], rows: Iterable[FactRow]) -> Iterable[FactRow]:
    """Leave out what the text denies."""
    not_so = denied(text, things)
    return (row for row in rows if row.predicate not in _DENIABLE or row.object not in not_so)


def _fits(things: Sequence[Decided], row: FactRow) -> bool:
    """Whether the object may stand there: a model is no test, a dataset no problem that is addressed."""
    return things[row.object].type not in _NO_OBJECTS.get(row.predicate, ())


def _roles(text: Text, things: Sequence[Decided], model: Learned, own: list[int]) -> Iterable[FactRow]:
    main = own[0] if own else PAPER
    least = [model.thresholds[f"role.{r}"] for r in ROLES]
    for i, thing in enumerate(things):
        sure = {r: p for r, p, from_ in zip(ROLES, thing.roles.tolist(), least, strict=True) if p >= from_}
        if i not in own:
            sure.pop("proposes", None)
        else:
            parts = {r: p for r, p in sure.items() if r == "partOf" and i != main}
            sure = {"proposes": max(thing.roles[_PROPOSES], least[_PROPOSES]), **parts}
        for role, chance in _without_rivals(sure, model).items():
            if role == "partOf" and main == PAPER:
                continue
            subject, target = (i, main) if role == "partOf" else (PAPER if role in _OF_PAPER else main, i)
            if subject != target:
                yield FactRow(
                    subject, role, target, chance, _bearing(text, thing, role, things[main] if main >= 0 else None)
                )


def _without_rivals(sure: dict[str, float], model: Learned) -> dict[str, float]:
    out = dict(sure)
    for one, other in _EXCLUSIVE:
        if one in out and other in out:
            margin = {r: out[r] - model.thresholds[f"role.{r}"] for r in (one, other)}
            del out[min(margin, key=lambda r: (margin[r], r))]
    return out


def _bearing(text: Text, thing: Decided, role: str, main: Decided | None) -> tuple[tuple[int, int], ...]:
    """Return the place that says it best, stretched to the main thing's place in the same sentence, if there is one."""
    n = ROLES.index(role)
    best = max(thing.spans, key=lambda s: (float(thing.place_roles[s][n]), -s[0]))
    sentence = text.sentence[best[0]]
    for start, end in main.spans if main else ():
        if text.sentence[start] == sentence and (start, end) != best:
            return ((min(start, best[0]), max(end, best[1])),)
    return (best,)


def _pairs(text: Text, things: Sequence[Decided], model: Learned, own: list[int]) -> Iterable[FactRow]:
    least = [model.thresholds[f"pair.{p}"] for p in PAIRS]
    for asked, chances in pair_chances(text, things, model, own):
        best = int(chances.argmax())
        if chances[best] >= least[best]:
            yield FactRow(asked.subject, PAIRS[best], asked.object, float(chances[best]), (asked.place,))


def _best(rows: Iterable[FactRow]) -> list[FactRow]:
    """Keep one row for each fact, and one direction of each outperforms, improves, basedOn."""
    kept: dict[tuple[int, str, int], FactRow] = {}
    for row in sorted(rows, key=lambda r: (-r.confidence, r.subject, r.predicate, r.object)):
        triple, back = (row.subject, row.predicate, row.object), (row.object, row.predicate, row.subject)
        if triple not in kept and back not in kept:
            kept[triple] = row
    return list(kept.values())


def _acyclic(rows: list[FactRow]) -> list[FactRow]:
    """Leave out the partOf facts that would close a ring, the less sure first."""
    wholes: dict[int, set[int]] = {}
    kept = []
    for row in rows:
        if row.predicate == "partOf":
            if row.subject in wholes.get(row.object, set()) | {row.object}:
                continue
            above = {row.object} | wholes.get(row.object, set())
            for part in [row.subject, *(p for p, w in wholes.items() if row.subject in w)]:
                wholes.setdefault(part, set()).update(above)
        kept.append(row)
    return kept
