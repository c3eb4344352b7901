"""A folder of notes for Obsidian: a note for each paper and thing, facts as links between them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from itertools import chain, count
from typing import TYPE_CHECKING

from kg.exporting.folder import replacing_folder
from kg.graph.terms import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.graph import KnowledgeGraph

_FORBIDDEN = re.compile(r'[\\/:*?"<>|#^\[\]%\x00-\x1f\x7f]+')
_DEVICE = re.compile(r"(?i:con|prn|aux|nul|com[0-9]|lpt[0-9]) *")
"""What Windows takes for a device, whatever its suffix."""
_LONGEST = 120
_NAMES = "SELECT ?node ?name WHERE { ?node skos:altLabel|dcterms:title|skos:prefLabel ?name }"
_ABSTRACTS = "SELECT ?node ?text WHERE { ?node dcterms:abstract ?text }"
_LINKS = """
SELECT ?node ?kind ?url WHERE {
  VALUES ?kind { kg:code kg:projectPage kg:demo kg:data kg:weights } ?node ?kind ?url
}"""
_RESULTS = """
SELECT ?node ?metric ?benchmark ?verbatim ?setting ?paper WHERE {
  ?result kg:resultOf ?node ; kg:reportedIn ?paper ; kg:verbatim ?verbatim .
  OPTIONAL { ?result kg:metric ?metric } OPTIONAL { ?result kg:onBenchmark ?benchmark }
  OPTIONAL { ?result kg:setting ?setting }
}"""

_Row = dict[str, str]
_Rows = dict[str, list[_Row]]


def write_obsidian(graph: KnowledgeGraph, path: Path) -> None:
    """Write a folder of notes: YAML properties, then facts, results and addresses with links to other notes."""
    view = graph.as_networkx()
    titles = _titles({node: (data["label"], data["type"]) for node, data in view.nodes(data=True)})
    rows = {key: _by_node(graph, query) for key, query in _QUERIES.items()}
    facts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for start, end, data in view.edges(data=True):
        facts[start].append((data["predicate"], titles[end]))
    with replacing_folder(path) as folder:
        for node, data in view.nodes(data=True):
            lines = _note(node, data, facts[node], {key: found.get(node, []) for key, found in rows.items()}, titles)
            (folder / f"{titles[node]}.md").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


_QUERIES = {"names": _NAMES, "abstracts": _ABSTRACTS, "links": _LINKS, "results": _RESULTS}


def _titles(nodes: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Return a file name for each node, without its suffix; alike ones are told apart by type or number."""
    taken: set[str] = set()
    titles = {}
    for node, (label, kind) in sorted(nodes.items()):
        plain = _file_name(label)
        choices = chain((plain, f"{plain} ({kind})"), (f"{plain} ({kind} {number})" for number in count(2)))
        # Case aside, since some systems' file names are.
        titles[node] = next(each for each in choices if each.casefold() not in taken)
        taken.add(titles[node].casefold())
    return titles


def _file_name(label: str) -> str:
    """Return a label as a file name that every system takes and a wiki link can hold."""
    plain = _FORBIDDEN.sub(" ", unicodedata.normalize("NFC", label))
    plain = "".join(char for char in plain if unicodedata.category(char) not in {"Cc", "Cf", "Cs"})
    while len(plain.encode()) > _LONGEST:
        plain = plain[:-1]
    plain = " ".join(plain.split()).strip(". ") or "untitled"
    return f"{plain}_" if _DEVICE.fullmatch(plain.partition(".")[0]) else plain


def _by_node(graph: KnowledgeGraph, query: str) -> dict[str, list[dict[str, str]]]:
    """Return a query's rows by their node, in sorted order."""
    solutions = graph.query(query)
    names = [variable.value for variable in solutions.variables]
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for solution in solutions:
        row = {each: solution[each].value for each in names if solution[each] is not None}
        found[row.pop("node")].append(row)
    return {node: sorted(rows, key=lambda row: sorted(row.items())) for node, rows in found.items()}


def _note(
    node: str, data: dict[str, str], facts: list[tuple[str, str]], rows: _Rows, titles: dict[str, str]
) -> Iterator[str]:
    """Yield the lines of one note."""
    aliases = sorted({row["name"] for row in rows["names"]} | {data["label"]})
    # JSON's texts and lists are YAML's, whatever the name contains.
    yield from ("---", f"type: {data['type']}", f"iri: {json.dumps(node)}")
    yield from (f"aliases: {json.dumps(aliases, ensure_ascii=False)}", f"tags: [{data['type'].lower()}]", "---", "")
    yield f"# {_line(data['label'])}"
    yield ""
    yield from (f"- {predicate}:: [[{title}]]" for predicate, title in sorted(facts))
    yield from (f"- {row['kind'].rpartition('#')[2]}:: <{row['url']}>" for row in rows["links"])
    yield from (f"- result:: {_result(row, titles)}" for row in rows["results"])
    for row in sorted(rows["abstracts"], key=lambda row: (language_of(row["text"]), row["text"])):
        yield from ("", _line(row["text"]))


def _result(row: dict[str, str], titles: dict[str, str]) -> str:
    """Return one result: the words, its metric, benchmark, setting and paper."""
    named = [f"[[{titles[row[role]]}]]" for role in ("metric", "benchmark", "paper") if row.get(role) in titles]
    return ", ".join([_line(row["verbatim"]), *([row["setting"]] if "setting" in row else []), *named])


def _line(text: str) -> str:
    """Return text on one line, with what Markdown would take as markup escaped."""
    return re.sub(r"([\\`*_\[\]<>#|$])", r"\\\1", " ".join(text.split()))
