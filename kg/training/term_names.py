"""Latin-script names: those that titles introduce ("X: ...") and those that Chinese text keeps untranslated.

Their types come from the noun beside them ("GSM8K 数据集", "the GSM8K benchmark") and from what the title says X is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg.training.term_text import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.training.term_text import Paper

_NAME = r"[A-Za-z][A-Za-z0-9]*(?:[-.+/@][A-Za-z0-9]+)*\+*(?: ?\d(?:\.\d)?)?"
_TITLE = re.compile(rf"^({_NAME}(?:[ -](?:{_NAME})){{0,2}})\s*:\s+(.{{8,}})$")
_IN_CHINESE = re.compile(rf"(?<![A-Za-z0-9\-_.+/@])({_NAME})(?![A-Za-z0-9])\s*([\u4e00-\u9fff]{{0,8}})")
_IN_ENGLISH = re.compile(rf"(?<![A-Za-z0-9\-_.+/@])({_NAME})\s+([a-z]+)")

CHINESE_NOUNS: tuple[tuple[str, str], ...] = (
    ("数据集", "Dataset"), ("语料", "Dataset"), ("基准", "Benchmark"), ("排行榜", "Benchmark"),
    ("模型", "Model"), ("大模型", "Model"), ("系列", "Model"), ("算法", "Method"), ("方法", "Method"),
    ("框架", "Method"), ("技术", "Method"), ("架构", "Method"), ("策略", "Method"),
    ("机制", "Method"), ("模块", "Method"), ("优化器", "Method"), ("平台", "Software"),
    ("工具包", "Software"), ("工具", "Software"), ("库", "Software"), ("软件", "Software"),
    ("系统", "Software"), ("任务", "Task"), ("分数", "Metric"), ("得分", "Metric"),
    ("指标", "Metric"), ("评分", "Metric"), ("公司", "Organization"), ("大学", "Organization"),
    ("智能体", "Model"), ("编码器", "Model"),
)  # fmt: skip
ENGLISH_NOUNS = {
    "dataset": "Dataset", "datasets": "Dataset", "corpus": "Dataset",
    "benchmark": "Benchmark", "benchmarks": "Benchmark", "leaderboard": "Benchmark",
    "model": "Model", "models": "Model", "family": "Model", "series": "Model",
    "algorithm": "Method", "method": "Method", "technique": "Method", "framework": "Method",
    "architecture": "Method", "mechanism": "Method", "strategy": "Method",
    "optimizer": "Method", "platform": "Software", "toolkit": "Software",
    "library": "Software", "software": "Software", "simulator": "Software", "task": "Task",
    "tasks": "Task", "score": "Metric", "scores": "Metric", "metric": "Metric",
    "metrics": "Metric", "university": "Organization", "agent": "Model", "encoder": "Model",
    "prompting": "Method", "training": "Method", "attention": "Method",
}  # fmt: skip
_TITLE_NOUN = re.compile(
    r"\b(benchmark|dataset|corpus|model|models|agent|agents|framework|method|approach|toolkit|library|platform|system|"
    r"algorithm|architecture|network|transformer|suite|leaderboard|optimization|tuning|learning|prompting|attention|"
    r"benchmarking|metric|generation|retrieval|evaluating|assessing|decoding|quantization|pruning|training|distillation)s?\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:An?|The|Our|Open|Towards)\b")
_OFTEN_OTHERS = frozenset({"model", "models", "agent", "agents", "platform", "system"})
"""Nouns that name what X is only after an article ("X: A Model for ..."), else what X works on."""
_TITLE_TYPES = {
    "benchmark": "Benchmark", "benchmarking": "Benchmark", "leaderboard": "Benchmark", "suite": "Benchmark",
    "evaluating": "Benchmark", "assessing": "Benchmark", "dataset": "Dataset", "corpus": "Dataset", "model": "Model",
    "models": "Model", "agent": "Model", "agents": "Model", "toolkit": "Software", "library": "Software",
    "platform": "Software", "metric": "Metric",
}  # fmt: skip


def is_name(text: str) -> bool:
    """Say whether a Latin run looks like a name: a capital after the first letter, or a letter and a digit."""
    if len(text) < 3 or text.lower() in _COMMON or _DERIVED.search(text):  # noqa: PLR2004 - "AI", "3D" say too little
        return False
    if " " in text and not any(letter.isupper() for letter in text.split(maxsplit=1)[0]):
        return False
    inner = any(letter.isupper() for letter in text[1:])
    return (inner or any(letter.isdigit() for letter in text)) and not re.fullmatch(r"\d.*|[A-Za-z]\d?", text)


_DERIVED = re.compile(
    r"-(?:based|driven|generated|powered|assisted|augmented|enhanced|enabled|guided|aware|only|like|style|related|specific|"
    r"level|free|to|written|oriented|trained|tuned|optimized|agnostic|specialized|centric|complete|hard|as|agent|agents|of|and|the|in|"
    r"integrated|supported|aided|inspired|compatible|native|friendly|derived|shot|wise|tuning|context|following)$",
    re.IGNORECASE,
)
_FAMILY = re.compile(
    r"^(?:gpt|chatgpt|llama|qwen|gemini|claude|mistral|mixtral|gemma|phi|deepseek|bert|roberta|deberta|t5|flan|palm|opt|bloom|"
    r"falcon|vicuna|alpaca|llava|internvl|internlm|internlm2|yi|baichuan|baichuan2|chatglm|glm|codellama|starcoder|starcoder2|"
    r"olmo|pythia|gpt2|gpt3|gpt4|o1|o3|o4|qwq|whisper|clip|blip|minicpm|cogvlm|kimi|codet5|codebert|wizardlm|zephyr|"
    r"tinyllama|smollm|smollm2|llama2|llama3|qwen1|qwen2|qwen3|gemma2|gemma3|phi3|dall|sd|resnet|vit|grok|"
    r"stable[ -]diffusion)"
    r"(?![a-z])",
    re.IGNORECASE,
)
_ENDINGS = (
    ("bench", "Benchmark"), ("eval", "Benchmark"), ("qa", "Benchmark"), ("benchmark", "Benchmark"),
    ("arena", "Benchmark"),
    ("gpt", "Model"), ("bert", "Model"), ("llm", "Model"), ("vlm", "Model"), ("vla", "Model"),
    ("lm", "Model"), ("llama", "Model"),
    ("rag", "Method"), ("lora", "Method"), ("instruct", "Dataset"), ("score", "Metric"), ("dataset", "Dataset"),
)  # fmt: skip


def sure_type(name: str) -> str | None:
    """Return the type that a name's family or ending tells, or None."""
    if _FAMILY.match(name) and not name.islower() and not re.search(r" [a-z]", name):
        return "Model"
    low = name.lower()
    return next((kind for end, kind in _ENDINGS if low.endswith(end) and len(low) > len(end) and is_name(name)), None)


def name_type(name: str, votes: Counter[str]) -> str | None:
    """Return the type of a name: its family, its ending, or a clear majority of the votes; None if undecided."""
    ending = sure_type(name)
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    if ending or not ranked:
        return ending
    rest = sum(votes.values()) - ranked[0][1]
    return ranked[0][0] if ranked[0][1] > rest else None


_COMMON = words("""
        usa covid-19 covid api apis gpu gpus cpu cpus llm llms http https json xml html pdf csv url urls
        arxiv phd stem i.e e.g top-1 top-k top-5 top-3 top-10 pass k=1 non-english q&a faq faqs
        two-stage state-of-the-art non-iid rtx a100 h100 v100 acl emnlp naacl neurips iclr icml cvpr
        aaai eccv iccv interspeech icassp semeval-2024 semeval-2023 semeval-2025 sota
    """)


def title_name(paper: Paper) -> tuple[str, str] | None:
    """Return (name, the rest of the title) where an English title introduces a name before a colon."""
    match = _TITLE.match(paper.title_english)
    if not match or not _introduces(match[1]):
        return None
    return match[1], match[2]


def _introduces(name: str) -> bool:
    words = re.split(r"[ ]", name)
    return (is_name(words[0]) and len(words) == 1) or all(is_name(word) or word[0].isdigit() for word in words)


def title_type(rest: str) -> str:
    """Return the type that the rest of a title gives to the name that it introduces."""
    head = re.split(r" (?:for|of|in|with|from|to|on|via|by|using) ", rest, maxsplit=1)[0]
    found = [noun.lower() for noun in _TITLE_NOUN.findall(head)]
    if not found or (found[-1] in _OFTEN_OTHERS and not _ARTICLE.match(rest)):
        return _TITLE_TYPES.get(rest.split(maxsplit=1)[0].lower(), "Method")
    return _TITLE_TYPES.get(found[-1], "Method")


def title_names(papers: Iterable[Paper]) -> dict[str, Counter[str]]:
    """Return the names that titles introduce, with votes for types."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for paper in papers:
        found = title_name(paper)
        if found:
            votes[found[0]][title_type(found[1])] += 1
    return dict(votes)


def kept_names(papers: Iterable[Paper]) -> dict[str, tuple[int, Counter[str]]]:
    """Return the Latin names in Chinese text: papers with each, and votes for types from the noun beside it."""
    seen: Counter[str] = Counter()
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for paper in papers:
        found = {(m[1].strip(), noun_type(m[2])) for m in _IN_CHINESE.finditer(paper.chinese) if is_name(m[1].strip())}
        found |= {
            (m[1].strip(), ENGLISH_NOUNS.get(m[2], "")) for m in _IN_ENGLISH.finditer(paper.english) if is_name(m[1])
        }
        seen.update({name for name, _ in found})
        for name, kind in sorted(found):
            if kind:
                votes[name][kind] += 1
    return {name: (count, votes[name]) for name, count in sorted(seen.items())}


def noun_type(after: str) -> str:
    """Return the type of the Chinese noun that directly follows a name, or ""."""
    for lead in ("", "等", "的", "这一", "大"):
        if after.startswith(lead):
            for noun, kind in CHINESE_NOUNS:
                if after[len(lead) :].startswith(noun):
                    return kind
    return ""
