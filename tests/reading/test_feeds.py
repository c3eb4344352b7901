"""RSS, Atom and rows of spreadsheets."""

import pytest

from kg.model import Document, Skipped
from kg.reading.reader import Source, read_sources

ONE, TWO = "2601.00001", "2601.00002"
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>picks</title>
<item><title>Kestrel: Maps. (arXiv:{ONE}v1 [cs.CV])</title><link>http://arxiv.org/abs/{ONE}</link>
<pubDate>Fri, 06 Feb 2026 00:00:00 GMT</pubDate>
<description>&lt;p&gt;It reads maps. &lt;a href="https://github.com/a/k"&gt;Code&lt;/a&gt;&lt;/p&gt;</description></item>
<item><title>Merlin &amp; Spells</title><link>http://arxiv.org/abs/{TWO}</link>
<description>It casts.</description></item>
</channel></rss>
"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/{ONE}v1</id>
<published>2026-02-06T00:00:00Z</published><title>Kestrel: Maps</title><summary>It reads
  maps.</summary></entry></feed>
"""
SHEET = (
    f"序号\tarXiv\t题目（简称）\t做了什么\t代码\n1\t{ONE}\tKestrel：读地图\t读地图，准确率 90%\thttps://github.com/a/k\n"
    f"2\t{TWO}\tMerlin：施法\t会施法\t无\n"
)


def read(text: str, form: str) -> list[Document]:
    return list(read_sources([Source(f"feed.{form}", form, text.encode())], on_skip=lambda _: None))


@pytest.mark.parametrize("form", ["xml", "rss", "txt"])
def test_items_of_a_feed_are_papers(form: str) -> None:
    """Each item is a paper with its description, without markup, as abstract; links stay behind their words."""
    first, second = read(RSS, form)
    assert [f.text for f in first.fields] == ["Kestrel: Maps.", "It reads maps. Code https://github.com/a/k"]
    assert (first.id, first.published, first.line) == (ONE, "2026-02-06", 3)
    assert (second.id, second.fields[0].text) == (TWO, "Merlin & Spells")


def test_entries_of_atom_are_papers() -> None:
    """An entry of Atom, as arXiv's interface gives it, is a paper with its summary as abstract."""
    (paper,) = read(ATOM, "atom")
    assert (paper.id, [f.text for f in paper.fields]) == (ONE, ["Kestrel: Maps", "It reads maps."])


@pytest.mark.parametrize(
    ("text", "reason"),
    [("<rss><channel><item>", "no XML"), ('<!DOCTYPE x [<!ENTITY a "b">]><rss>&a;</rss>', "entities")],
)
def test_a_broken_feed_is_named(text: str, reason: str) -> None:
    """What is no XML, or declares entities of its own, is reported with its file."""
    skipped: list[Skipped] = []
    assert list(read_sources([Source("feed.xml", "xml", text.encode())], on_skip=skipped.append)) == []
    assert (skipped[0].path, reason in skipped[0].reason) == ("feed.xml", True)


@pytest.mark.parametrize("form", ["tsv", "txt"])
def test_rows_of_a_sheet_are_papers(form: str) -> None:
    """Each row is a paper under its title's cell; cells of known columns are its data, the others its text."""
    first, second = read(SHEET, form)
    assert [f.text for f in first.fields] == ["Kestrel：读地图", "做了什么: 读地图，准确率 90%"]
    assert (first.id, first.line, [link.rel for link in first.links]) == (ONE, 2, ["code"])
    assert second.id == TWO


@pytest.mark.parametrize(("form", "text"), [("xml", "<a><b>c</b></a>"), ("tsv", "name\ttype\nKestrel\tbird\n")])
def test_other_files_of_the_kind_are_named_once(form: str, text: str) -> None:
    """XML that is no feed, and a sheet without papers, are reported, once each."""
    skipped: list[Skipped] = []
    assert list(read_sources([Source(f"a.{form}", form, text.encode())], on_skip=skipped.append)) == []
    assert [each.path for each in skipped] == [f"a.{form}"]
