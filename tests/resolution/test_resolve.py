from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from kg.resolution import Term, resolve

if TYPE_CHECKING:
    from tests.resolution.conftest import Papers


def test_one_name_is_one_thing(papers: Papers) -> None:
    """Papers that name a thing alike, but for spelling, name one thing."""
    papers.add("1", ("Method", "Pre-Training")).add("2", ("Method", "pretraining"))
    assert papers.entities() == ["method/pre-training"] * 2


@pytest.mark.parametrize(
    ("one", "other"),
    [("GPT-4", "GPT-4o"), ("Qwen2", "Qwen2.5"), ("ResNet-50", "ResNet-101"), ("LLaMA-7B", "LLaMA-13B"), ("DPO", "PPO")],
)
def test_numbers_and_version_tokens_keep_things_apart(papers: Papers, one: str, other: str) -> None:
    """Not even papers that list both names for one thing make a merge across numbers."""
    for at in range(4):
        papers.add(f"both{at}", ("Model", one, other, "某模型"))
    papers.add("1", ("Model", one)).add("2", ("Model", other))
    *_, first, second = papers.entities()
    assert first != second


def test_an_abbreviation_is_its_long_form(papers: Papers) -> None:
    """A bare abbreviation goes to what papers spell it out as."""
    papers.add("1", ("Method", "large language model", "LLM")).add("2", ("Method", "LLMs"))
    assert len(set(papers.entities())) == 1


def test_a_translation_is_the_thing_itself(papers: Papers) -> None:
    """A Chinese name goes to the Latin one that papers give beside it."""
    papers.add("1", ("Method", "large language model", "大语言模型")).add("2", ("Method", "大型语言模型"))
    assert len(set(papers.entities())) == 1


def test_an_abbreviation_with_two_long_forms_is_two_things(papers: Papers) -> None:
    """GRPO spelled out in another way is another thing, and the bare one goes where most go."""
    papers.add("1", ("Method", "Group Relative Policy Optimization", "GRPO"))
    papers.add("2", ("Method", "Group Relative Policy Optimization", "GRPO"))
    papers.add("3", ("Method", "Guided Reinforcement Prompt Optimisation", "GRPO"))
    papers.add("4", ("Method", "GRPO"))
    first, second, other, bare = papers.entities()
    assert first == second == bare != other


def test_an_ambiguous_abbreviation_goes_by_its_translation(papers: Papers) -> None:
    """Where no long form prevails, the Chinese name beside it decides."""
    papers.add("1", ("Task", "automatic speech recognition", "ASR", "语音识别"))
    papers.add("2", ("Metric", "attack success rate", "ASR", "攻击成功率"))
    papers.add("3", ("Metric", "ASR", "攻击成功率"))
    speech, attack, third = papers.entities()
    assert third == attack != speech


def test_a_sloppy_list_glues_no_topics(papers: Papers) -> None:
    """A paper that lists "reasoning" for mathematical reasoning doesn't make them one."""
    papers.add("1", ("Task", "reasoning", "推理")).add("2", ("Task", "mathematical reasoning", "数学推理"))
    papers.add("3", ("Task", "mathematical reasoning", "reasoning", "推理", "数学推理"))
    papers.add("4", ("Task", "mathematical reasoning", "reasoning", "推理", "数学推理"))
    plain, *mathematical = papers.entities()
    assert len(set(mathematical)) == 1
    assert plain not in mathematical


def test_a_hyphen_hides_no_added_word(papers: Papers) -> None:
    """Pretraining from scratch is not pre-training, though papers list both."""
    papers.add("1", ("Method", "pre-training", "预训练"))
    for at in range(2):
        papers.add(f"scratch{at}", ("Method", "pretraining from scratch", "pre-training", "预训练"))
    plain, *scratch = papers.entities()
    assert plain not in scratch


def test_two_things_of_one_paper_stay_two(papers: Papers) -> None:
    """Names that a paper keeps apart are not joined on the word of another paper."""
    papers.add("1", ("Task", "tool use", "工具使用"), ("Task", "tool calling", "工具使用"))
    papers.add("2", ("Task", "tool calling", "tool use", "工具使用"))
    found = papers.resolve()
    assert found.entity_of["1", "e1"] != found.entity_of["1", "e2"]


def test_an_abbreviation_inside_a_name_is_spelled_out(papers: Papers) -> None:
    """LLM agent is large language model agent."""
    papers.add("1", ("Method", "LLM agent")).add("2", ("Method", "large language model agents"))
    papers.add("3", ("Method", "large language model", "LLM")).add("4", ("Method", "large language model", "LLM"))
    first, second, *_ = papers.entities()
    assert first == second


def test_the_word_for_what_it_is_adds_nothing_to_a_proper_name(papers: Papers) -> None:
    """EFrame framework is EFrame, but an LLM framework is no LLM."""
    papers.add("1", ("Method", "EFrame")).add("2", ("Method", "EFrame framework"))
    papers.add("3", ("Method", "LLM")).add("4", ("Method", "LLM framework"))
    first, second, third, fourth = papers.entities()
    assert first == second
    assert third != fourth


def test_incompatible_types_are_two_things_if_papers_enough_say_so(papers: Papers) -> None:
    """A company and a model of one name are two; one slip among many papers is none."""
    for at in range(6):
        papers.add(f"m{at}", ("Model", "Sonata"))
    papers.add("o1", ("Organization", "Sonata")).add("o2", ("Organization", "Sonata")).add(
        "slip", ("Dataset", "Sonata")
    )
    found = papers.entities()
    assert set(found[:6]) == {"model/sonata"} == {found[8]}
    assert set(found[6:8]) == {"organization/sonata"}


def test_compatible_types_are_one_thing_of_the_commoner_type(papers: Papers) -> None:
    """The type of a thing is what most papers say."""
    papers.add("1", ("Dataset", "EgoSchema")).add("2", ("Benchmark", "EgoSchema")).add("3", ("Benchmark", "EgoSchema"))
    assert set(papers.entities()) == {"benchmark/egoschema"}


def test_terms_join_translations_that_no_paper_gives(papers: Papers) -> None:
    """Known terms make large language model, LLM and both Chinese names one thing, called as the term says."""
    papers.terms = (Term("llm", "Method", "large language model", "大语言模型", ("LLM",), 9),)
    papers.add("1", ("Method", "LLMs")).add("2", ("Method", "大型语言模型")).add(
        "3", ("Method", "Large Language Models")
    )
    found = papers.resolve()
    (entity,) = found.entities.values()
    assert entity.names == {"en": "large language model", "zh": "大语言模型"}
    assert set(found.entity_of.values()) == {"method/large-language-model"}


def test_names_are_preferred_by_use_in_each_language(papers: Papers) -> None:
    """The commonest first name is preferred, in the singular; a Chinese name that only adds a word is none."""
    papers.add("1", ("Model", "GPT-4o", "GPT-4o 模型")).add("2", ("Model", "GPT-4o models"))
    papers.add("3", ("Task", "video captions", "视频描述")).add("4", ("Task", "video caption", "视频描述"))
    named = {entity.id: entity.names for entity in papers.resolve().entities.values()}
    assert named == {"model/gpt-4o": {"en": "GPT-4o"}, "task/video-caption": {"en": "video caption", "zh": "视频描述"}}


def test_an_alias_names_no_other_thing(papers: Papers) -> None:
    """A name that is another thing's is no alias, though a paper lists it."""
    papers.add("1", ("Task", "reasoning")).add("2", ("Task", "mathematical reasoning", "reasoning", "math reasoning"))
    assert papers.resolve().entities["task/mathematical-reasoning"].aliases == ("math reasoning",)


def test_every_thing_of_several_papers_has_its_reason(papers: Papers) -> None:
    """A merge says why, in words that name both names."""
    papers.add("1", ("Method", "large language model", "LLM")).add("2", ("Method", "LLMs")).add("3", ("Method", "LoRA"))
    reasons = {merge.document: merge.reason for merge in papers.resolve().merges}
    assert reasons == {
        "1": "same name: large language model",
        "2": "abbreviation: LLM = large language model (100% of its uses)",
    }


def test_names_that_differ_in_signs_only_get_ids_of_their_own(papers: Papers) -> None:
    """Two things never share an id."""
    papers.add("1", ("Method", "τ²")).add("2", ("Method", "U-Net")).add("3", ("Method", "U-Net++"))
    papers.add("4", ("Method", "A B / C")).add("5", ("Method", "A-B, C+"))
    assert len(set(papers.entities())) == 5


WORDS = [
    "GPT-4",
    "GPT-4o",
    "LLM",
    "large language model",
    "大语言模型",
    "RL",
    "强化学习",
    "reinforcement learning",
    "Atlas",
]


@pytest.mark.parametrize("seed", range(25))
def test_the_order_of_papers_does_not_count(papers: Papers, seed: int) -> None:
    """Shuffled papers are resolved alike, to the last reason."""
    pick = random.Random(seed)  # noqa: S311 - no secret
    for at in range(12):
        named = [(pick.choice(["Model", "Method", "Dataset"]), *pick.sample(WORDS, 2)) for _ in range(3)]
        papers.add(f"24{at:02}", *named, proposes=pick.choice([named[0][1], ""]))
    first = papers.resolve()
    pick.shuffle(papers.all)
    assert papers.resolve() == first
    assert list(papers.resolve().entities) == list(first.entities)


def test_extractions_are_read_once(papers: Papers) -> None:
    """A stream is enough."""
    papers.add("1", ("Model", "Atlas"))
    assert resolve(iter(papers.all), terms=()).entity_of == {("1", "e1"): "model/atlas"}


def test_what_was_decided_by_hand_is_not_split_by_type(papers: Papers) -> None:
    """A decided term is one thing, whatever types its papers give it; a mined one is split."""
    for at in range(6):
        papers.add(f"{at}", ("Dataset" if at % 2 else "Method", "synthetic data"))
    papers.terms = (Term("synthetic data", "Dataset", "synthetic data", "合成数据", decided=True),)
    assert len(set(papers.entities())) == 1
    papers.terms = (Term("synthetic data", "Dataset", "synthetic data", "合成数据"),)
    assert len(set(papers.entities())) == 2


def test_a_name_that_one_paper_of_many_uses_is_no_alias(papers: Papers) -> None:
    """Of an entity with five papers or more, only names that several use, or spellings of its own, are aliases."""
    for at in range(5):
        papers.add(f"{at}", ("Metric", "robustness", "鲁棒性", *(["抗干扰"] if at < 2 else [])))
    papers.add("5", ("Metric", "Robustness", "鲁棒性", "最终鲁棒性"))
    (entity,) = papers.resolve().entities.values()
    assert entity.aliases == ("抗干扰",)


def test_a_generous_list_does_not_pull_a_known_term_to_a_wider_one(papers: Papers) -> None:
    """A Chinese name that is a known term stands for it, though the list's only Latin name is a part of the term's."""
    papers.terms = (Term("llm", "Method", "large language model", "大型语言模型", ("LLM",)),)
    papers.add("1", ("Method", "large language models")).add("2", ("Method", "language models"))
    papers.add("3", ("Method", "大型语言模型", "language models"))
    papers.add("4", ("Method", "大型语言模型", "Auto-Tuned LLMs", "LLM"))
    first, second, third, fourth = papers.entities()
    assert first == third == fourth
    assert second != first


def test_a_chinese_word_for_method_adds_nothing(papers: Papers) -> None:
    """A method named in Chinese with 方法 or 技术 is the method without it; a task isn't."""
    papers.add("1", ("Method", "检索增强")).add("2", ("Method", "检索增强方法"))
    assert len(set(papers.entities())) == 1
    papers.add("3", ("Task", "文本摘要")).add("4", ("Task", "文本摘要技术"))
    assert len(set(papers.entities())) == 3


def test_another_terms_chinese_name_is_not_preferred(papers: Papers) -> None:
    """What a generous list gives a narrower thing does not become its name."""
    papers.terms = (Term("tuning", "Method", "fine-tuning", "微调"),)
    papers.add("1", ("Method", "fine-tuned model", "微调")).add("2", ("Method", "fine-tuned models", "微调"))
    (entity,) = papers.resolve().entities.values()
    assert entity.names == {"en": "fine-tuned model"}


def test_a_known_abbreviation_does_not_glue_its_term_to_another_long_form(papers: Papers) -> None:
    """One paper's own reading of a known abbreviation is a thing of its own."""
    papers.terms = (Term("tag", "Method", "text-attributed graph", "文本属性图", ("TAG",)),)
    papers.add("1", ("Method", "text-attributed graph")).add("2", ("Method", "TAG"))
    papers.add("3", ("Method", "table-augmented generation", "TAG"))
    first, second, third = papers.entities()
    assert first == second
    assert third != first


def test_one_list_with_two_chinese_names_joins_nothing(papers: Papers) -> None:
    """Without a Latin name, two papers must list two Chinese names together."""
    papers.add("1", ("Task", "翻转", "计数")).add("2", ("Task", "计数"))
    assert len(set(papers.entities())) == 2
    papers.add("3", ("Task", "翻转", "计数"))
    assert papers.entities()[0] == papers.entities()[1]


def test_a_latin_name_with_chinese_words_added_is_no_chinese_name(papers: Papers) -> None:
    """However it is spelled: OpenAI 的 GPT-3.5 Turbo says no more than GPT-3.5-Turbo."""
    papers.add("1", ("Model", "GPT-3.5-Turbo", "OpenAI 的 GPT-3.5 Turbo"))
    (entity,) = papers.resolve().entities.values()
    assert entity.names == {"en": "GPT-3.5-Turbo"}


def test_a_coined_name_keeps_its_papers_capitals(papers: Papers) -> None:
    """A term that differs in its capitals lends a coined name no spelling that no paper uses."""
    papers.terms = (Term("mora", "Method", "MoRA", ""),)
    papers.add("1", ("Method", "Mora")).add("2", ("Method", "Mora"))
    assert [e.names["en"] for e in papers.resolve().entities.values()] == ["Mora"]
    papers.add("3", ("Method", "MoRA"))
    assert [e.names["en"] for e in papers.resolve().entities.values()] == ["MoRA"]


def test_a_possessive_is_not_a_long_form(papers: Papers) -> None:
    """OpenAI's ChatGPT is not what OpenAI stands for, though its letters would fit, and no second OpenAI."""
    papers.add("1", ("Organization", "OpenAI"))
    papers.add("2", ("Organization", "OpenAI", "OpenAI's ChatGPT"))
    papers.add("3", ("Organization", "OpenAI", "OpenAI’s ChatGPT", "OpenAI 的 ChatGPT"))
    assert len(set(papers.entities())) == 1


def test_an_and_between_the_words_of_one_name_says_nothing(papers: Papers) -> None:
    """Question and answering is question answering where both are also called by one other name."""
    papers.add("1", ("Task", "question answering", "Q&A", "问答"))
    papers.add("2", ("Task", "question and answering", "Q&A"))
    papers.add("3", ("Task", "questions and answers", "问答"))
    papers.add("4", ("Task", "question answer", "survey item"))
    first, second, third, fourth = papers.entities()
    assert first == second == third
    assert fourth != first


def test_an_and_joins_no_two_names_that_a_paper_keeps_apart(papers: Papers) -> None:
    """A paper that speaks of search and rescue, and of search rescue, speaks of two things."""
    papers.add("1", ("Task", "search and rescue", "SAR"), ("Task", "search rescue", "SAR"))
    found = papers.resolve().entity_of
    assert found["1", "e1"] != found["1", "e2"]
