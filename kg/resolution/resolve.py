"""Mentions to entities: the way through the room."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
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
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
        if len(at) == 1 and at[0] not in work.told.why:
            yield Group(concept, (at[0],))
            continue
        for same_type in [at] if _is_sure(work, concept) else by_type(work.things, at):
            yield from by_proposal(work.things, same_type, concept, context, work.told)


def _is_sure(work: _Work, concept: str) -> bool:
    """Tell whether people said that this is one thing, whatever types its papers give it."""
    term = work.found.term(concept)
    return concept in work.told.sure or (term is not None and term.decided)


def _resolution(work: _Work, groups: list[Group]) -> Resolution:
    forms = [_forms(work, group) for group in groups]
    called = [_called(work, group, own) for group, own in zip(groups, forms, strict=True)]
    ids = naming.unique(
        [wanted for wanted, _, _ in called],
        lambda at: len(groups[at].things),
        lambda at: f"{groups[at].concept}\t{called[at][1]}\t{groups[at].proposer}",
    )
    entities: dict[str, Entity] = {}
    entity_of = [""] * len(work.things)
    merges: list[Sequence[Merge]] = [()] * len(work.things)
    for at, group in enumerate(groups):
        entity, links = work.headings.link(_entity(work, group, forms[at], ids[at], *called[at][1:]))
        entities[entity.id] = entity
        keys, linked = _keys(work, group, entity), [(link.reason, link.confidence) for link in links]
        for position in group.things:
            entity_of[position] = entity.id
            merges[position] = _merges(work, group, entity, keys, linked, position)
    of = {thing.id: entity for thing, entity in zip(work.things, entity_of, strict=True)}
    return Resolution(dict(sorted(entities.items())), of, tuple(chain.from_iterable(merges)))


def _forms(work: _Work, group: Group) -> Mapping[Form, int]:
    """Return how many of a group's things bear each spelling."""
    if len(group.things) == 1:
        return dict.fromkeys(work.things[group.things[0]].forms, 1)
    return Counter(chain.from_iterable([work.things[at].forms for at in group.things]))


def _called(work: _Work, group: Group, forms: Mapping[Form, int]) -> tuple[str, str, dict[str, str]]:
    """Return the id that an entity should have if no other wants it, its type and its names."""
    type_ = main_type(work.things, group.things)
    term = work.found.term(group.concept)
    names = naming.names(work.things, group.things, forms, term, work.terms)
    names |= _preferred(work, group.concept)
    suffix = "-" + naming.slug(group.proposer) if group.proposer else ""
    return f"{type_.lower()}/{naming.slug(names.get('en') or names['zh'])}{suffix}", type_, names


def _entity(  # noqa: PLR0913, PLR0917 - what an entity is made of
    work: _Work, group: Group, forms: Mapping[Form, int], id_: str, type_: str, names: dict[str, str]
) -> Entity:
    things = [work.things[at] for at in group.things]
    foreign = _foreign(work, group.concept, forms, len(things)) if len(forms) > len(names) else set()
    return Entity(
        id=id_,
        type=type_,
        names=names,
        aliases=naming.aliases(forms, names, foreign) if len(forms) > 1 else (),
        proposed_by=tuple(sorted({thing.document for thing in things if thing.proposed})),
        confidence=max([thing.weight for thing in things]) / 1000,
    )


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
        reading = None if form.kind == HAN else found.readings.get(form.key)
        if form.key in found.evidence.things:
            other = found.of(form.key) != concept
        elif reading is not None:
            other = found.of(reading.anchor) != concept
        else:
            other = count < OFTEN * papers or (count == 1 and papers >= SEVERAL)
        if other or (term is not None and work.terms.get(form.key, term) is not term):
            out.add(form.key)
    return out


def _keys(work: _Work, group: Group, entity: Entity) -> set[str] | None:
    """Return the keys of an entity's names, where several papers speak of it; else no paper need say why."""
    several = len(group.things) > 1 and len({work.things[at].document for at in group.things}) > 1
    return set(map(key, entity.names.values())) if several else None


def _merges(  # noqa: PLR0913, PLR0917 - what may speak for it
    work: _Work, group: Group, entity: Entity, keys: set[str] | None, linked: list[tuple[str, float]], at: int
) -> list[Merge]:
    """Say why a thing of a group is the entity, sorted by the reasons."""
    thing = work.things[at]
    found = [(reason, thing.weight / 1000) for reason in thing.reasons]
    if at in group.why:
        found.append(group.why[at])
    elif keys is not None:
        found.append(_reason(work, thing, group, entity, keys))
    every = sorted((*found, *linked), key=itemgetter(0))
    return [Merge(thing.document, thing.thing, entity.id, reason, confidence) for reason, confidence in every]


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
