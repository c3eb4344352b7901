"""Names brought to a form in which two spellings of one name are equal.

What differs only in width, case, hyphens, spaces, plural, British or American spelling, accents, traditional
characters or a trailing "(ours)" gets one key. Digits are never joined, dropped or reordered: ``GPT-4`` and
``GPT-4o``, ``Qwen2`` and ``Qwen2.5``, ``LLaMA-2 7B`` and ``LLaMA 27B`` keep keys of their own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kg.chinese import simplified

HAN = "\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"\d+(?:\.\d+)*|[^\W\d_{HAN}]+|[{HAN}]+|[+#*@%&]+")
_HAN = re.compile(rf"[{HAN}]")
_OURS = re.compile(r"\(\s*(?:ours?|proposed|我们的?|本文)\s*\)", re.IGNORECASE)
_PARENTHESIS = re.compile(r"^(?P<front>.*\S)\s*\((?P<inside>[^()]{2,40})\)$")
_ABBREVIATION = re.compile(r"^(?:[A-Za-z]\d[A-Za-z]+|[A-Za-z][A-Za-z&/-]{0,9})$")
_WORD = re.compile(r"[a-z]{4}")
"""What no abbreviation has: ``LLM-Based``."""
_BRITISH = (
    (re.compile(r"is(ation|ing|ed|er|e)$"), r"iz\1"),
    (re.compile(r"^(colo|behavio|favo|neighbo|labo)ur"), r"\1r"),
    (re.compile(r"^(mode|labe|trave|signa)ll(ing|ed)"), r"\1l\2"),
)
_KEEPS_ISE = re.compile(r"(?:^|pre|con|re|de|com)(?:cis|vis|pris|rais|mis|nois|wis|exerc|prom|rev|dev|adv|superv).*$")
_SINGULAR = frozenset({"series", "species", "news", "mathematics", "physics", "graphics", "always", "ros", "ios"})
_SINGULAR_END = re.compile(r"(?:ss|us|is|as|os|[^rp]ics)$")
_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\w)", re.IGNORECASE)
_APOSTROPHE = re.compile(r"['’](?:s\b)?")
"""An apostrophe, with the s of a possessive: OpenAI's is no plural of a word that ends in "is"."""
_HAN_NOISE = re.compile(r"(?<=..)(?:任务|能力)$")
_MODEL = frozenset({"模型", "系列", "系列模型", "模型系列"})
_LATIN_KIND = re.compile(
    rf"^(?P<front>[^{HAN}]+?)\s*(?P<kind>系列模型|模型系列|模型|系列|框架|系统|数据集|基准测试|基准|算法|架构|语料库|工具包|库|平台|网络)$"
)
_HAN_SAME = (("大型语言", "大语言"), ("大规模语言", "大语言"), ("代理", "智能体"), ("大型多模态", "多模态大"))


def _wide(name: str) -> str:
    return name if name.isascii() else unicodedata.normalize("NFKC", name)


def clean(name: str) -> str:
    """Return the name as it may be shown: NFKC without "(ours)", outer quotes and doubled spaces."""
    text = _wide(name)
    text = _OURS.sub("", text) if "(" in text else text
    return " ".join(text.split()).strip(" \"'“”‘’`《》「」,.;:，。；：")


def script(name: str) -> str:
    """Return ``zh`` for a name with a Han character, else ``en``."""
    return "zh" if not name.isascii() and _HAN.search(name) else "en"


def is_abbreviation(name: str) -> bool:
    """Tell whether the name looks like an abbreviation: ``LLM``, ``CoT``, ``T2I``, ``VLMs``; not ``GPT-4``."""
    stem = name[:-1] if name.endswith("s") and name[:-1].isupper() else name
    if not _ABBREVIATION.match(stem) or len(stem) < 2 or _WORD.search(stem):  # noqa: PLR2004 - two letters at least
        return False
    letters = [c for c in stem if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return capitals >= 2 and capitals * 2 >= len(letters)  # noqa: PLR2004


def fits(abbreviation: str, long: str) -> bool:
    """Tell whether the letters of an abbreviation can be read off a long form (Schwartz and Hearst, PSB 2003)."""
    letters = [c for c in abbreviation.removesuffix("s").casefold() if c.isalnum()]
    text = long.casefold()
    if not letters or len(text) < 2 * len(letters) or text[0] != letters[0]:
        return False
    at = len(text)
    for letter in reversed(letters[1:]):
        at = text.rfind(letter, 1, at)
        if at < 0:
            return False
    parts, short = tokens(long), abbreviation.removesuffix("s")
    if len(parts) < 2 or short.casefold() in parts:  # noqa: PLR2004 - two words
        return False
    few = short.isupper() and 2 * len(parts) <= len(letters)
    return not few or _of_beginnings("".join(letters), parts)


def _of_beginnings(letters: str, parts: tuple[str, ...]) -> bool:
    """Tell whether letters are made of beginnings of words: DETR of detection transformer, MLLM not of two words."""
    if not parts:
        return not letters
    longest = next((at for at, pair in enumerate(zip(letters, parts[0], strict=False)) if len(set(pair)) > 1), None)
    most = min(len(letters), len(parts[0])) if longest is None else longest
    return any(_of_beginnings(letters[at:], parts[1:]) for at in range(most, 0, -1))


def forms(name: str) -> tuple[str, ...]:
    """Split "long form (ABBR)" into its two names; any other name stays one, cleaned; nothing when none is left."""
    text = clean(name)
    match = _PARENTHESIS.match(text) if text.endswith(")") else None
    if match and (script(match["front"]) == "zh" or fits(match["inside"], match["front"])):
        return clean(match["front"]), clean(match["inside"])
    return (text,) if _TOKEN.search(text) else ()


def tokens(name: str) -> tuple[str, ...]:
    """Return the name's words: lower case, singular, American, simplified, ``X of Y`` as ``Y X``."""
    text = simplified(_wide(name))
    text = _ARTICLE.sub("", _APOSTROPHE.sub("", text) if "'" in text or "’" in text else text)
    found = tuple(map(_word, _TOKEN.findall(text)))
    if "of" in found[1:-1] and found.count("of") == 1:
        at = found.index("of")
        return found[at + 1 :] + found[:at]
    return found


@lru_cache(1 << 17)
def _word(word: str) -> str:
    if not word[0].isalpha():
        return word
    if _HAN.match(word):
        for long, short in _HAN_SAME:
            word = word.replace(long, short)
        return _HAN_NOISE.sub("", word)
    return _american(_singular(_unaccented(word)).casefold())


def _unaccented(word: str) -> str:
    if word.isascii():
        return word
    marks = unicodedata.normalize("NFD", word)
    return "".join(c for c in marks if unicodedata.category(c) != "Mn")


def _singular(word: str) -> str:
    lower = word.casefold()
    if len(word) == 1 or not word.endswith("s") or lower in _SINGULAR:
        return word
    if not (word[:-1].islower() or word.istitle() or word[-2].isupper()):
        return word  # "ProgRes" is a name, "LoRAs" a plural
    if len(word) < 4:  # noqa: PLR2004 - "AIs", "VLs": a plural only after capitals
        return word[:-1] if len(word) > 2 and word[:-1].isupper() else word  # noqa: PLR2004
    if lower.endswith("ies"):
        return word[:-3] + "y"
    if re.search(r"(?:ss|x|ch|sh|ias)es$", lower):
        return word[:-2]
    return word if _SINGULAR_END.search(lower) else word[:-1]


def _american(word: str) -> str:
    for pattern, spelling in _BRITISH:
        if pattern.search(word) and not _KEEPS_ISE.match(word):
            return pattern.sub(spelling, word)
    return word


def content(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Drop "based", which adds no meaning between two other words ("LLM-based agent")."""
    if "based" not in parts:
        return parts
    return tuple(word for at, word in enumerate(parts) if word != "based" or at in {0, len(parts) - 1})


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name that bear meaning."""
    return content(tokens(without_kind(name)))


def joined(parts: tuple[str, ...]) -> str:
    """Join words without spaces, but with a bar between two numbers, so that 2, 7 is never 27."""
    out = ""
    for word in parts:
        out += "|" + word if out and out[-1].isdigit() and word[0].isdigit() else word
    return out


def without_kind(name: str) -> str:
    """Drop the Chinese word for what it is from a Latin name: ``GPT-4o 模型``, ``EFRame框架``."""
    match = None if name.isascii() else _LATIN_KIND.match(name)
    if match is None or (match["kind"] not in _MODEL and not is_proper(match["front"])):
        return name
    return match["front"].rstrip(" -")


def is_proper(name: str) -> bool:
    """Tell whether a Latin name is one word that looks made up: ``EFRame``, ``Qwen2``, ``U-Net``; not ``RAG``, ``CoT``.

    Capitals after a hyphen are no sign of it: ``Vision-Language``.
    """
    if " " in name:
        return False
    parts = name.split("-")
    odd = any(c.isupper() for part in parts for c in part[1:]) or any(len(part) == 1 for part in parts[:-1])
    long = len(name) > 4  # noqa: PLR2004 - generic abbreviations are that short
    return any(c.isdigit() for c in name) or (long and odd)


@lru_cache(1 << 17)
def key(name: str) -> str:
    """Return the key under which all spellings of a name fall together.

    >>> key("Pre-Training"), key("DeepSeek R1"), key("大型語言模型")
    ('pretraining', 'deepseekr1', '大语言模型')
    """
    return joined(words(clean(name)))


def numbers(name: str) -> tuple[str, ...]:
    """Return the numbers of a name and what hangs on them, in order: ``GPT-4o`` has ``4o``, ``Qwen2.5-7B`` 2.5, 7b."""
    return tuple(re.findall(r"\d+(?:\.\d+)*(?:[a-z](?![a-z]))?", simplified(_wide(name)).casefold()))
