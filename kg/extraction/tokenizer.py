"""The tokenizer for mixed text: one Han character, or one whole term, a token.

No stock tokenizer suits digests: character ones cut ``ResNet`` into letters, word ones leave a Chinese
clause whole. Here ``GPT-4(V)``, ``NExT-QA``, ``54.1%``, ``β-VAE``, ``U-Net++`` and ``１２％`` are one
token each, and a compound's working suffix (``LLM-based``) stands apart, so that ``LLM`` can be named.
"""

from __future__ import annotations

import re
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING

from spacy.tokens import Doc
from spacy.util import registry

from kg.chinese import narrow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from spacy.language import Language
    from spacy.vocab import Vocab

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"[^\W_{HAN}\u2460-\u24ff\u2776-\u2793]"
_SUFFIXES = (
    "based|driven|style|styled|like|level|free|aware|guided|trained|tuned|augmented|enhanced|powered|specific|centric"
    "|generated|oriented|agnostic|only|assisted|enabled|related|inspired|integrated|induced|equipped|judged|wise"
)
_PATTERN = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'，。；、）】」》”’]*[^\s<>\"'，。；：、）】」》”’.,;:!?)\]]"
    rf"|[{HAN}]"
    r"|[+-]?[\d０-９]+(?:[,，][\d０-９]{3})*(?:[.．][\d０-９]+)?[%％‰]"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?"
    rf"|-(?=(?:{_SUFFIXES})\b)"
    rf"|{_LETTER}+(?:(?!-(?:{_SUFFIXES})\b)[-‐‑.@_+&·'’^]{_LETTER}+)*(?:\+{{1,2}}|[*★†#](?!\w))?(?:\([A-Z]\))?"
    r"|\s+"
    r"|.",
    re.DOTALL,
)
_CLITIC = re.compile(r"['’](?:s|re|ve|ll|d|t)?$")


def split(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each token of `text`, white space included; together they cover it."""
    start = 0
    for word in _pieces(text):
        yield start, start + len(word)
        start += len(word)


def _pieces(text: str) -> Iterable[str]:
    plain = narrow(text)
    if plain is not text:
        ends = list(accumulate(map(len, _pieces(plain)), initial=0))
        return [text[start:end] for start, end in pairwise(ends)]
    pieces: list[str] = _PATTERN.findall(text)
    return chain.from_iterable(map(_unclipped, pieces)) if "'" in text or "’" in text else pieces


def _unclipped(word: str) -> tuple[str, ...]:
    """Cut a clitic off, where there is one."""
    clitic = _CLITIC.search(word) if len(word) > 2 else None  # noqa: PLR2004  a letter and a mark
    return (word[: clitic.start()], word[clitic.start() :]) if clitic and clitic.start() else (word,)


def _words(text: str) -> tuple[list[str], list[bool]]:
    words: list[str] = []
    spaces: list[bool] = []
    for piece in _pieces(text):
        word = piece
        if word[0] == " " and words and not spaces[-1]:
            spaces[-1] = True
            word = word[1:]
            if not word:
                continue
        words.append(word)
        spaces.append(False)
    return words, spaces


class MixedTokenizer:
    """Callable from text to `Doc`, as spaCy expects of a tokenizer."""

    def __init__(self, vocab: Vocab) -> None:
        """Keep the vocabulary that the docs share."""
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the text as a `Doc`; its `text` is the input, unchanged."""
        words, spaces = _words(text)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to store: the rules are code."""
        return b""

    def from_bytes(self, _data: bytes, **_kwargs: object) -> MixedTokenizer:
        """Nothing to restore."""
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        """Nothing to store."""

    def from_disk(self, _path: object, **_: object) -> MixedTokenizer:
        """Nothing to restore."""
        return self


@registry.tokenizers("kg.mixed_tokenizer.v1")  # type: ignore[untyped-decorator] # catalogue is untyped
def create_mixed_tokenizer() -> Callable[[Language], MixedTokenizer]:
    """Return the factory that a spaCy config names ``@tokenizers = "kg.mixed_tokenizer.v1"``."""

    def make(nlp: Language) -> MixedTokenizer:
        return MixedTokenizer(nlp.vocab)

    return make
