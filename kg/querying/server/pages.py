"""The pages: what a worker gathered, put into templates. All of it works without JavaScript."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from kg.errors import QueryTimeoutError
from kg.querying.formats import TABLES, TRIPLES
from kg.querying.names import KINDS
from kg.querying.server import negotiate
from kg.querying.server.addresses import page_of
from kg.querying.server.facts import PAGE
from kg.querying.server.guarding import CSP
from kg.querying.server.pool import BusyError, WorkerEndedError
from kg.querying.server.preparing import asking
from kg.querying.server.state import note
from kg.querying.server.templates import render

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.querying import named
    from kg.querying.server.state import State

_SHOWN = 1000
"""Rows of an answer that a page shows."""
_USUAL = """rdf:type rdf:subject rdf:predicate rdf:object rdfs:label skos:prefLabel skos:altLabel skos:exactMatch
  dcterms:title dcterms:abstract dcterms:identifier dcterms:issued prov:wasDerivedFrom oa:hasBody oa:hasTarget
  oa:exact"""
_WORDS = """SELECT, DISTINCT, WHERE, OPTIONAL, FILTER, UNION, ORDER BY, GROUP BY, LIMIT, COUNT, CONSTRUCT, DESCRIBE,
  ASK, VALUES, BIND, MINUS, EXISTS, NOT EXISTS, HAVING, GRAPH"""
_FIRST_QUERY = """SELECT ?name (COUNT(DISTINCT ?paper) AS ?papers) WHERE {
  ?paper kg:proposes ?system .
  ?system kg:evaluatedOn ?benchmark .
  ?benchmark skos:prefLabel ?name .
}
GROUP BY ?name
ORDER BY DESC(?papers)
LIMIT 20
"""


async def home(request: Request) -> Response:
    """Show counts, plots and the search."""
    state: State = request.app.state.kg
    return await show(request, "home.html", **await state.home())


async def browse(request: Request) -> Response:
    """Show the things of a class, best known first."""
    kind, page = request.path_params["kind"], number(request.query_params.get("page", "1"))
    if kind not in KINDS:
        return await missing(request, f"There is no class {kind}; there are {', '.join(KINDS)}.")
    state: State = request.app.state.kg
    found = await state.page("browse", kind=kind, number=page)
    last = max(1, -(-found["total"] // PAGE))
    return await show(request, "browse.html", **found, number=page, last=last)


def number(text: str) -> int:
    """Return the number of a page; 1 for what is none."""
    return min(int(text), 10**6) if text.isascii() and text.isdigit() and len(text) < 8 else 1  # noqa: PLR2004


async def search(request: Request) -> Response:
    """Show what is found by a name; the one thing of that name at once."""
    state: State = request.app.state.kg
    text, kind = request.query_params.get("q", "").strip()[:200], request.query_params.get("kind", "")
    kind = kind if kind in KINDS else ""
    if not text:
        return RedirectResponse("/", 303)
    found = await state.page("search", text=text, kind=kind)
    base = (await state.home())["base"]
    if found.get("exact") and "all" not in request.query_params:
        target = page_of(found["rows"][0]["iri"], base)
        if target:
            return RedirectResponse(target, 303)
    return await show(request, "search.html", **found, text=text, kind=kind, kinds=KINDS)


async def suggest(request: Request) -> Response:
    """Give the first things found by a name, for programs."""
    state: State = request.app.state.kg
    text = request.query_params.get("q", "").strip()[:200]
    found = await state.page("search", text=text, kind="", limit=10) if text else {"rows": []}
    return JSONResponse(found["rows"], headers={"Access-Control-Allow-Origin": "*"})


async def questions(request: Request) -> Response:
    """Show the named queries."""
    return await show(request, "questions.html", queries=list(_questions(request).values()))


async def question(request: Request) -> Response:
    """Show a named query, and its answer once its parameters are given; in a standard form where that is wanted."""
    name, _, suffix = request.path_params["name"].partition(".")
    asked = _questions(request).get(name)
    if asked is None:
        return await missing(request, f"There is no question named {name[:80]}.")
    known = {parameter.name for parameter in asked.parameters}
    given = {key: value for key, value in request.query_params.items() if key in known and value}
    accept = request.headers.get("accept", "")
    if suffix or not negotiate.wants_html(accept, TABLES):
        return await _data(request, asked, given, suffix)
    ready = all(parameter.name in given for parameter in asked.parameters if parameter.required)
    shown = await _answer(request, _call(request, asked, given, "json")) if ready else {}
    links = {form.name: f"/queries/{name}.{form.name}?{urlencode(given)}" for form in TABLES}
    return await show(request, "question.html", asked=asked, given=given, ready=ready, links=links, **shown)


async def _data(request: Request, asked: named.NamedQuery, given: dict[str, str], suffix: str) -> Response:
    """Return a named query's answer in a standard form."""
    state: State = request.app.state.kg
    form = next((form for form in TABLES if suffix in (form.name, form.suffix)), None)
    form = form or (None if suffix else negotiate.choose(request.headers.get("accept", ""), TABLES))
    headers = {"Access-Control-Allow-Origin": "*", "Vary": "Accept"}
    if form is None:
        return state.refuse(request, 406, "an answer comes as " + ", ".join(form.name for form in TABLES), headers)
    return await state.answer(request, _call(request, asked, given, form.name), headers=headers)


def _call(request: Request, asked: named.NamedQuery, given: dict[str, str], form: str) -> dict[str, Any]:
    """Return what a worker is asked for a named query."""
    state: State = request.app.state.kg
    folders = [str(folder) for folder in state.settings.queries]
    return asking(asked, state.given(asked, given), form, folders)


def _questions(request: Request) -> dict[str, named.NamedQuery]:
    """Return the named queries."""
    state: State = request.app.state.kg
    return state.questions


async def query(request: Request) -> Response:
    """Show the query editor, and the answer to what is asked there."""
    state: State = request.app.state.kg
    text = request.query_params.get("query", "")
    shown: dict[str, Any] = {}
    if text.strip():
        shown = await _answer(request, {"call": "query", "query": text, "table": "json", "triples": "turtle"})
    nonce = secrets.token_urlsafe(16)
    links = {form.name: f"/sparql?{urlencode({'query': text, 'format': form.name})}" for form in (*TABLES, *TRIPLES)}
    kind = shown.get("kind")
    links = {form.name: links[form.name] for form in (TRIPLES if kind == "triples" else TABLES)}
    response = await show(
        request, "query.html", text=text or _FIRST_QUERY, links=links, nonce=nonce,
        examples=state.examples, **shown,
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"  # the nonce is for once
    response.headers["Content-Security-Policy"] = CSP.format(style=f" 'nonce-{nonce}'; style-src-attr 'unsafe-inline'")
    return response


async def _answer(request: Request, call: dict[str, Any]) -> dict[str, Any]:
    """Return what a page shows of an answer: rows, a truth value, Turtle, or what went wrong."""
    state: State = request.app.state.kg
    try:
        reply = await state.reply(call)
    except (QueryTimeoutError, BusyError, WorkerEndedError) as error:
        return {"fault": str(error)}
    if "error" in reply.head:
        return {"fault": reply.head["message"]}
    if reply.head["type"].startswith("text/turtle"):
        return {"kind": "triples", "turtle": reply.body[:1_000_000].decode("utf-8", "replace")}
    found = json.loads(reply.body)
    if "boolean" in found:
        return {"kind": "truth", "truth": found["boolean"]}
    rows = found["results"]["bindings"]
    text, names = reply.head.get("query", ""), found["head"]["vars"]
    if text:  # a named query: its columns that hold nothing tell nothing
        names = [name for name in names if any(name in row for row in rows)]
    return {"kind": "table", "names": names, "rows": rows[:_SHOWN], "total": len(rows), "sparql": text}


async def vocabulary(_request: Request) -> Response:
    """Give the words that the editor completes: prefixed names of classes and predicates."""
    from kg.ontology import read_ontology

    ontology = read_ontology()
    options = [{"label": f"kg:{name}", "type": "class"} for name in ontology.classes]
    options += [{"label": f"kg:{name}", "type": "property"} for name in ontology.predicates]
    options += [{"label": name, "type": "property"} for name in _USUAL.split()]
    words = (word.strip() for word in _WORDS.split(","))
    options += [{"label": name, "type": "keyword"} for name in words]
    return JSONResponse(options, headers={"Cache-Control": "max-age=3600"})


async def missing(request: Request, message: str = "", near: list[dict[str, Any]] | None = None) -> Response:
    """Show that there is no such page, and what may have been meant; log it."""
    note(request, 404, message)
    response = await show(request, "error.html", status=404, heading="Not found", message=message, near=near or [])
    response.status_code = 404
    return response


async def trouble(request: Request, status: int, message: str) -> Response:
    """Show that something could not be done."""
    response = await show(request, "error.html", status=status, heading="Not now", message=message, near=[])
    response.status_code = status
    return response


async def show(request: Request, template: str, **values: object) -> Response:
    """Return a template with values, and with what every page has."""
    state: State = request.app.state.kg
    base = (await state.home())["base"]
    common = {"site": state.settings.title, "base": base, "path": request.url.path, "kinds": KINDS}
    return HTMLResponse(render(template, **{**common, **values}), headers={"Vary": "Accept"})
