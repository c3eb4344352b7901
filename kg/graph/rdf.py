"""How papers, things, facts, results, quantities and links become triples: lines of N-Triples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph import identifiers as ids
from kg.graph.terms import decimal, iri, language_of, literal, name, triple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from kg.model import Document, Entity, Quantity, Result
    from kg.ontology import Ontology

TYPE = name("rdf:type")
LABEL = name("rdfs:label")
LINKS = {
    "code": name("kg:code"),
    "project": name("kg:projectPage"),
    "demo": name("kg:demo"),
    "data": name("kg:data"),
    "model": name("kg:weights"),
}
"""The predicate for each ``rel`` of a link."""
_TEXTS = {"title": name("dcterms:title"), "abstract": name("dcterms:abstract"), "tables": name("kg:tables")}


def types(kind: str, ontology: Ontology) -> tuple[str, ...]:
    """Return the class of ours by its name, and the standard classes stated beside it, as terms."""
    return (name(f"kg:{kind}"), *(iri(also) for also in ontology.classes[kind].also))


def paper_lines(document: Document, paper: str, ontology: Ontology, base: str) -> Iterator[str]:
    """Yield what a paper is: types, titles and abstracts, identifiers, and the digest it stands in."""
    yield from (triple(paper, TYPE, kind) for kind in types("Paper", ontology))
    yield triple(paper, name("dcterms:identifier"), literal(document.id))
    if ids.is_arxiv(document.id):
        yield triple(paper, name("fabio:hasArXivId"), literal(document.id))
    if ids.is_doi(document.id):
        yield triple(paper, name("prism:doi"), literal(document.id))
    yield from _text_lines(document, paper)
    yield from _record_lines(document, paper)
    if document.path:
        yield triple(paper, name("dcterms:isPartOf"), iri(ids.digest_iri(document.path, base)))
        yield from digest_lines(document.path, base)


def _text_lines(document: Document, paper: str) -> Iterator[str]:
    """Yield titles and abstracts by language; a title is the paper's label, its id where it has none."""
    titled = False
    for field in document.fields:
        kind, _, language = field.name.partition("_")
        if kind not in _TEXTS or not field.text:
            continue
        words = literal(field.text, language or (None if kind == "tables" else language_of(field.text)))
        yield triple(paper, _TEXTS[kind], words)
        if kind == "title":
            titled = True
            yield triple(paper, LABEL, words)
    if not titled:
        yield triple(paper, LABEL, literal(document.id, "en"))


def _record_lines(document: Document, paper: str) -> Iterator[str]:
    """Yield what a record says of a paper: address, date and authors."""
    if document.url:
        yield triple(paper, name("schema:url"), iri(ids.address_iri(document.url)))
    if document.published:
        yield triple(paper, name("dcterms:issued"), literal(document.published))
    for author in document.authors:
        yield triple(paper, name("dc:creator"), literal(author))


def digest_lines(path: str, base: str) -> Iterator[str]:
    """Yield what a file is that papers were read from."""
    digest = iri(ids.digest_iri(path, base))
    yield triple(digest, TYPE, name("schema:Collection"))
    yield triple(digest, LABEL, literal(path.replace("\\", "/").rsplit("/", 1)[-1]))


def entity_lines(entity: Entity, node: str, ontology: Ontology) -> Iterator[str]:
    """Yield what a thing is: types, one preferred label per language, other names, its like elsewhere."""
    yield from (triple(node, TYPE, kind) for kind in types(entity.type, ontology))
    preferred = preferred_names(entity)
    for language, words in preferred.items():
        yield triple(node, LABEL, literal(words, language))
        yield triple(node, name("skos:prefLabel"), literal(words, language))
    for alias in entity.aliases:
        if alias and alias not in preferred.values():
            yield triple(node, name("skos:altLabel"), literal(alias, language_of(alias)))
    for address in entity.same_as:
        yield triple(node, name("skos:exactMatch"), iri(ids.address_iri(address)))
    for address in entity.close_to:
        yield triple(node, name("skos:closeMatch"), iri(ids.address_iri(address)))


def preferred_names(entity: Entity) -> dict[str, str]:
    """Return the preferred name by language; one without any gets its id's slug."""
    names = {language: words for language, words in sorted(entity.names.items()) if words}
    if names:
        return names
    slug = entity.id.partition("/")[2] or entity.id
    return {language_of(slug): slug}


def result_lines(result: Result, node: str, terms: dict[str, str], ontology: Ontology) -> Iterator[str]:
    """Yield a result; `terms` holds paper, subject and other things by the predicate that leads to them."""
    yield from (triple(node, TYPE, kind) for kind in types("Result", ontology))
    yield from (triple(node, name(f"kg:{role}"), term) for role, term in terms.items())
    yield from _number_lines(node, result.value, result.unit, result.text)
    if result.value_max is not None:
        yield triple(node, name("kg:maxValue"), decimal(result.value_max))
    yield triple(node, name("kg:comparator"), literal(result.comparator))
    if result.setting:
        yield triple(node, name("kg:setting"), literal(result.setting))


def quantity_lines(quantity: Quantity, node: str, entity: str, ontology: Ontology) -> Iterator[str]:
    """Yield a quantity that describes an entity."""
    yield from (triple(node, TYPE, kind) for kind in types("Quantity", ontology))
    yield triple(node, name("kg:describes"), entity)
    yield triple(node, name("kg:property"), literal(quantity.property))
    yield from _number_lines(node, quantity.value, quantity.unit, quantity.text)


def _number_lines(node: str, value: Decimal, unit: str | None, verbatim: str) -> Iterator[str]:
    """Yield a number, its unit and the words that it was read from."""
    yield triple(node, name("kg:value"), decimal(value))
    if unit:
        yield triple(node, name("kg:unit"), literal(unit))
    if verbatim:
        yield triple(node, name("kg:verbatim"), literal(verbatim))
