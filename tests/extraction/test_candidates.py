"""Candidate names."""

import pytest

from kg.extraction.candidates import _may_be_name, find_candidates
from kg.extraction.learned import learned
from kg.extraction.text import make_text


@pytest.mark.parametrize(
    ("surface", "fits"),
    [
        ("RAFT", True),
        ("EgoSchema 和 NExT-QA", False),
        ("检索增强生成（RAG", False),
        ("GPT-4(V)", True),
        ("读懂图表\n图表问答", False),
        ("性能，解码速度", False),
        ("背景：分子设计", False),
        ("Faithful CoT: Large Language Models", False),
        ("DDR4:3200", True),
    ],
)
def test_lists_cut_brackets_and_line_breaks_are_no_names(surface: str, fits: bool) -> None:  # noqa: FBT001
    """A name is no list of two names, is not cut within a bracket, and does not run over a clause's or line's end."""
    assert _may_be_name(surface) is fits


def test_no_candidate_runs_from_one_field_into_the_next() -> None:
    """Words at the end of a title and at the beginning of an abstract are never one name."""
    text = make_text(
        [("title_zh", "LensCraft：教视觉语言模型读懂图表"), ("abstract_zh", "图表问答要求模型同时理解图形与文字。")]
    )
    model = learned()
    found = find_candidates(text, model.encoder, model.priors)
    assert not [s for group in found.groups.values() for s in group.surfaces if "\n" in s]


def test_a_known_name_is_not_cut_out_of_a_bracket() -> None:
    """What is known does not reach into a bracket that it doesn't close: 问答（VQA is no name beside VQA."""
    text = make_text([("abstract_zh", "我们研究视觉问答（VQA）任务与兴趣点（POI）推荐任务，并比较多种方法。")])
    model = learned()
    found = find_candidates(text, model.encoder, model.priors)
    surfaces = [s for group in found.groups.values() for s in group.surfaces]
    assert "VQA" in surfaces
    assert all(s.count("（") == s.count("）") for s in surfaces)
