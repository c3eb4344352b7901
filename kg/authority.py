"""Authority files: vocabularies of others (SKOS or OWL, in any RDF form), read from disk; nothing is fetched."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyoxigraph as ox

_SKOS, _XL = "http://www.w3.org/2004/02/skos/core#", "http://www.w3.org/2008/05/skos-xl#"
_PREFERRED = (_SKOS + "prefLabel", "http://www.w3.org/2000/01/rdf-schema#label")
_OTHER = (
    _SKOS + "altLabel",
    _SKOS + "hiddenLabel",
    "http://www.geneontology.org/formats/oboInOwl#hasExactSynonym",
    "https://schema.org/alternateName",
    "http://schema.org/alternateName",
)
_LONG = {_XL + "prefLabel": True, _XL + "altLabel": False, _XL + "hiddenLabel": False}
_LITERAL_FORM, _DEPRECATED = _XL + "literalForm", "http://www.w3.org/2002/07/owl#deprecated"
_LANGUAGES = ("", "en", "zh")


@dataclass(frozen=True, slots=True)
class Heading:
    """One concept, class or individual of an authority file, with its names in English, Chinese or no language."""

    iri: str
    preferred: tuple[str, ...]
    other: tuple[str, ...] = ()
    source: str = ""
    """The file's name."""


def read_authority(path: Path) -> tuple[Heading, ...]:
    """Read the headings of a file, sorted by IRI.

    Each named node with a label is one: SKOS and SKOS-XL preferred, alternative and hidden labels, rdfs:label, and
    synonyms of OBO and schema.org. Deprecated ones are left out. Raises InputError for a file that is missing, of an
    unknown form, malformed, or without labels.
    """
    named, long, forms, deprecated = _tables(path)
    for iri, kind, node in long:
        named[iri].update((kind, text) for text in forms.get(node, ()))
    headings = tuple(
        _heading(iri, named[iri], path.name) for iri in sorted(named) if iri not in deprecated and named[iri]
    )
    if not headings:
        raise InputError(
            f"{path}: no labels in English, Chinese or without language; a vocabulary in SKOS or OWL has some"
        )
    return headings


def _heading(iri: str, names: Iterable[tuple[bool, str]], source: str) -> Heading:
    preferred = sorted({text for is_preferred, text in names if is_preferred})
    other = sorted({text for is_preferred, text in names if not is_preferred} - set(preferred))
    return Heading(iri, tuple(preferred), tuple(other), source)


def _tables(
    path: Path,
) -> tuple[dict[str, set[tuple[bool, str]]], list[tuple[str, bool, str]], dict[str, set[str]], set[str]]:
    """Return names by node, labels that are nodes of their own, the words of these, and what is deprecated."""
    named: dict[str, set[tuple[bool, str]]] = defaultdict(set)
    long: list[tuple[str, bool, str]] = []
    forms: dict[str, set[str]] = defaultdict(set)
    deprecated: set[str] = set()
    for subject, predicate, object_, language in _statements(path):
        wanted = language is not None and language.partition("-")[0] in _LANGUAGES
        if predicate in _LONG:
            long.append((subject, _LONG[predicate], object_))
        elif predicate == _DEPRECATED and object_ in {"true", "1"}:
            deprecated.add(subject)
        elif predicate == _LITERAL_FORM and wanted:
            forms[subject].add(object_)
        elif predicate in {*_PREFERRED, *_OTHER} and wanted and not subject.startswith("_:"):
            named[subject].add((predicate in _PREFERRED, object_))
    for iri, _, _ in long:
        named[iri].update(())
    return named, long, forms, deprecated


def _statements(path: Path) -> Iterator[tuple[str, str, str, str | None]]:
    """Yield subject, predicate, object and the object's language (None for what is no text)."""
    import pyoxigraph as ox

    try:
        for quad in ox.parse(path=path, format=_form(path)):
            subject, object_ = _text(quad.subject), _text(quad.object)
            language = (quad.object.language or "").casefold() if isinstance(quad.object, ox.Literal) else None
            yield subject, quad.predicate.value, object_, language
    except (OSError, SyntaxError, ValueError) as error:
        raise InputError(f"{path}: can't be read as an authority file: {error}") from error


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    import pyoxigraph as ox

    return term.value if isinstance(term, (ox.NamedNode, ox.Literal)) else str(term)


def _form(path: Path) -> ox.RdfFormat:
    import pyoxigraph as ox

    suffix = {"owl": "rdf", "skos": "rdf", "xml": "rdf"}.get(ending := path.suffix.lstrip(".").casefold(), ending)
    found = ox.RdfFormat.from_extension(suffix)
    if found is None:
        raise InputError(
            f"{path}: no RDF form ends in {path.suffix!r}; use .ttl, .nt, .nq, .trig, .rdf, .owl or .jsonld"
        )
    return found
