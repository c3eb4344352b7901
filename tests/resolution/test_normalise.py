import pytest

from kg.resolution.normalise import clean, fits, forms, is_abbreviation, is_proper, key, numbers, script
from kg.resolution.tidy import alone, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pre-training", "Pretraining"),
        ("large language models", "Large Language Model"),
        ("ＧＰＴ－４", "GPT-4"),
        ("DeepSeek-R1", "Deep Seek R1"),
        ("quantisation", "quantization"),
        ("behaviour modelling", "behavior modeling"),
        ("biases", "bias"),
        ("capabilities", "capability"),
        ("Schrödinger bridge", "Schrodinger Bridge"),
        ("mixture of experts", "expert mixture"),
        ("the Transformer", "transformers"),
        ("MyNet (ours)", "MyNet"),
        ("GPT-4(V)", "GPT-4V"),
        ("LLM-based agents", "LLM agent"),
        ("大型语言模型", "大语言模型"),
        ("大型語言模型", "大型语言模型"),
        ("推理任务", "推理"),
        ("GPT-4o 模型", "GPT-4o"),
        ("EFrame框架", "EFrame"),
        ("LLM模型", "LLM"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    """Width, case, hyphens, plural, spelling, accents, script form and empty words don't count."""
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GPT-4", "GPT-4o"),
        ("Qwen2", "Qwen2.5"),
        ("ResNet-50", "ResNet-101"),
        ("LLaMA-2 7B", "LLaMA 27B"),
        ("LLaMA-7B", "LLaMA-13B"),
        ("DPO", "PPO"),
        ("U-Net", "U-Net++"),
        ("C", "C++"),
        ("Q&A", "QA"),
        ("β-VAE", "VAE"),
        ("analysis", "analyst"),
        ("ProgRes", "ProgRe"),
        ("RAG框架", "RAG"),
        ("pre-training tasks", "pre-training"),
        ("LLM-based method", "LLM"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    """Numbers, signs and words that mean something count."""
    assert key(one) != key(other)


def test_a_number_and_what_hangs_on_it_is_a_token() -> None:
    """4o is not 4, and 2.5 is not 2 and 5."""
    assert numbers("Qwen2.5-7B") == ("2.5", "7b")
    assert numbers("GPT-4o") == ("4o",)
    assert numbers("Qwen2.5VL-7B") == ("2.5", "7b")
    assert numbers("F1score") == ("1",)
    assert numbers("accuracy") == ()


@pytest.mark.parametrize("name", ["LLM", "VLMs", "CoT", "LoRA", "T2I", "R&D"])
def test_capitals_make_an_abbreviation(name: str) -> None:
    """A word of mostly capitals is an abbreviation, in the plural too."""
    assert is_abbreviation(name)


@pytest.mark.parametrize("name", ["GPT-4", "GPT-4o", "Transformer", "large language model", "A", "大模型", "LLM-Based"])
def test_a_version_or_a_word_is_no_abbreviation(name: str) -> None:
    """What bears a version number, or is a plain word, is a name."""
    assert not is_abbreviation(name)


@pytest.mark.parametrize(
    ("abbreviation", "long"),
    [
        ("LLMs", "large language models"),
        ("CoT", "chain-of-thought"),
        ("LoRA", "Low-Rank Adaptation"),
        ("RAG", "retrieval-augmented generation"),
        ("BERT", "Bidirectional Encoder Representations from Transformers"),
        ("DETR", "detection transformer"),
        ("VAE", "variational autoencoder"),
    ],
)
def test_an_abbreviation_fits_the_words_it_is_made_of(abbreviation: str, long: str) -> None:
    """Its letters are read off the long form in order, the first from its beginning."""
    assert fits(abbreviation, long)


@pytest.mark.parametrize(
    ("abbreviation", "long"),
    [
        ("LLM", "multimodal large language model"),
        ("LLaMA", "LLaMA family"),
        ("DPO", "policy optimization"),
        ("RL", "real"),
        ("MLLM", "multimodal models"),
    ],
)
def test_an_abbreviation_fits_no_other_words(abbreviation: str, long: str) -> None:
    """A longer name, a name with the abbreviation in it, or one word is no long form."""
    assert not fits(abbreviation, long)


def test_a_long_form_with_its_abbreviation_is_two_names() -> None:
    """Parentheses that hold an abbreviation of what stands before them are taken off."""
    assert forms("large language models (LLMs)") == ("large language models", "LLMs")
    assert forms("大型语言模型（LLMs）") == ("大型语言模型", "LLMs")
    assert forms("EgoSchema (test)") == ("EgoSchema (test)",)


def test_a_name_without_a_letter_or_digit_is_none() -> None:
    """Punctuation names nothing."""
    assert forms(" — ") == ()


def test_names_are_shown_without_quotes_and_doubled_spaces() -> None:
    """What is shown is the name as written, tidied."""
    assert clean(" “long  video” ") == "long video"


def test_a_han_character_makes_a_chinese_name() -> None:
    """The language of a name goes by its script."""
    assert (script("生成式AI"), script("generative AI")) == ("zh", "en")


@pytest.mark.parametrize("name", ["EFRame", "Qwen2", "U-Net", "Mask-RCNN", "LLaMA-Adapter"])
def test_capitals_inside_make_a_name_proper(name: str) -> None:
    """A made-up word has a digit, a capital inside, or a letter of its own before a hyphen."""
    assert is_proper(name)


@pytest.mark.parametrize("name", ["Vision-Language", "Chain-of-Thought", "RAG", "CoT", "Robustness", "video agent"])
def test_a_term_in_title_case_is_not_proper(name: str) -> None:
    """Capitals at the beginnings of words make no proper name."""
    assert not is_proper(name)


def test_brackets_are_closed_and_do_not_split_a_name() -> None:
    """What a text cut in the middle of brackets is mended."""
    names = ["LLaMA)", "question answering (QA", "大型语言模型(LLM)代理", "GPT-4(V)"]
    assert [tidy(name) for name in names] == ["LLaMA", "question answering (QA)", "大型语言模型代理", "GPT-4(V)"]
    assert tidy("Large Language Model (LLM)-based agents") == "Large Language Model-based agents"
    assert tidy("Llama (7B) model") == "Llama (7B) model"


def test_a_list_of_names_is_no_name() -> None:
    """A name that lists others is left out, unless there is no other."""
    assert alone(["fine-tuning and prompt tuning", "prompt tuning", "微调、提示调整"], key) == ["prompt tuning"]
    assert alone(["search and rescue", "搜索和救援"], key) == ["search and rescue", "搜索和救援"]
    assert alone(["推理、可解释性"], key) == ["推理、可解释性"]
