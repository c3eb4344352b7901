"""One name, several things: told apart by type, by people, and by the papers that propose them.

A name that two papers propose as their own is two things. A third paper's mention goes to the reading with which its
paper shares most (names in common, then other things that both speak of, the rarer the better); where nothing tells,
to the reading that more papers mean, with lower confidence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from math import log
from typing import TYPE_CHECKING

from kg.resolution.types import compatible, main_type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.resolution.seen import Form, Seen
    from kg.resolution.told import Told

APART, SHARE, COMPANY_SHARE = 2, 0.15, 0.05
"""Papers, and share of a name's papers, that must use it with an incompatible type before that is a second thing and
no slip; of companies, a smaller share."""
TITLED = 0.05
"""Share of a name's papers from which proposals in titles ("VideoAgent: ...") make homonyms."""
PROPOSED = 0.25
"""Share of a name's papers from which proposals of any form make homonyms."""
MARGIN = 1.25
"""How many times more the best reading must share with a paper than the next one."""
ENOUGH = 1.5
"""What two papers must share at least: the sum of -log of the share of papers that speak of each thing."""
BY_CONTEXT, BY_CITATION = 0.8, 0.5
"""Confidence of a mention placed by what its paper speaks of, and of one placed where most are."""


@dataclass(frozen=True, slots=True)
class Group:
    """The things that are one entity: their positions, and why each of those placed by choice is here."""

    concept: str
    things: tuple[int, ...]
    proposer: str = ""
    """The paper that proposes it, when its name has several readings."""
    why: Mapping[int, tuple[str, float]] = field(default_factory=dict)


def by_type(things: Sequence[Seen], at: list[int]) -> list[list[int]]:
    """Split things of one name whose types can't be one, if papers enough say so."""
    main = main_type(things, at)
    apart = [p for p in at if not any(compatible(main, other) for other in things[p].types)]
    second = main_type(things, apart or at)
    others = [p for p in apart if compatible(second, things[p].type)]
    share = COMPANY_SHARE if "Organization" in {main, second} else SHARE
    if len(others) < max(APART, len(at) * share):
        return [at]
    return [*by_type(things, sorted(set(at) - set(others))), others]


class Context:
    """What each paper speaks of, weighted by rarity."""

    def __init__(self, things: Sequence[Seen], concept_of: Sequence[str], forms: Mapping[str, Form]) -> None:
        """Take all things, the concept of each, and the commonest form of each key."""
        self._things, self._concept_of, self._forms = things, concept_of, forms

    @cached_property
    def _of(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for thing, concept in zip(self._things, self._concept_of, strict=True):
            found[thing.document].add(concept)
        return found

    @cached_property
    def _papers(self) -> Counter[str]:
        return Counter(concept for concepts in self._of.values() for concept in concepts)

    def shared(self, one: int, other: int) -> tuple[float, list[str]]:
        """Return how much two things' papers share besides the things' own name, and what, rarest first."""
        a, b = self._things[one], self._things[other]
        both = (self._of[a.document] & self._of[b.document]) - {self._concept_of[one]}
        names = {f.key for f in a.forms} & {f.key for f in b.forms} - {a.anchor.key, b.anchor.key}
        score = sum(sorted(log(len(self._of) / self._papers[concept]) for concept in both))
        rarest = sorted(both, key=lambda concept: (self._papers[concept], concept))
        return score + len(names) * log(len(self._of) + 1), [self._forms[concept].text for concept in rarest]


def by_proposal(things: Sequence[Seen], at: list[int], concept: str, context: Context, told: Told) -> list[Group]:
    """Split things of one name by the papers that propose it, if two or more do, and by what people said."""
    proposers = sorted({*proposals(things, at), *(p for p in at if p in told.apart)}) if len(at) > 1 else []
    placed = {p: told.together.get(root := _first(things, proposers, p), root) for p in proposers}
    placed |= {p: told.together[p] for p in at if told.together.get(p) in placed.values()}
    roots = sorted(set(placed.values()))
    if len(roots) < 2:  # noqa: PLR2004 - one proposer is no homonym
        return [Group(concept, tuple(at), why={p: (told.why[p], 1.0) for p in at if p in told.why})]
    why = {p: (told.why.get(p, f"homonym: {things[p].document} proposes it"), 1.0) for p in placed}
    open_ = [p for p in at if p not in placed]
    for position in open_:
        if (found := _by_context(position, roots, context)) is not None:
            placed[position], shares = found
            why[position] = (
                f"homonym: {things[position].document} shares {shares} with {things[placed[position]].document}",
                BY_CONTEXT,
            )
    _place_rest(things, placed, why, open_, roots)
    return [_group(things, concept, root, placed, why) for root in roots]


def proposals(things: Sequence[Seen], at: Sequence[int]) -> list[int]:
    """Return the things that their papers propose as their own, unless too few do to be believed."""
    papers = len({things[p].document for p in at})
    proposed = [p for p in at if things[p].proposed]
    for chosen, share in ((proposed, PROPOSED), ([p for p in proposed if things[p].titled], TITLED)):
        if len({things[p].document for p in chosen}) >= max(2, share * papers):
            return chosen
    return []


def _first(things: Sequence[Seen], proposers: list[int], at: int) -> int:
    return min(p for p in proposers if things[p].document == things[at].document)


def _by_context(at: int, roots: list[int], context: Context) -> tuple[int, str] | None:
    scores = sorted(((context.shared(at, root), root) for root in roots), key=lambda pair: (-pair[0][0], pair[1]))
    (best, shares), root = scores[0]
    if best < ENOUGH or best < MARGIN * scores[1][0][0]:
        return None
    return root, ", ".join(shares[:3]) or "another name"


def _place_rest(
    things: Sequence[Seen],
    placed: dict[int, int],
    why: dict[int, tuple[str, float]],
    open_: list[int],
    roots: list[int],
) -> None:
    cited = Counter(placed.values())
    most = min(roots, key=lambda root: (-cited[root], things[root].document))
    for position in open_:
        if position not in placed:
            placed[position] = most
            why[position] = (
                f"homonym: {things[position].document} gives no clue; most papers mean {things[most].document}",
                BY_CITATION,
            )


def _group(
    things: Sequence[Seen], concept: str, root: int, placed: dict[int, int], why: dict[int, tuple[str, float]]
) -> Group:
    members = tuple(sorted(p for p, r in placed.items() if r == root))
    return Group(concept, members, things[root].document, {p: why[p] for p in members})
