"""Records and BibTeX."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from kg.reading import Source, read, read_sources

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Document, Skipped


def records(*lines: object, kind: str = "jsonl") -> list[Document]:
    data = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode()
    return list(read_sources([Source("r", kind, data)], on_skip=pytest.fail))


def test_metadata_dump():
    """The arXiv dump's records: wrapped lines are unwrapped, the date is the first version's."""
    (document,) = records(
        {
            "id": "2401.00001",
            "title": "Talk\n  Net",
            "abstract": "  We say\nless.\n",
            "authors": "Ada Lovelace and Alan Turing",
            "versions": [{"version": "v1", "created": "Mon, 15 Jan 2024 10:00:00 GMT"}],
        }
    )
    assert [(field.name, field.text) for field in document.fields] == [
        ("title_en", "Talk Net"),
        ("abstract_en", "We say less."),
    ]
    assert (document.published, document.authors) == ("2024-01-15", ("Ada Lovelace", "Alan Turing"))


def test_texts_by_language():
    """Fields named by language go where they say; a mere heading's word is no abstract."""
    (document,) = records(
        {"doc": "2401.00001", "title_en": "A", "title_zh": "甲", "abstract_zh": "# 摘要", "abstract_en": "We."}
    )
    assert [field.name for field in document.fields] == ["title_en", "title_zh", "abstract_en"]


def test_packed_records(tmp_path: Path):
    """A .jsonl.gz is read as the .jsonl in it."""
    path = tmp_path / "r.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": "2401.00001", "title": "A"}\n'))
    assert [document.id for document in read([path], on_skip=pytest.fail)] == ["2401.00001"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nonsense", "no JSON"),
        ("[1]", "no object"),
        ('{"id": "2401.00001"}', "neither title nor abstract"),
        ('{"abstract": "We."}', "neither identifier nor title"),
        ('{"id": "2401.00001", "title": 5}', "title is no text but int"),
        ('{"id": "2401.00001", "title": "\\ud800"}', "surrogate"),
    ],
)
def test_bad_records_are_named_and_the_rest_goes_on(line: str, reason: str):
    """A record that can't be read is told with file, line, reason and remedy."""
    skipped: list[Skipped] = []
    data = f'{line}\n{{"id": "2401.00002", "title": "A"}}\n'.encode()
    assert [document.id for document in read_sources([Source("r", "jsonl", data)], on_skip=skipped.append)] == [
        "2401.00002"
    ]
    (record,) = skipped
    assert (record.path, record.line) == ("r", 1)
    assert reason in record.reason
    assert record.remedy


def test_bibtex_entry():
    """TeX accents and braces become text; eprint counts before doi; names are turned round."""
    (document,) = records(
        r"@article{x, title={{TalkNet}: Saying {\"U}ber-less}, author={Lovelace, Ada and Alan Turing},",
        r'  abstract="We save 71\% of {t}ime.", eprint={2401.00001}, doi={10.1/X}, year=2024}',
        kind="bib",
    )
    assert [field.text for field in document.fields] == ["TalkNet: Saying Über-less", "We save 71% of time."]
    assert (document.id, document.authors) == ("2401.00001", ("Ada Lovelace", "Alan Turing"))


def test_unclosed_bibtex_entry_is_named_and_the_rest_goes_on():
    """A brace that is never closed costs its own entry only."""
    skipped: list[Skipped] = []
    data = b"@misc{a, title={A\n@misc{b, title={B}, eprint={2401.00002}}\n"
    found = list(read_sources([Source("b", "bib", data)], on_skip=skipped.append))
    assert [document.id for document in found] == ["2401.00002"]
    assert [(record.line, "never closed" in record.reason) for record in skipped] == [(1, True)]
