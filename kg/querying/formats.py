"""The forms that answers take: names for the command line, media types for the web."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import UnknownNameError


@dataclass(frozen=True, slots=True)
class Form:
    """One form of an answer."""

    name: str
    media_type: str
    suffix: str
    engine: str
    """What Oxigraph calls it."""
    aliases: tuple[str, ...] = ()
    """Further names and media types under which it may be asked for."""

    @property
    def content_type(self) -> str:
        """Return the header's value: text says that it is UTF-8."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


TABLES = (
    Form("json", "application/sparql-results+json", "srj", "JSON", ("application/json", "text/json")),
    Form("xml", "application/sparql-results+xml", "srx", "XML", ("application/xml", "text/xml")),
    Form("csv", "text/csv", "csv", "CSV", ()),
    Form("tsv", "text/tab-separated-values", "tsv", "TSV", ()),
)
"""Forms of the answers to SELECT and ASK; the first is the default on the web."""
TRIPLES = (
    Form("turtle", "text/turtle", "ttl", "TURTLE", ("ttl", "application/x-turtle")),
    Form("ntriples", "application/n-triples", "nt", "N_TRIPLES", ("nt", "text/plain")),
    Form("jsonld", "application/ld+json", "jsonld", "JSON_LD", ("json-ld", "json", "application/json")),
    Form("rdfxml", "application/rdf+xml", "rdf", "RDF_XML", ("xml", "rdf", "application/xml", "text/xml")),
)
"""Forms of the answers to CONSTRUCT and DESCRIBE; the first is the default."""
NAMES = ("table", *(form.name for form in TABLES), *(form.name for form in TRIPLES))
"""What the command line takes as a format."""


def forms_for(*, triples: bool) -> tuple[Form, ...]:
    """Return the forms in which such an answer can be written."""
    return TRIPLES if triples else TABLES


def by_name(name: str, *, triples: bool) -> Form:
    """Return a form by its name or alias; raise `UnknownNameError`, which lists the choices, for another."""
    choices = forms_for(triples=triples)
    for form in choices:
        if name in (form.name, form.suffix, form.media_type, *form.aliases):
            return form
    raise UnknownNameError(
        "format of triples" if triples else "format of a table", name, [form.name for form in choices]
    )
