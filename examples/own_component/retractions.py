"""A component that logs sentences in which a paper is said to be retracted."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from spacy.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc

log = logging.getLogger(__name__)


@Language.factory("retractions", default_config={"words": ["retracted"]})
def make_retractions(nlp: Language, name: str, words: list[str]) -> Callable[[Doc], Doc]:
    """Make the component; spaCy checks the settings that kg.toml gives it."""
    del nlp, name

    def retractions(doc: Doc) -> Doc:
        if any(word in doc.text for word in words):
            log.warning("retracted: %s", doc.text[:60])
        return doc

    return retractions
