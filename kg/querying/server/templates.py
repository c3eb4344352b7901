"""Templates: Jinja2, with all that is put in escaped."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.graph.identifiers import BASE
from kg.querying.prefixes import shorten
from kg.querying.server import drawing
from kg.querying.server.addresses import page_of, web_address

if TYPE_CHECKING:
    import jinja2


@cache
def _environment() -> jinja2.Environment:
    """Return the templates of this package, ready."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("kg.querying.server", "html"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "glyph": drawing.glyph,
        "bar": drawing.bar,
        "columns": drawing.columns,
        "neighbourhood": drawing.neighbourhood,
        "page_of": page_of,
        "web_address": web_address,
    }
    environment.filters |= {"highlighted": drawing.highlighted, "short": short, "language": language, "number": number}
    environment.filters["spoken"] = spoken
    return environment


def render(template: str, **values: object) -> str:
    """Return a template's page with values."""
    return _environment().get_template(template).render(**values)


def short(iri: str, base: str = BASE) -> str:
    """Return an IRI as a reader may say it: ``model/videoagent``, a prefixed name, or in full."""
    return iri[len(base) :] if iri.startswith(base) else shorten(iri).strip("<>")


def language(text: str) -> str:
    """Return the language that a screen reader should speak a text in."""
    return "zh" if any("\u4e00" <= char <= "\u9fff" for char in text) else "en"


def number(value: float) -> str:
    """Return a number with its thousands apart."""
    return f"{value:,}"


def spoken(variable: str) -> str:
    """Return a variable's name as words.

    >>> spoken("metricName")
    'metric name'
    """
    return re.sub(r"(?<=[a-z0-9])[A-Z]", lambda match: " " + match[0].lower(), variable)
