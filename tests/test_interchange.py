"""Extractions as JSON lines."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from kg.errors import RecordError
from kg.interchange import as_json, dumps, from_json, loads
from kg.model import Document, Evidence, Extraction, Fact, Field, Link, Mention, Quantity, Result, Skipped, Thing

TEXT = "We propose TalkNet, an 8B model that reaches 54.1% on SayBench (https://talk.net)."


def place(words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence("2401.00001", "abstract_en", start, start + len(words), words, (0, len(TEXT)), "kg_test")


WHOLE = Extraction(
    document=Document(
        "2401.00001",
        (Field("title_en", "TalkNet"), Field("abstract_en", TEXT)),
        "d.md",
        7,
        "https://arxiv.org/abs/2401.00001",
        published="2024-01-05",
        authors=("Ada Lovelace",),
    ),
    things=(
        Thing("e1", "Model", ("TalkNet",), 0.9, ("Method",), reasons=("term: TalkNet",)),
        Thing("e2", "Benchmark", ("SayBench",), optional=True),
    ),
    mentions=(Mention("e1", "Model", place("TalkNet"), 0.8),),
    facts=(Fact("paper", "proposes", "e1", (place("propose TalkNet"),), 0.7), Fact("e1", "evaluatedOn", "e2")),
    results=(Result("e1", Decimal("54.1"), "%", benchmark="e2", text="54.1%", evidence=(place("54.1%"),)),),
    quantities=(Quantity("e1", "parameters", Decimal(8000000000), text="8B", evidence=(place("8B"),)),),
    links=(Link("project", "https://talk.net", (place("https://talk.net"),)),),
    reviewed=True,
)
PLAIN: dict[str, Any] = {
    "doc": "2401.00001",
    "entities": [{"id": "e1", "type": "Model", "names": ["TalkNet"]}],
    "relations": [["paper", "proposes", "e1"]],
}


def test_an_extraction_comes_back_as_it_was():
    """Nothing is lost on the way through a line of text."""
    assert list(loads([dumps(WHOLE)])) == [WHOLE]


def test_a_line_is_the_annotation_form():
    """Other programs read entities, relations, results, quantities and links as they know them."""
    line = as_json(WHOLE)
    assert line["relations"] == [["paper", "proposes", "e1"], ["e1", "evaluatedOn", "e2"]]
    assert line["results"][0] | {"evidence": []} == {
        "subject": "e1", "value": 54.1, "unit": "%", "metric": None, "benchmark": "e2", "value_max": None,
        "comparator": "=", "baseline": None, "setting": None, "text": "54.1%", "evidence": [], "confidence": 1.0,
    }  # fmt: skip
    assert line["quantities"][0]["value"] == 8000000000
    assert line["mentions"][0]["text"] == "TalkNet"


def test_links_of_the_form_stand_beside_those_of_the_text():
    """A link that the record itself gives is a link of the paper, once."""
    given = (Link("code", "https://a.org/b"), Link("code", "http://talk.net/"))
    document = Document("1", (), links=given)
    found = as_json(Extraction(document, links=WHOLE.links))["links"]
    assert [link["url"] for link in found] == ["https://talk.net", "https://a.org/b"]


def test_plain_annotations_are_read():
    """A line without places, evidence, results or text is a whole one."""
    extraction = from_json(PLAIN)
    assert extraction.facts == (Fact("paper", "proposes", "e1"),)
    assert extraction.document.fields == ()


def test_annotation_beside_its_text_is_read():
    """The form of an annotated corpus: doc, text, annotation."""
    extraction = from_json({"doc": "2401.00001", "text": {"title_en": "TalkNet"}, "annotation": PLAIN})
    assert extraction.document.fields == (Field("title_en", "TalkNet"),)
    assert extraction.things[0].names == ("TalkNet",)


MISPLACED = {"entity": "e1", "field": "title_en", "start": 1, "end": 3, "text": "Ta"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"doc": None}, "names no paper"),
        ({"entities": [{"id": "e1"}]}, "needs id, type and names"),
        ({"entities": "x"}, "entities is 'x'; it must be a list"),
        ({"relations": [["paper", "proposes"]]}, "write \\[subject, predicate, object\\]"),
        ({"relations": [["paper", "proposes", "e9"]]}, "no entity has the id 'e9'; the ids of this line are: e1"),
        ({"relation_evidence": [{}, {}]}, "1 relations, but 2 in relation_evidence"),
        ({"results": [{"value": "much"}]}, "value is 'much'; it must be a number"),
        ({"results": [{"value": 1, "confidence": 2}]}, "confidence is 2"),
        ({"quantities": [{"value": 1}]}, "no entity has the id None"),
        ({"links": [{"rel": "code"}]}, "a link has no url"),
        ({"mentions": [5]}, "mentions holds 5"),
        ({"text": {"title": "T"}}, "text has a field 'title'; the fields are: title_en"),
        ({"text": {"title_en": "TalkNet"}, "mentions": [MISPLACED]}, "title_en has 'al' at 1 to 3, not 'Ta'"),
    ],
)  # fmt: skip
def test_faults_are_named_with_their_place(change: dict[str, Any], message: str):
    """A hand-corrected line that went wrong says where, what and how to mend it."""
    with pytest.raises(RecordError, match=message) as error:
        from_json(PLAIN | change, "e.jsonl:12")
    assert (error.value.path, error.value.line) == ("e.jsonl", 12)


def test_bad_lines_are_handed_over_and_the_rest_goes_on():
    """One bad line costs itself only."""
    skipped: list[Skipped] = []
    found = list(loads(["nonsense", "", json.dumps(PLAIN), "[]"], "e.jsonl", skipped.append))
    assert [extraction.document.id for extraction in found] == ["2401.00001"]
    assert [record.line for record in skipped] == [1, 4]
