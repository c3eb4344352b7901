"""What stands before a line's words and is none of them: emoji, bullets, keycaps, a thread's numbers, "A:"."""

from __future__ import annotations

import re

EMOJI = r"[\u2600-\u2604\u2606-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff][\ufe0f\u200d\u2640\u2642]*"
_SIGN = rf"(?:{EMOJI}|[\u2190-\u21ff]|[\d#*]\ufe0f?\u20e3|[\u2460-\u249b\u2776-\u2793]|[•◦▪▫▸►■□◆◇●○‣·▶➤]|[★☆](?=\s))"
_NUMBER = r"(?:\d{1,3}/(?:\d{1,3}|n)?(?=\s)|[(（]\d{1,2}[)）]\s*[:：]?|\d{1,2}[.、)）](?=[^\S\n]))"
_CALLOUT = r"\[![\w-]+\][+-]?"
_TASK = r"\[[ xX/-]\](?=\s)"
_OPENING = re.compile(rf"\s*(?:{_CALLOUT}|{_TASK}|{_NUMBER}|(?:{_SIGN}\s*)+)\s*")
_ANSWER = re.compile(r"\W*(?:A|Answer|答|回答|解答)\s*\d{0,2}\s*[:：]\s*")
_QUESTION = re.compile(r"\W*(?:Q|Question|问|问题)\s*\d{0,2}\s*[:：]")


def opening(line: str) -> int:
    """Return how many characters stand before a line's words, 0 where it has no ornament: with one, it is an item.

    >>> opening("1️⃣ 提出 ApolloBench"), opening("[!summary] TL;DR"), opening("(3): 三轮"), opening("三轮")
    (4, 11, 5, 0)
    """
    found = _OPENING.match(line)
    return found.end() if found else 0


def is_callout(line: str) -> bool:
    """Whether a line of a quotation names its kind: ``[!question] What for?``."""
    return bool(re.match(rf"\s*{_CALLOUT}", line))


def answer(line: str) -> int:
    """Return how many characters of a line stand before the words of an answer, 0 where it is none.

    >>> answer("A1：提出 Kestrel"), answer("AI：一篇综述")
    (3, 0)
    """
    found = _ANSWER.match(line)
    return found.end() if found else 0


def is_question(line: str) -> bool:
    """Whether a line is a question of a digest in questions and answers, which asks the same of every paper.

    >>> is_question("Q1：这篇论文想解决什么问题？"), is_question("Why do transformers fail?")
    (True, False)
    """
    return bool(_QUESTION.match(line)) and line.rstrip(" *_\"”’'").endswith(("?", "？"))
