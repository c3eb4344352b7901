"""Tables of results: cells, labels, and what they state."""

from decimal import Decimal

import pytest

from kg.extraction import extract_all
from kg.extraction.tables import find_tables, score, yardstick
from kg.model import Document, Extraction, Field

ROWS = "Model | Params | EgoSchema | MMLU (5-shot)\nVideoAgent | 7B | 54.1 | 71.3%\nTideNet (ours) | 3B | 61.2 | 74.9%"
PROSE = "We propose TideNet, a network for long video understanding."


def extracted(rows: str, prose: str = PROSE, title: str = "TideNet: Long Video Understanding") -> Extraction:
    fields = (Field("title_en", title), Field("abstract_en", prose), Field("tables", rows))
    (found,) = extract_all([Document("2601.00001", fields)])
    return found


def stated(found: Extraction) -> set[tuple[str, str, str | None, str | None]]:
    names = {thing.id: thing.names[0] for thing in found.things} | {"paper": "paper", None: None}
    return {(names[r.subject], str(r.value), names[r.metric], names[r.benchmark]) for r in found.results}


def facts(found: Extraction) -> set[tuple[str, str, str]]:
    names = {thing.id: thing.names[0] for thing in found.things} | {"paper": "paper"}
    return {(names[f.subject], f.predicate, names[f.object]) for f in found.facts}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("54.1", "54.1"),
        ("54.1% ↑", "54.1"),
        ("7B", "7000000000"),
        ("25.9M", "25900000"),
        ("0.87 ± 0.02", "0.87"),
        ("−8.9", "-8.9"),
        ("1,860", "1860"),
        ("87.5 (+2.1)", "87.5"),
        ("n/a", None),
        ("–", None),
        ("54.1 / 71.3", None),
        ("LLaMA-2", None),
    ],
)
def test_a_cell_with_one_number_is_its_value(cell: str, value: str | None) -> None:
    """A cell is a score where it holds one number, with its scale and sign, and notes that change nothing."""
    found = score(cell)
    assert (found and found.value) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("label", "metric", "benchmark", "setting"),
    [
        ("EgoSchema", None, "EgoSchema", None),
        ("VisDrone AP50", "AP50", "VisDrone", None),
        ("Tabula Sapiens (macro-F1)", "macro-F1", "Tabula Sapiens", None),
        ("MMLU (5-shot)", None, "MMLU", "5-shot"),
        ("WER (%) ↓", "WER", None, None),
        ("准确率", "准确率", None, None),
        ("FPS", "FPS", None, None),
        ("Accuracy on EgoSchema", "Accuracy", "EgoSchema", None),
        ("Mean TTFT, ShareGPT", "Mean TTFT", "ShareGPT", None),
        ("GSM8K: acc", "acc", "GSM8K", None),
    ],
)
def test_a_label_is_parted_into_metric_and_benchmark(
    label: str, metric: str | None, benchmark: str | None, setting: str | None
) -> None:
    """A column's label names a benchmark, a metric or both, and may say how it was tested."""
    found = yardstick(label, {})
    assert (found.metric, found.benchmark, found.setting) == (metric, benchmark, setting)


def test_each_number_of_a_table_is_a_result_or_the_size_of_a_model() -> None:
    """Rows give the subject, columns metric and benchmark; a column of parameters describes the models."""
    found = extracted(ROWS)
    assert stated(found) == {
        ("VideoAgent", "54.1", None, "EgoSchema"),
        ("VideoAgent", "71.3", None, "MMLU"),
        ("TideNet", "61.2", None, "EgoSchema"),
        ("TideNet", "74.9", None, "MMLU"),
    }
    names = {thing.id: thing.names[0] for thing in found.things}
    sizes = {(names[q.entity], q.property, int(q.value)) for q in found.quantities}
    assert sizes == {("VideoAgent", "parameters", 7 * 10**9), ("TideNet", "parameters", 3 * 10**9)}


def test_every_result_of_a_table_rests_on_its_cell() -> None:
    """The evidence is the cell's words, and the sentence its row."""
    found = extracted(ROWS)
    text = {field.name: field.text for field in found.document.fields}
    for result in found.results:
        (one,) = result.evidence
        assert one.field == "tables"
        assert one.component == "kg_tables"
        assert text["tables"][one.start : one.end] == one.text == result.text
        assert text["tables"][slice(*one.sentence)].split(" | ")[0] in {"VideoAgent", "TideNet (ours)"}


def test_rows_may_be_the_benchmarks() -> None:
    """Where the first column says that rows are datasets, the columns are whose scores they are."""
    rows = "Dataset | TideNet-200M | Chronos\nETTh1 | 0.341 | 0.441"
    assert stated(extracted(rows)) == {("TideNet", "0.341", None, "ETTh1"), ("Chronos", "0.441", None, "ETTh1")}


def test_the_sentence_above_may_name_the_metric() -> None:
    """A metric that only the sentence above a table names is that of its numbers."""
    found = extracted("Model | EgoSchema\nOurs | 61.2", f"{PROSE} Its accuracy is shown in the table below.")
    assert stated(found) == {("TideNet", "61.2", "accuracy", "EgoSchema")}


def test_what_tables_relate() -> None:
    """The paper's own thing is evaluated on a table's benchmarks and measured by its metrics."""
    assert {("TideNet", "evaluatedOn", "EgoSchema"), ("TideNet", "evaluatedOn", "MMLU")} <= facts(extracted(ROWS))


@pytest.mark.parametrize(
    ("rows", "verb"),
    [
        ("Model | EgoSchema | MMLU\nChronos | 54.1 | 71.3\nOurs | 61.2 | 74.9", "outperforms"),
        ("Model | EgoSchema | MMLU\nChronos | 54.1 | 77.3\nOurs | 61.2 | 74.9", "comparedWith"),
        ("Model | LibriSpeech WER\nChronos | 3.1\nOurs | 2.4", "outperforms"),
        ("Model | ETTh1 ↓\nChronos | 0.441\nOurs | 0.341", "outperforms"),
    ],
)
def test_who_has_the_better_number_throughout_outperforms(rows: str, verb: str) -> None:
    """Another row is outdone where each of its numbers is worse, as the metric or an arrow has it; else compared."""
    assert ("TideNet", verb, "Chronos") in facts(extracted(rows))


def test_ids_of_things_that_only_tables_name_are_new() -> None:
    """No thing of a table takes the id of one of the prose."""
    found = extracted(ROWS)
    assert len({thing.id for thing in found.things}) == len(found.things)


def test_tables_change_nothing_of_what_prose_says() -> None:
    """The prose of a paper is read alike with a table and without one."""
    alone = next(iter(extract_all([Document("2601.00001", extracted(ROWS).document.fields[:2])])))
    with_table = extracted(ROWS)
    assert {t.names[0] for t in alone.things} <= {t.names[0] for t in with_table.things}
    assert {m.evidence.text for m in alone.mentions} <= {m.evidence.text for m in with_table.mentions}


def test_tables_without_numbers_state_nothing() -> None:
    """A table of words has no results."""
    assert list(find_tables("Name | Kind\nTideNet | network", 0, 32)) == []
