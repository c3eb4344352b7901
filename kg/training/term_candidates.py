"""Phrases that may be terms: frequent n-grams that stand freely on both sides and end in content words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.training.term_ngrams import Index, Tokens, encode, freedom, index, levels, text_of
from kg.training.term_text import Paper, chinese_tokens, english_tokens, has_han, singular, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.training.term_ngrams import Level

LEAST_PAPERS = 3
LEAST_FREEDOM = 0.7
"""Entropy of the neighbour: below it the n-gram is a piece of a longer one."""

STOP = words("""
        a about above across after again against ai's all almost along already also although always am
        among an and any are around as at away be because been before behind being below best better
        between both but by can cannot could despite did do does doing done down due during each either
        else enough etc even ever every few finally first for from further furthermore had has have
        having hence her here his how however i if in indeed instead into is it its itself just last
        least less let like likely made mainly make many may me might more moreover most much must my
        namely nearly need neither never nevertheless no nor not notably now of off often on once one
        only onto or other others our out over own per perhaps quite rather really same second several
        shall she should since so some such than that the their them then there thereby therefore these
        they this those though three through throughout thus to together too toward towards two under
        unlike until up upon us use used using usually various very via was way we well were what when
        where whereas whether which while who whom whose why will with within without would yet you your
        e.g i.e e.g. i.e. et al respectively vs four five six seven eight nine ten third whose including
        based given thing something anything none zero's recently currently particularly specifically
        especially additionally overall potentially typically previously significantly highly widely
        effectively efficiently largely show shows showed shown propose proposed proposes present
        presents presented introduce introduces introduced demonstrate demonstrates demonstrated achieve
        achieves achieved achieving provide provides provided providing improve improves improved enable
        enables enabled enabling require requires required requiring remain remains become becomes
        became increase increasing increases reduce reduces reduced allow allows allowed explore
        explored investigate investigated study studied examine examined find found leverage leverages
        leveraged leveraging address addresses addressed addressing develop developed develops conduct
        conducted evaluate evaluated evaluates outperform outperforms outperformed outperforming suggest
        suggests reveal reveals revealed offer offers it's let's doesn't don't can't isn't aren't won't
        didn't noindent textbf textit emph url href http https www com
    """)
_HYPHEN = frozenset("-·")
_INNER = words("of to in the for a as by on and with from at")
_EDGE_HAN = frozenset(
    "的了在和与是对及并或等其该此这那我们你他她它也都就而且但因为所以如从到将把被让使于以中上下内外个一不仅又还更最很各每某些何"
)
_NO_SUFFIX = (["学"], ["别"], ["能"], ["格"])
_SUFFIX_HAN = frozenset("式型者们化性")
"""What no name begins with, save words such as 化学 and 性能."""
_HAN_PHRASES = (
    "我们", "他们", "它们", "这些", "那些", "一个", "一种", "以及", "通过", "基于",
    "为了", "并且", "从而", "例如", "比如", "此外", "因此", "然而", "但是", "虽然",
    "尽管", "由于", "进行", "提出", "能够", "可以", "具有", "方面", "显示", "表明",
    "研究发现", "本文", "旨在",
)  # fmt: skip


def english_ids(papers: list[Paper]) -> Tokens:
    """Encode the English texts: lower case, singular, hyphens gone, other punctuation as breaks."""
    return encode(_english_row(paper.english) for paper in papers)


def _english_row(text: str) -> list[str | None]:
    tokens = english_tokens(text)
    return [singular(token.lower()) if token[0].isalnum() else None for token in tokens if token not in _HYPHEN]


def chinese_ids(papers: list[Paper]) -> Tokens:
    """Encode the Chinese texts: characters and Latin runs, hyphens gone, other punctuation as breaks."""
    return encode(
        [
            token.lower() if token[0].isalnum() else None
            for token in chinese_tokens(paper.chinese)
            if token not in _HYPHEN
        ]
        for paper in papers
    )


def english_candidates(tokens: Tokens, least: int = LEAST_PAPERS) -> Index:
    """Return the English phrases of one to six words that may be terms."""
    return _collect(tokens, 6, least, " ", english_shape)


def chinese_candidates(tokens: Tokens, least: int = LEAST_PAPERS) -> Index:
    """Return the Chinese n-grams of two to twelve characters that may be terms."""
    return _collect(tokens, 12, least, "", chinese_shape)


def english_shape(words: list[str]) -> bool:
    """Say whether English words can make a term: content words at both ends, only small words within."""
    if words[0] in STOP or words[-1] in STOP or any(word in STOP and word not in _INNER for word in words):
        return False
    return all(len(word) > 1 for word in (words[0], words[-1])) and any(word[0].isalpha() for word in words)


def chinese_shape(words: list[str]) -> bool:
    """Say whether Chinese tokens can make a term: some Han, no function word at an edge."""
    if (
        (words[0] in _SUFFIX_HAN and words[1:2] not in _NO_SUFFIX)
        or words[0] in _EDGE_HAN
        or words[-1] in _EDGE_HAN
        or not any(map(has_han, words))
    ):
        return False
    text = "".join(words)
    return len(text) > 1 and not any(phrase in text for phrase in _HAN_PHRASES) and not words[0].isdigit()


def _collect(tokens: Tokens, longest: int, least: int, joiner: str, shape: Callable[[list[str]], bool]) -> Index:
    names: list[str] = []
    items, docs = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for level in levels(tokens, longest, least):
        number = _kept(tokens, level, joiner, shape, names)
        occurs = number[level.at]
        where = np.flatnonzero((level.at >= 0) & (occurs >= 0))
        items.append(occurs[where])
        docs.append(tokens.docs[where])
    return index(names, np.concatenate(items), np.concatenate(docs))


def _kept(
    tokens: Tokens, level: Level, joiner: str, shape: Callable[[list[str]], bool], names: list[str]
) -> np.ndarray:
    """Append this level's candidates to `names`; return each n-gram's number there, or -1."""
    left, right = freedom(tokens, level)
    number = np.full(len(level.first), -1, np.int64)
    for item in np.flatnonzero((left >= LEAST_FREEDOM) & (right >= LEAST_FREEDOM)):
        text = text_of(tokens, level, int(item), "\t")
        if shape(text.split("\t")):
            number[item] = len(names)
            names.append(text.replace("\t", joiner))
    return number
