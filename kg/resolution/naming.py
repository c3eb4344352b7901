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
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.resolution.seen import Form, Seen
    from kg.resolution.terms import Term

OFTEN = 0.1
"""Share of an entity's papers that must use a Chinese name, to prefer it beside the Latin one."""
_NO_LETTER = re.compile(r"\W")
_PLAIN = re.compile(r"[a-z0-9]+(?:[ -][a-z0-9]+)*")
_SIGNS = {"+": "-plus", "#": "-sharp", "*": "-star", "&": "-and-", "@": "-at-", "%": "-percent"}


def slug(name: str) -> str:
    """Return a name as the last part of an id: lower case, words joined by hyphens, letters of any script kept.

    >>> slug("U-Net++"), slug("GPT-4.1"), slug("大语言模型")
    ('u-net-plus-plus', 'gpt-4.1', '大语言模型')
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    if _PLAIN.fullmatch(text):
        return text.replace(" ", "-")
    text = re.sub(r"[+#*&@%]", lambda match: _SIGNS[match[0]], text)
    text = re.sub(r"[^\w.]+|(?<!\d)\.|\.(?!\d)|_", "-", text)
    return re.sub(r"-+", "-", unicodedata.normalize("NFC", text)).strip("-.") or _hash(name)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


def names(
    things: Sequence[Seen], at: Sequence[int], forms: Mapping[Form, int], term: Term | None, terms: Mapping[str, Term]
) -> dict[str, str]:
    """Return the preferred name in each language: the term's, else the one that most papers put first.

    `forms` says how many of the things bear each spelling. Beside the Latin name there is no Chinese one that is the
    same with a word added ("Transformer架构"), and none that is another known term's; `terms` are known, by key.
    """
    keyed = _of_one(forms) if len(at) == 1 and term is None else _of_several(things, at, forms, term)
    keys, found = ({language: each[part] for language, each in keyed.items()} for part in (0, 1))
    if len(found) > 1 and (keys["en"] in keys["zh"] or terms.get(keys["zh"], term) is not term):
        del found["zh"]
    return found


def _of_one(forms: Iterable[Form]) -> dict[str, tuple[str, str]]:
    """Return key and name by language: a thing of one paper is called as the paper calls it first."""
    found: dict[str, tuple[str, str]] = {}
    for form in forms:
        found.setdefault("zh" if form.kind == HAN else "en", (form.key, form.text))
    return dict(sorted(found.items())) if len(found) > 1 else found


def _of_several(
    things: Sequence[Seen], at: Sequence[int], forms: Mapping[Form, int], term: Term | None
) -> dict[str, tuple[str, str]]:
    first = Counter(key for position in at for key in _first_keys(things[position].forms))
    found: dict[str, tuple[str, str]] = {}
    for language in ("en", "zh"):
        own = {key: count for key, count in first.items() if (script(key) == "zh") == (language == "zh")}
        best = min(own, key=lambda key: (-own[key], key)) if own else ""
        if term is not None and (label := getattr(term, language)):
            found[language] = key(label), _as_written(label, forms)
        elif best and (language == "en" or not found or own[best] >= OFTEN * len(at)):
            found[language] = best, _cleanest(best, forms)
    return found


def _as_written(label: str, forms: Mapping[Form, int]) -> str:
    """Return a coined name as papers write it, if none writes the term's own capitals: Mora is not called MoRA."""
    if " " in label or not any(letter.isupper() for letter in label[1:]):
        return label
    texts = {form.text: count for form, count in forms.items() if form.text.casefold() == label.casefold()}
    return label if label in texts or not texts else min(texts, key=lambda text: (-texts[text], text))


def _first_keys(forms: Iterable[Form]) -> Iterator[str]:
    """Yield the keys of the first Latin and the first Chinese spelling."""
    latin = next((form.key for form in forms if form.kind != HAN), None)
    han = next((form.key for form in forms if form.kind == HAN), None)
    return (key for key in (latin, han) if key)


def _cleanest(key: str, forms: Mapping[Form, int]) -> str:
    """Return the commonest of the spellings of a key that have fewest letters, so the singular."""
    texts = {form.text: count for form, count in forms.items() if form.key == key}
    if len(texts) == 1:
        return next(iter(texts))
    shortest = min(len(_NO_LETTER.sub("", text)) for text in texts)
    singular = [text for text in texts if len(_NO_LETTER.sub("", text)) == shortest]
    return min(singular, key=lambda text: (-texts[text], text))


def aliases(forms: Mapping[Form, int], preferred: Mapping[str, str], foreign: set[str]) -> tuple[str, ...]:
    """Return the other spellings, one of those that differ only in case, without names of other things."""
    taken = {name.casefold() for name in preferred.values()}
    best: dict[str, tuple[int, str]] = {}
    for form, count in forms.items():
        folded = form.text.casefold()
        if folded not in taken and form.key not in foreign:
            best[folded] = min(best.get(folded, (0, "")), (-count, form.text))
    return tuple(sorted(text for _, text in best.values()))


def unique(wanted: Sequence[str], weight: Callable[[int], int], mark: Callable[[int], str]) -> list[str]:
    """Make ids unique: of several that want one id, the weightiest keeps it, the others get a hash of their mark."""
    by_id: dict[str, list[int]] = {}
    for index, id_ in enumerate(wanted):
        by_id.setdefault(id_, []).append(index)
    out = list(wanted)
    for id_, several in by_id.items():
        if len(several) > 1:
            marks = {index: mark(index) for index in several}
            first = min(several, key=lambda index: (-weight(index), marks[index]))
            for index in several:
                out[index] = id_ if index == first else f"{id_}-{_hash(marks[index])}"
    return out
