"""Responses that are kept: told again without work, and not told at all to who has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Server

ANSWER = "/queries/leaderboard.json?benchmark=HarborQA"


@pytest.mark.parametrize("path", [ANSWER, "/id/model/kestrel", "/", "/sparql?query=ASK%7B%7D", "/id/model/kestrel.ttl"])
def test_what_was_answered_is_answered_the_same(server: Server, path: str) -> None:
    """The second response is the first, byte by byte and header by header."""
    first, second = server.get(path), server.get(path)
    assert (first.status_code, first.content) == (200, second.content)
    assert {**first.headers, "date": ""} == {**second.headers, "date": ""}


def test_who_has_it_is_told_so(server: Server) -> None:
    """A tag that fits, alone, weak, among others or any, brings 304 without a body; another brings all."""
    tag = server.get(ANSWER).headers["etag"]
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        answer = server.get(ANSWER, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert server.get(ANSWER, headers={"If-None-Match": '"x"'}).status_code == 200


def test_a_form_is_not_told_for_another(server: Server) -> None:
    """What is kept in one form doesn't answer who accepts another."""
    path = "/queries/leaderboard?benchmark=HarborQA"
    asked = ("text/html", "text/csv") * 2
    kinds = [server.get(path, headers={"Accept": kind}).headers["content-type"] for kind in asked]
    assert kinds == ["text/html; charset=utf-8", "text/csv; charset=utf-8"] * 2


def test_what_holds_for_one_client_alone_is_not_kept(server: Server) -> None:
    """The editor's page has a nonce that is never told twice; refusals are no answers to keep."""
    pages = [server.get("/query").headers["content-security-policy"] for _ in range(2)]
    assert pages[0] != pages[1]
    refused = server.get("/queries/leaderboard.json?benchmark=Nothing")
    assert (refused.status_code, "etag" in refused.headers) == (404, False)
