"""Facts of a document, consistent with one another."""

from dataclasses import replace

import numpy as np
import pytest

from kg.extraction.facts import FactRow, _acyclic, find_facts, late_facts
from kg.extraction.learned import ROLES, TYPES, learned
from kg.extraction.text import make_text
from kg.extraction.things import Decided

TEXT = make_text([("abstract_en", "We propose Alpha. It beats Beta.")])


def _thing(word: str, kind: str, **roles: float) -> Decided:
    at = TEXT.words.index(word)
    chances = np.array([roles.get(role, 0.0) for role in ROLES])
    place = (at, at + 1)
    places = {place: chances.astype(np.float32)}
    return Decided((word,), (place,), kind, np.zeros(len(TYPES)), 0.9, chances, places, ())


def _facts(*things: Decided) -> set[tuple[int, str, int]]:
    return {(f.subject, f.predicate, f.object) for f in find_facts(TEXT, things, learned())}


def test_roles_are_facts_of_what_is_proposed() -> None:
    """What the paper proposes is the subject of the other things' roles."""
    assert {(-1, "proposes", 0), (0, "outperforms", 1)} <= _facts(
        _thing("Alpha", "Model", proposes=0.9), _thing("Beta", "Model", outperforms=0.9)
    )


def test_a_model_is_no_test() -> None:
    """Nothing is evaluated on a model; a benchmark of the same chances is a test."""
    alpha = _thing("Alpha", "Method", proposes=0.9)
    assert (0, "evaluatedOn", 1) not in _facts(alpha, _thing("Beta", "Model", evaluatedOn=0.9))
    assert (0, "evaluatedOn", 1) in _facts(alpha, _thing("Beta", "Benchmark", evaluatedOn=0.9))


def test_of_readings_that_exclude_each_other_one_stays() -> None:
    """A thing is not both used and outperformed."""
    both = _thing("Beta", "Model", uses=0.5, outperforms=0.9)
    predicates = {p for _, p, o in _facts(_thing("Alpha", "Model", proposes=0.9), both) if o == 1}
    assert predicates == {"outperforms"}


def test_nothing_is_part_of_its_part() -> None:
    """No ring of parts is stated: each row is kept only while it closes none."""
    rows = [FactRow(0, "partOf", 1, 0.9, ()), FactRow(1, "partOf", 2, 0.8, ()), FactRow(2, "partOf", 0, 0.7, ())]
    assert _acyclic(rows) == rows[:2]
    assert _acyclic([replace(rows[0], predicate="uses"), *rows[1:]]) == [replace(rows[0], predicate="uses"), *rows[1:]]


@pytest.mark.parametrize(
    ("language", "words", "used"),
    [
        ("en", "Alpha works without any Beta .", False),
        ("en", "Alpha needs no large Beta .", False),
        ("en", "Alpha needs no Gamma , but Beta .", True),
        ("en", "Not only Beta helps Alpha .", True),
        ("en", "Without Beta , Alpha fails ; Beta helps .", True),
        ("zh", "没有和 Beta 比较，但 Alpha 更快。", False),
        ("zh", "没有训练，Alpha 用 Beta 。", True),
        ("zh", "在未来，Alpha 会用 Beta 。", True),
    ],
)
def test_what_is_denied_wherever_it_stands_is_no_fact(language: str, words: str, used: bool) -> None:  # noqa: FBT001
    """A negation in the same clause denies what is used or outdone, if it reaches every place of it."""
    text = make_text([(f"abstract_{language}", words)])
    beta = [i for i, word in enumerate(text.words) if word == "Beta"]
    things = [_thing("Alpha", "Method", proposes=0.9), _thing("Beta", "Method", uses=0.9)]
    for n, at in enumerate(([text.words.index("Alpha")], beta)):
        places = {(i, i + 1): things[n].roles.astype(np.float32) for i in at}
        things[n] = replace(things[n], spans=tuple(places), place_roles=places)
    assert ((0, "uses", 1) in {(f.subject, f.predicate, f.object) for f in find_facts(text, things, learned())}) is used


def test_what_is_denied_is_no_fact_of_a_thing_that_a_number_brings_in() -> None:
    """A thing that only counts because a number speaks of it has no denied facts either."""
    text = make_text([("abstract_en", "Alpha works without Beta .")])
    things = []
    for word, roles in (("Alpha", {"proposes": 0.9}), ("Beta", {"uses": 0.9})):
        at, thing = text.words.index(word), _thing(word, "Method", **roles)
        places = {(at, at + 1): thing.roles.astype(np.float32)}
        things.append(replace(thing, spans=tuple(places), place_roles=places))
    assert late_facts(text, things[:1], things[1:], learned()) == {}


@pytest.mark.parametrize(
    ("title", "kind", "proposed"),
    [
        ("AlphaNet: Reading Maps", "Method", True),
        ("AlphaNet", "Model", True),
        ("Alpha: Reading Maps", "Model", True),
        ("AlphaNet: Reading Maps", "Task", False),
        ("Reading Maps: A Survey", "Method", False),
        ("Maps Read by AlphaNet Alone", "Model", False),
    ],
)
def test_what_a_title_introduces_is_proposed(title: str, kind: str, *, proposed: bool) -> None:
    """A coined name before the title's colon, or all of the title, is what the paper proposes, told or not."""
    text = make_text([("title_en", title), ("abstract_en", "Notes: a model.")])
    place = (text.words.index("AlphaNet"), text.words.index("AlphaNet") + 1) if "AlphaNet" in title else (0, 1)
    nothing = np.zeros(len(ROLES))
    thing = Decided(
        ("AlphaNet",), (place,), kind, np.zeros(len(TYPES)), 0.9, nothing, {place: nothing.astype(np.float32)}, ()
    )
    assert (
        (-1, "proposes", 0) in {(f.subject, f.predicate, f.object) for f in find_facts(text, [thing], learned())}
    ) is proposed
