"""Mentions to entities: the way through the room."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Entity, Merge, Resolution
from kg.resolution import decisions as decided
from kg.resolution import naming
from kg.resolution import terms as known
from kg.resolution.concepts import PREVAILS, Concepts, concepts
from kg.resolution.evidence import gather
from kg.resolution.homonyms import Context, Group, by_proposal, by_type
from kg.resolution.linking import Headings
from kg.resolution.normalise import key
from kg.resolution.seen import HAN, LATIN, seen
from kg.resolution.told import Told, report_unused, tell
from kg.resolution.types import main_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.authority import Heading
    from kg.model import Extraction
    from kg.resolution.seen import Form, Seen, Spelled
    from kg.resolution.terms import Term


@dataclass(slots=True)
class _Work:
    """What the steps share."""

    things: list[Seen]
    found: Concepts
    terms: Mapping[str, Term]
    decisions: decided.Decisions
    headings: Headings
    concept_of: list[str] = field(default_factory=list)
    told: Told = field(default_factory=Told)


def resolve(  # noqa: PLR0913 - all but one by name
    extractions: Iterable[Extraction],
    *,
    terms: Iterable[Term] | None = None,
    decisions: decided.Decisions | Path | None = None,
    headings: Iterable[Heading] = (),
    on_unused: Callable[[str], None] = lambda _: None,
    spelled: Spelled | None = None,
) -> Resolution:
    """Say which entity each document's thing is, and why.

    Extractions are read once and only their names are kept. The answer doesn't depend on their order. ``terms`` are
    the package's unless given; ``decisions`` are people's (a ``resolution.toml``, or what was read from one), and
    those that are about no name in the papers go to ``on_unused``. Entities are linked to the ``headings`` of
    authority files. ``spelled`` is what was worked out of names before, with the same terms, and takes in what is
    worked out now; people's own keys for names pass it by.
    """
    if decisions is not None and not isinstance(decisions, decided.Decisions):
        decisions = decided.load(decisions)
    decisions = decisions or decided.Decisions()
    by_key = known.own_by_key() if terms is None else known.by_key(terms)
    own = decisions.own()
    things = seen(extractions, own, by_key, None if own or terms is not None else spelled)
    evidence = gather(things)
    found = concepts(evidence, by_key, decisions.same(), decisions.blocked())
    work = _Work(things, found, by_key, decisions, Headings(headings))
    work.concept_of = [_concept(work, thing) for thing in things]
    work.told = tell(things, work.concept_of, found, decisions)
    report_unused(things, decisions, on_unused)
    return _resolution(work, list(_groups(work)))


def _concept(work: _Work, thing: Seen) -> str:
    """Return the concept of a thing; where its anchor has several readings, its other names decide."""
    readings = work.found.readings
    if thing.anchor.kind == LATIN or thing.anchor.key not in readings:
        return work.found.of(thing.anchor.key)
    others = [readings[f.key] for f in thing.forms if f.kind == HAN and f.key in readings]
    clear = [reading for reading in others if reading.share >= PREVAILS]
    own = readings[thing.anchor.key]
    if clear and (own.share < PREVAILS or own.share < clear[0].share):
        return work.found.of(clear[0].anchor)
    return work.found.of(thing.anchor.key)


def _groups(work: _Work) -> Iterator[Group]:
    members: dict[str, list[int]] = defaultdict(list)
    for position, concept in enumerate(work.concept_of):
        members[concept].append(position)
    context = Context(work.things, work.concept_of, work.found.evidence.forms)
    for concept in sorted(members):
        at = members[concept]
        for same_type in [at] if _is_sure(work, concept) else by_type(work.things, at):
            yield from by_proposal(work.things, same_type, concept, context, work.told)


def _is_sure(work: _Work, concept: str) -> bool:
    """Tell whether people said that this is one thing, whatever types its papers give it."""
    term = work.found.term(concept)
    return concept in work.told.sure or (term is not None and term.decided)


def _resolution(work: _Work, groups: list[Group]) -> Resolution:
    called = [_called(work, group) for group in groups]
    ids = naming.unique(
        {at: wanted for at, (wanted, _, _) in enumerate(called)},
        {at: len(group.things) for at, group in enumerate(groups)},
        {at: f"{group.concept}\t{called[at][1]}\t{group.proposer}" for at, group in enumerate(groups)},
    )
    entities: dict[str, Entity] = {}
    entity_of: dict[tuple[str, str], str] = {}
    merges: list[Merge] = []
    for at, group in enumerate(groups):
        entity, links = work.headings.link(_entity(work, group, ids[at], *called[at][1:]))
        entities[entity.id] = entity
        entity_of.update((work.things[position].id, entity.id) for position in group.things)
        merges += _merges(work, group, entity)
        merges += (
            Merge(*work.things[position].id, entity.id, link.reason, link.confidence)
            for link in links
            for position in group.things
        )
    merges.sort(key=lambda merge: (merge.document, merge.thing, merge.reason))
    return Resolution(dict(sorted(entities.items())), dict(sorted(entity_of.items())), tuple(merges))


def _called(work: _Work, group: Group) -> tuple[str, str, dict[str, str]]:
    """Return the id that an entity should have if no other wants it, its type and its names."""
    type_ = main_type(work.things, group.things)
    names = _own(work, naming.names(work.things, group.things, work.found.term(group.concept)), group.concept)
    names |= _preferred(work, group.concept)
    suffix = "-" + naming.slug(group.proposer) if group.proposer else ""
    return f"{type_.lower()}/{naming.slug(names.get('en') or names['zh'])}{suffix}", type_, names


def _entity(work: _Work, group: Group, id_: str, type_: str, names: dict[str, str]) -> Entity:
    forms: Counter[Form] = Counter(form for at in group.things for form in work.things[at].forms)
    foreign = _foreign(work, group.concept, forms, len(group.things)) if len(forms) > len(names) else set()
    return Entity(
        id=id_,
        type=type_,
        names=names,
        aliases=naming.aliases(forms, names, foreign) if len(forms) > 1 else (),
        proposed_by=tuple(sorted({work.things[at].document for at in group.things if work.things[at].proposed})),
        confidence=max(work.things[at].weight for at in group.things) / 1000,
    )


def _own(work: _Work, names: dict[str, str], concept: str) -> dict[str, str]:
    """Drop a Chinese name that is another known term's, beside the Latin name."""
    term = work.terms.get(key(names["zh"])) if len(names) > 1 else None
    return {"en": names["en"]} if term is not None and term is not work.found.term(concept) else names


def _preferred(work: _Work, concept: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for decision in work.decisions.of("prefer"):
        if concept in {work.found.of(key) for key in work.decisions.keys_of(decision)}:
            found |= dict(decision.prefer)
    return found


def _foreign(work: _Work, concept: str, forms: Mapping[Form, int], papers: int) -> set[str]:
    """Return the keys among a concept's spellings that rather name something else, or that next to no paper uses."""
    found, out, term = work.found, set(), work.found.term(concept)
    for form, count in forms.items():
        reading = found.readings.get(form.key)
        read = None if reading is None or form.kind == HAN else found.of(reading.anchor)
        own = found.of(form.key) if form.key in found.evidence.things else read
        rare = count < OFTEN * papers or (count == 1 and papers >= SEVERAL)
        other = term is not None and work.terms.get(form.key, term) is not term
        if other or (own is not None and own != concept) or (own is None and rare):
            out.add(form.key)
    return out


def _merges(work: _Work, group: Group, entity: Entity) -> Iterator[Merge]:
    several = len({work.things[at].document for at in group.things}) > 1
    named = set(map(key, entity.names.values())) if several else set()
    for at in group.things:
        thing = work.things[at]
        for reason in thing.reasons:
            yield Merge(thing.document, thing.thing, entity.id, reason, thing.weight / 1000)
        if at in group.why:
            reason, confidence = group.why[at]
            yield Merge(thing.document, thing.thing, entity.id, reason, confidence)
        elif several:
            reason, confidence = _reason(work, thing, group, entity, named)
            yield Merge(thing.document, thing.thing, entity.id, reason, confidence)


def _reason(work: _Work, thing: Seen, group: Group, entity: Entity, keys: set[str]) -> tuple[str, float]:
    anchor, head = thing.anchor, group.concept
    named = entity.names.get("en") or entity.names["zh"]
    if anchor.text in entity.names.values():
        return f"same name: {anchor.text}", 1.0
    if work.found.of(anchor.key) != head:
        form = next((f for f in thing.forms if _reads(work, f, head)), anchor)
        return f"translation: {form.text} = {named}", BY_OTHER_NAME
    if anchor.key in keys:
        return f"spelling: {anchor.text} = {named}", 1.0
    reading = work.found.readings.get(anchor.key)
    if anchor.kind != LATIN and reading is not None:
        return work.found.because(anchor.key), round(reading.share, 3)
    return work.found.because(anchor.key), JOINED


def _reads(work: _Work, form: Form, head: str) -> bool:
    reading = work.found.readings.get(form.key)
    return reading is not None and work.found.of(reading.anchor) == head


OFTEN = 0.05
"""Share of an entity's papers that must use a name which only this entity bears, to make it an alias."""
SEVERAL = 5
"""Papers of an entity from which a name that only one of them uses is no alias."""
BY_OTHER_NAME, JOINED = 0.9, 0.95
"""Confidence of a thing placed by another of its names, and of one whose names were joined on the papers' evidence."""
