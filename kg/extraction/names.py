"""Names as keys: two surface forms that differ only in width, case, spacing, punctuation or plural are one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kg.extraction.tokenizer import HAN

_DROP = re.compile(r"[\W_]+")
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile(rf"[^\W\d_{HAN}]")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_VERSION_SUFFIX = re.compile(r"(?<=\d)[a-z]\b")


@lru_cache(maxsize=1 << 17)
def key(name: str) -> str:
    """Return the form under which names are compared."""
    text = _DROP.sub("", unicodedata.normalize("NFKC", name).casefold())
    return text[:-1] if len(text) > 3 and text.isascii() and text[-1] == "s" else text  # noqa: PLR2004  "GPS" keeps its s


@lru_cache(maxsize=1 << 17)
def has_han(name: str) -> bool:
    """Whether any character is Han."""
    return bool(_HAN.search(name))


@lru_cache(maxsize=1 << 17)
def has_latin(name: str) -> bool:
    """Whether any letter is not Han."""
    return bool(_LATIN.search(name))


@lru_cache(maxsize=1 << 17)
def numbers(name: str) -> tuple[str, ...]:
    """Return the name's numbers with their letter, sorted: names whose numbers differ never merge."""
    low = unicodedata.normalize("NFKC", name).lower()
    return tuple(sorted(_NUMBER.findall(low) + _VERSION_SUFFIX.findall(low)))


@lru_cache(maxsize=1 << 17)
def is_proper(word: str) -> bool:
    """Whether a Latin word is written like a proper name: a capital or digit beyond its first letter."""
    return len(word) > 1 and word[0].isalnum() and any(c.isupper() or c.isdigit() for c in word[1:])


_HEADS_ZH = (
    "大模型|语言模型|基础模型|模型|框架|方法|算法|系统|架构|数据集|语料库|基准测试|基准|测试集|任务|技术|策略|机制|模块|流程|平台|工具包"
    "|工具|库|范式|能力|问题|指标|分数|得分|网络|智能体|代理|管道|流水线|协议|方案|套件|系列|过程|阶段"
)
_HEADS_EN = (
    "models?|frameworks?|methods?|algorithms?|systems?|architectures?|datasets?|corpus|benchmarks?|tasks?|techniques?|strategy|strategies"
    "|mechanisms?|modules?|pipelines?|platforms?|toolkits?|tools?|library|paradigms?|approach|approaches|capabilities|ability|abilities"
    "|scores?|metrics?|networks?|agents?|suite|family|series|tests?|problems?|process|stage"
)
_TAIL = re.compile(rf"(?:\s*(?:{_HEADS_ZH})|\s+(?:{_HEADS_EN}))$", re.IGNORECASE)


@lru_cache(maxsize=1 << 17)
def bare(name: str) -> str:
    """Return the name without its class word: ``EFRame框架`` and ``EFRame framework`` give ``EFRame``."""
    short = _TAIL.sub("", name)
    return short if len(short) > 1 else name
