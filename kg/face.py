"""Functions over one document, for use from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.config import Config
    from kg.model import Document, Extraction


def read_text(text: str, *, kind: str = "md") -> Document:
    r"""Return the one paper that a text holds; `kind` is a reader's name, such as ``md``, ``jsonl`` or ``bib``.

    Raises RecordError where the text holds none.

    >>> read_text("# RAFT: Adapting\n[RAFT: 适配](https://arxiv.org/abs/2403.10131)\n\n我们介绍了 RAFT。").id
    '2403.10131'
    """
    from kg.errors import RecordError
    from kg.model import Skipped
    from kg.reading import Source, read_sources

    skipped: list[Skipped] = []
    found = next(read_sources([Source("<text>", kind, text.encode())], on_skip=skipped.append), None)
    if found:
        return found
    first = next(iter(skipped), Skipped("<text>", 1, "no paper found"))
    raise RecordError(first.path, first.line, first.reason, first.remedy)


def extract(document: Document, config: Config | None = None) -> Extraction:
    r"""Return what one document says: things, facts, results, quantities and links, each with its evidence.

    >>> document = read_text("# TalkNet: Saying Less\n\nTalkNet reaches an accuracy of 54.1% on SQuAD.")
    >>> [str(result.value) for result in extract(document).results]
    ['54.1']
    """
    from kg.extraction import extract_all

    return next(iter(extract_all([document], config=config)))
