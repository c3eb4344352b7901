"""Digests whose entries stand on several levels."""

from kg.reading.reader import Source, read_sources


def test_a_deeper_heading_with_another_address_is_another_paper() -> None:
    """A heading below another paper's begins a paper of its own when it has an address of its own."""
    text = (
        "## [One: A Title](https://arxiv.org/abs/2601.00001)\n\nText of one.\n\n"
        "### 2. Two: A Title\n\narXiv:2601.00002\n\nText of two.\n\n### Links\n\n[Arxiv](https://arxiv.org/abs/2601.00002)\n"
    )
    found = list(read_sources([Source("digest.md", "md", text.encode())], on_skip=lambda _: None))
    assert [d.id for d in found] == ["2601.00001", "2601.00002"]
