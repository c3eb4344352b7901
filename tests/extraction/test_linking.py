"""Which names are asked about."""

from kg.extraction.candidates import find_candidates
from kg.extraction.learned import learned
from kg.extraction.linking import pairs
from kg.extraction.text import make_text


def test_a_coined_name_is_not_the_word_within_it() -> None:
    """Two single Latin words with capitals, one coined of the other, are never asked whether they are one thing."""
    model = learned()
    text = make_text([("abstract_en", "WhisperLite is a small version of Whisper. Whisper is slow.")])
    found = find_candidates(text, model.encoder, model.priors)
    assert {"whisper", "whisperlite"} <= set(found.groups)
    asked, _ = pairs(text, found, model.priors, model.translation)
    assert not {("whisper", "whisperlite"), ("whisperlite", "whisper")} & set(asked)
