"""What an entity is called: preferred names, aliases, and the id made of them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from kg.resolution.normalise import key, script
from kg.resolution.seen import HAN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.resolution.seen import Form, Seen
    from kg.resolution.terms import Term

OFTEN = 0.1
"""Share of an entity's papers that must use a Chinese name, to prefer it beside the Latin one."""
_SIGNS = {"+": "-plus", "#": "-sharp", "*": "-star", "&": "-and-", "@": "-at-", "%": "-percent"}


def slug(name: str) -> str:
    """Return a name as the last part of an id: lower case, words joined by hyphens, letters of any script kept.

    >>> slug("U-Net++"), slug("GPT-4.1"), slug("大语言模型")
    ('u-net-plus-plus', 'gpt-4.1', '大语言模型')
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    text = re.sub(r"[+#*&@%]", lambda match: _SIGNS[match[0]], text)
    text = re.sub(r"[^\w.]+|(?<!\d)\.|\.(?!\d)|_", "-", text)
    return re.sub(r"-+", "-", unicodedata.normalize("NFC", text)).strip("-.") or _hash(name)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


def names(things: Sequence[Seen], at: Sequence[int], term: Term | None) -> dict[str, str]:
    """Return the preferred name in each language: the term's, else the one that most papers put first."""
    if len(at) == 1 and term is None:
        return _of_one(things[at[0]])
    first, spelled = Counter[str](), Counter[tuple[str, str]]()
    for position in at:
        thing = things[position]
        first.update(_first_keys(thing))
        spelled.update({(form.key, form.text) for form in thing.forms})
    found = {}
    for language in ("en", "zh"):
        keys = {key: count for key, count in first.items() if (language == "zh") == (script(key) == "zh")}
        if term is not None and getattr(term, language):
            found[language] = _as_written(getattr(term, language), spelled)
        elif keys:
            best = min(keys, key=lambda key: (-keys[key], key))
            if language == "en" or "en" not in found or keys[best] >= OFTEN * len(at):
                found[language] = _cleanest(best, spelled)
    return without_echo(found)


def _as_written(label: str, spelled: Counter[tuple[str, str]]) -> str:
    """Return a coined name as papers write it, if none writes the term's own capitals: Mora is not called MoRA."""
    if " " in label or not any(letter.isupper() for letter in label[1:]):
        return label
    texts = Counter({text: count for (_, text), count in spelled.items() if text.casefold() == label.casefold()})
    return label if label in texts or not texts else min(texts, key=lambda text: (-texts[text], text))


def without_echo(names: dict[str, str]) -> dict[str, str]:
    """Drop a Chinese name that is the Latin one with a word added ("Transformer架构")."""
    echoes = "en" in names and key(names["en"]) in key(names.get("zh", ""))
    return {"en": names["en"]} if echoes else names


def _of_one(thing: Seen) -> dict[str, str]:
    found: dict[str, str] = {}
    for form in thing.forms:
        found.setdefault("zh" if form.kind == HAN else "en", form.text)
    return without_echo(dict(sorted(found.items())))


def _first_keys(thing: Seen) -> set[str]:
    latin = next((f.key for f in thing.forms if f.kind != HAN), None)
    han = next((f.key for f in thing.forms if f.kind == HAN), None)
    return {key for key in (latin, han) if key}


def _cleanest(key: str, spelled: Counter[tuple[str, str]]) -> str:
    texts = {text: count for (other, text), count in spelled.items() if other == key}
    shortest = min(len(re.sub(r"\W", "", text)) for text in texts)
    singular = [text for text in texts if len(re.sub(r"\W", "", text)) == shortest]
    return min(singular, key=lambda text: (-texts[text], text))


def aliases(forms: Counter[Form], preferred: Mapping[str, str], foreign: set[str]) -> tuple[str, ...]:
    """Return the other spellings, one of those that differ only in case, without names of other things."""
    best: dict[str, tuple[int, str]] = {}
    for form, count in forms.items():
        if form.key not in foreign:
            best[form.text.casefold()] = min(best.get(form.text.casefold(), (0, form.text)), (-count, form.text))
    taken = {name.casefold() for name in preferred.values()}
    return tuple(sorted(text for folded, (_, text) in best.items() if folded not in taken))


def unique(wanted: Mapping[int, str], weight: Mapping[int, int], mark: Mapping[int, str]) -> dict[int, str]:
    """Make ids unique: of several that want one id, the weightiest keeps it, the others get a hash of their mark."""
    taken: dict[str, list[int]] = {}
    for index in sorted(wanted, key=lambda index: (-weight[index], mark[index])):
        taken.setdefault(wanted[index], []).append(index)
    out = {}
    for id_, indices in taken.items():
        out[indices[0]] = id_
        out.update({index: f"{id_}-{_hash(mark[index])}" for index in indices[1:]})
    return out
