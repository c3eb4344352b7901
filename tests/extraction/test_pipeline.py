"""The pipeline, from a document to what it says."""

from __future__ import annotations

import subprocess
import sys

import pytest
import spacy

from kg.chinese import simplified
from kg.config import Config
from kg.errors import PipelineError
from kg.extraction import build_pipeline, extract_all, pipeline_version
from kg.extraction.pipeline import make_doc
from kg.model import Document, Extraction, Field

CHINESE = Document(
    "2501.00001",
    (
        Field("title_en", "GraphWeaver: Long-Document Question Answering with Large Language Models"),
        Field("title_zh", "GraphWeaver：用大语言模型进行长文档问答"),
        Field(
            "abstract_zh",
            "大语言模型（LLM）在长文档问答中常常产生幻觉。我们提出了 GraphWeaver，一种基于检索增强生成（RAG）的新框架。"
            "在 HotpotQA 和 MuSiQue 两个基准上，GraphWeaver 分别达到 61.2% 和 48.5% 的准确率，优于 GPT-4。"
            "代码已在 https://github.com/example/graphweaver 开源。",
        ),
    ),
)
ENGLISH = Document(
    "2501.00002",
    (
        Field("title_en", "SwiftEdit: Fast Image Editing with Diffusion Models"),
        Field(
            "abstract_en",
            "We introduce SwiftEdit, a model for text-guided image editing based on diffusion models. "
            "SwiftEdit outperforms InstructPix2Pix on the MagicBrush benchmark and is up to 3x faster.",
        ),
    ),
)


TRADITIONAL = Document(
    "2501.00003",
    (
        Field("title_zh", "GraphWeaver：用大語言模型進行長文檔問答"),
        Field(
            "abstract_zh",
            "大語言模型（LLM）在長文檔問答中常常產生幻覺。我們提出了 GraphWeaver，一種基於檢索增強生成（RAG）的新框架。"
            "在 HotpotQA 和 MuSiQue 兩個基準上，GraphWeaver 分別達到 61.2% 和 48.5% 的準確率，優於 GPT-4。",
        ),
    ),
)


def extract(document: Document) -> Extraction:
    return next(iter(extract_all([document])))


def facts(found: Extraction) -> set[tuple[str, str, str]]:
    names = {t.id: t.names[0] for t in found.things} | {"paper": "paper"}
    return {(names[f.subject], f.predicate, names[f.object]) for f in found.facts}


def test_traditional_characters_say_what_simplified_ones_say() -> None:
    """A text in traditional script gives the facts of its simplified twin, its things called as it calls them."""
    twin = Document("2501.00004", tuple(Field(f.name, simplified(f.text)) for f in TRADITIONAL.fields))
    found, same = extract(TRADITIONAL), extract(twin)
    assert "準確率" in {name for thing in found.things for name in thing.names}
    assert [tuple(map(simplified, t.names)) for t in found.things] == [t.names for t in same.things]
    assert {(simplified(s), p, simplified(o)) for s, p, o in facts(found)} == facts(same)
    assert [(r.subject, r.value, r.metric) for r in found.results] == [
        (r.subject, r.value, r.metric) for r in same.results
    ]


@pytest.mark.parametrize("document", [CHINESE, ENGLISH, TRADITIONAL], ids=["zh", "en", "hant"])
def test_evidence_cuts_its_words_from_the_field(document: Document) -> None:
    """Every offset of every piece of evidence cuts exactly its text from its field, and lies in its sentence."""
    found = extract(document)
    fields = {f.name: f.text for f in document.fields}
    pieces = [m.evidence for m in found.mentions]
    for stated in (*found.facts, *found.results, *found.quantities, *found.links):
        pieces.extend(stated.evidence)
    assert pieces
    for e in pieces:
        assert fields[e.field][e.start : e.end] == e.text
        assert e.sentence[0] <= e.start < e.end <= e.sentence[1]


def test_title_name_is_what_the_paper_proposes() -> None:
    """The name that a title introduces is what the paper proposes, in either language."""
    assert ("paper", "proposes", "GraphWeaver") in facts(extract(CHINESE))
    assert ("paper", "proposes", "SwiftEdit") in facts(extract(ENGLISH))


def test_abbreviation_and_long_form_are_one_thing() -> None:
    """A long form and the abbreviation in the bracket behind it are names of one thing, and the reason says so."""
    thing = next(t for t in extract(CHINESE).things if "LLM" in t.names)
    assert "大语言模型" in thing.names
    assert any("LLM" in reason for reason in thing.reasons)


def test_parallel_results_go_to_their_benchmarks() -> None:
    """Two values said of two benchmarks belong to them in that order."""
    found = extract(CHINESE)
    names = {t.id: t.names[0] for t in found.things}
    assert {(names.get(r.benchmark or ""), str(r.value)) for r in found.results} >= {
        ("HotpotQA", "61.2"),
        ("MuSiQue", "48.5"),
    }


def test_evaluation_is_a_fact() -> None:
    """What is said to be evaluated on two benchmarks is evaluated on both."""
    assert {("GraphWeaver", "evaluatedOn", "HotpotQA"), ("GraphWeaver", "evaluatedOn", "MuSiQue")} <= facts(
        extract(CHINESE)
    )


def test_code_link_is_found() -> None:
    """An address said to hold the code is a code link."""
    assert [(k.rel, k.url) for k in extract(CHINESE).links] == [("code", "https://github.com/example/graphweaver")]


def test_extraction_is_repeatable() -> None:
    """The same document gives the same extraction, whatever came before it."""
    first = extract(CHINESE)
    assert [first, extract(ENGLISH)] == list(extract_all([CHINESE, ENGLISH]))


@pytest.mark.parametrize(
    "text", ["", " \n ", "。", "(((", "😀", "\u202eabc", "<script>alert(1)</script>", "a" * 5000, "模" * 5000]
)
def test_odd_text_is_no_error(text: str) -> None:
    """Text that says nothing gives an extraction of little or nothing, and no error."""
    found = extract(Document("x", (Field("title_en", text), Field("abstract_zh", text))))
    assert found.document.id == "x"


def test_components_are_there_for_other_pipelines() -> None:
    """A pipeline of the user's own can take our components by name, without importing us."""
    program = (
        "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('kg_sentences'); nlp.add_pipe('kg_links');"
        "print(nlp('Code: https://github.com/a/b.')._.kg_links[0]['url'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "https://github.com/a/b"


def test_processed_docs_can_be_sent_between_processes() -> None:
    """A processed Doc carries plain values only: it survives being written to bytes."""
    nlp = build_pipeline()
    doc = nlp(make_doc(nlp, CHINESE))
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.kg_things == doc._.kg_things


def test_missing_part_is_named() -> None:
    """A component left out that another needs is named in the error."""
    with pytest.raises(PipelineError, match=r"kg_results needs .*kg_things"):
        build_pipeline(Config(drop_components=("kg_mentions",)))


def test_unknown_component_is_an_error() -> None:
    """A component that nobody registered is an error that names it."""
    with pytest.raises(PipelineError, match="kg_nonsense"):
        build_pipeline(Config(add_components=("kg_nonsense",)))


def test_threshold_is_a_setting() -> None:
    """A higher threshold keeps fewer things, a lower one more."""

    def count(threshold: float) -> int:
        config = Config(components={"kg_mentions": {"threshold": threshold}})
        return len(next(iter(extract_all([CHINESE], config=config))).things)

    assert count(0.9) < count(0.1)


def test_version_is_a_hash() -> None:
    """The pipeline's version is a hash of what decides, the same in every process."""
    assert len(pipeline_version()) == 16
    assert pipeline_version() == pipeline_version()
