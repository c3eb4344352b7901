"""Linked data: each thing of the graph has a page, and the same in RDF by Accept or by suffix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.querying.claims import PREDICATES, fairly
from kg.querying.formats import TRIPLES
from kg.querying.server import negotiate, pages
from kg.querying.server.addresses import SUFFIXES, iris_of, page_of, split_suffix
from kg.querying.server.facts import PAGE
from kg.querying.server.protocol import CORS
from kg.querying.telling import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.querying.server.state import State


async def thing(request: Request) -> Response:
    """Tell a thing, as a page or in RDF."""
    state: State = request.app.state.kg
    base = (await state.home())["base"]
    room, path = request.url.path.split("/", 2)[1], request.path_params["path"]
    stem, form = split_suffix(path)
    if form:
        found = await _described(request, iris_of(room, stem, base), form)
        if found.status_code != 404:  # noqa: PLR2004 - else the suffix may be part of the name
            return found
    accept = request.headers.get("accept", "")
    iris = iris_of(room, path, base)
    if negotiate.wants_html(accept, TRIPLES):
        return await _page(request, iris)
    chosen = negotiate.choose(accept, TRIPLES)
    if chosen is None:
        kinds = ", ".join(form.media_type for form in TRIPLES)
        return state.refuse(request, 406, f"a thing is told as text/html, {kinds}", CORS)
    return await _described(request, iris, chosen.name)


async def _described(request: Request, iris: Sequence[str], form: str) -> Response:
    """Return the statements about a thing in a form of RDF."""
    state: State = request.app.state.kg
    call = {"call": "page", "page": "describe", "iris": iris, "form": form}
    return await state.answer(request, call, headers={**CORS, "Vary": "Accept"})


async def _page(request: Request, iris: Sequence[str]) -> Response:
    """Return a thing's page."""
    state: State = request.app.state.kg
    if request.query_params.get("facts", "") in PREDICATES:
        return await _facts(request, iris)
    told = await state.page("thing", iris=iris)
    if "error" in told:
        return await _unknown(request, iris)
    base = (await state.home())["base"]
    told = {**told, "aliases": distinct(told["aliases"], told["names"].values())}
    path = page_of(told["iri"], base) or request.url.path
    links = {suffix: f"{path}.{suffix}" for suffix in SUFFIXES}
    response = await pages.show(
        request,
        "thing.html",
        told=told,
        links=links,
        groups=_groups(told),
        leagues=_leagues(told["results"]),
        **_around(told, base),
    )
    response.headers["Link"] = ", ".join(
        f'<{link}>; rel="alternate"; type="{_type(kind)}"' for kind, link in links.items()
    )
    return response


def distinct(aliases: Sequence[str], names: Iterable[str]) -> list[str]:
    """Return aliases that differ in more than case, signs and spaces; of equals the one with the fewest signs.

    >>> distinct(["! LLM", "LLM", "LLM]", "llm", "LLMs"], ["large language model"])
    ['LLM', 'LLMs']
    """
    best: dict[str, str] = dict.fromkeys(map(_letters, names), "")
    for alias in sorted(aliases, key=lambda alias: (len(alias) - len(_letters(alias)), alias)):
        best.setdefault(_letters(alias), alias)
    return sorted(filter(None, best.values()))


def _letters(text: str) -> str:
    """Return a text's letters and digits, in lower case."""
    return "".join(filter(str.isalnum, text.casefold()))


async def _unknown(request: Request, iris: Sequence[str]) -> Response:
    """Return that there is nothing by this name, and what is near."""
    state: State = request.app.state.kg
    near = await state.page("search", text=iris[0].rpartition("/")[2][:100], kind="", limit=6)
    return await pages.missing(request, "The graph says nothing of this.", near["rows"])


async def _facts(request: Request, iris: Sequence[str]) -> Response:
    """Return one page of the facts of one predicate, for things of which there are many."""
    state: State = request.app.state.kg
    asked, number = request.query_params, pages.number(request.query_params.get("page", "1"))
    predicate, inward = asked["facts"], "in" in asked
    told = await state.page("facts", iris=iris, predicate=predicate, inward=inward, number=number)
    if "error" in told:
        return await _unknown(request, iris)
    words = words_of(predicate, inward=inward)
    facts = [{**fact, "other": fact["subject" if inward else "object"]} for fact in told["facts"]]
    last, way = max(1, -(-told["total"] // PAGE)), f"facts={predicate}" + ("&in" if inward else "")
    shown = {"thing": told["thing"], "total": told["total"], "words": words, "facts": facts}
    return await pages.show(request, "facts.html", **shown, number=number, last=last, way=way)


def _leagues(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return results apart by metric and unit, the largest group first and in each the highest value."""
    leagues: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for result in results:
        metric = (result["metric"] or {}).get("label", "")
        leagues.setdefault((metric, result["unit"] or ""), []).append(result)
    ordered = sorted(leagues.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        {"title": ", ".join(filter(None, title)) or "no metric named", "rows": sorted(rows, key=_order)}
        for title, rows in ordered
    ]


def _order(result: dict[str, Any]) -> tuple[float, str]:
    """Return what sorts results: the highest value first."""
    return -_number(result["value"]), str(result["iri"])


def _number(value: str) -> float:
    """Return a result's value to sort by; 0 for what is none."""
    try:
        return float(value)
    except ValueError:
        return 0.0


def _type(suffix: str) -> str:
    """Return the media type of a suffix."""
    return next(form.media_type for form in TRIPLES if form.name == SUFFIXES[suffix])


def _groups(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the facts grouped by what they say, each with the other thing under ``other``."""
    groups: dict[tuple[bool, str], list[dict[str, Any]]] = {}
    counts = (told["counts_out"], told["counts_in"])
    for inward, key, end in ((False, "facts_out", "object"), (True, "facts_in", "subject")):
        for fact in told[key]:
            if inward and fact["predicate"] == "comparedWith":
                continue  # it stands on the other side too
            groups.setdefault((inward, fact["predicate"]), []).append({**fact, "other": fact[end]})
    return [
        {
            "words": words_of(predicate, inward=inward),
            "facts": facts,
            "total": counts[inward][predicate],
            "way": f"facts={predicate}" + ("&in" if inward else ""),
        }
        for (inward, predicate), facts in groups.items()
    ]


def _around(told: dict[str, Any], base: str) -> dict[str, list[dict[str, Any]]]:
    """Return the neighbours on the left, which speak of the thing, and on the right, of which it speaks."""
    left = [_neighbour(fact, "subject", base) for fact in _varied(told["facts_in"])]
    right = [_neighbour(fact, "object", base) for fact in _varied(told["facts_out"])]
    seen = {each["href"] for each in right}
    return {"left": [each for each in left if each["href"] not in seen], "right": right}


def _varied(facts: list[dict[str, Any]], most: int = 14) -> list[dict[str, Any]]:
    """Return some facts, of each predicate the first few, in their order."""
    return fairly(facts, lambda fact: str(fact["predicate"]), most)


def _neighbour(fact: dict[str, Any], end: str, base: str) -> dict[str, Any]:
    """Return one neighbour for the drawing."""
    other = fact[end]
    words = words_of(fact["predicate"], inward=end == "subject")
    return {**other, "href": page_of(other["iri"], base), "words": words, "support": fact["support"]}
