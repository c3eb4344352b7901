"""What looks like a name and is none: archives, authors, units, scores; and names that look like two."""

import pytest

from kg.extraction import extract_all
from kg.model import Document, Field


def names(prose: str) -> set[str]:
    field = "abstract_zh" if any("\u4e00" <= c <= "\u9fff" for c in prose) else "abstract_en"
    (found,) = extract_all([Document("2601.00001", (Field("title_en", "TideNet: Maps"), Field(field, prose)))])
    return {name for thing in found.things for name in thing.names}


@pytest.mark.parametrize(
    ("prose", "none"),
    [
        ("We present TideNet (arXiv: 2601.00001), which reads maps.", "arXiv"),
        ("TideNet, 2601.00001 on arXiv, reads maps faster than CLIP.", "arXiv"),
        ("Petrov et al. [1] propose TideNet, which reads maps.", "Petrov"),
        ("Petrov 等人提出 TideNet，用来读地图。", "Petrov"),
        ("Lindqvist and Rao (2024) propose TideNet, which reads maps.", "Rao"),
        ("TideNet reaches a PSNR of 27.4 dB with 11 MB on KITTI.", "dB"),
        ("TideNet reaches ROUGE-L 0.412 on CNN/DailyMail.", "ROUGE-L 0.412"),
    ],
)
def test_what_is_no_name(prose: str, none: str) -> None:
    """An archive beside an identifier, an author beside a year, a unit and a score are no things."""
    assert none not in names(prose)


def test_a_name_that_looks_like_two() -> None:
    """A well-known name with an "and" within is one thing, and its parts are none."""
    found = names("TideNet reaches a PSNR of 27.4 on Tanks and Temples, and of 29.1 on KITTI.")
    assert "Tanks and Temples" in found
    assert not {"Tanks", "Temples"} & found
