"""Attacks: each is refused or stopped, the server goes on for others, and the log tells."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from conftest import Server, Serving

CROSS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(40)) + " FILTER(?a0 != ?c39) }"
"""A cross product of the graph with itself, forty times over."""
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
HOSTILE_PAGE = "/id/model/hostile%3Cscript%3E"


@pytest.mark.parametrize("query", [CROSS, SORTED], ids=["cross product", "sort of a cross product"])
def test_a_query_is_stopped_at_its_limit(server: Server, query: str) -> None:
    """What would take for ever is stopped, with 503 and the limit in the message."""
    answer = server.ask(query)
    assert answer.status_code == 503
    assert "2 s" in answer.text or "memory" in answer.text


def test_the_client_may_set_a_lower_limit(server: Server) -> None:
    """``timeout`` in seconds lowers the limit, and never raises it."""
    answer = server.client.get("/sparql", params={"query": CROSS, "timeout": "0.3"})
    assert (answer.status_code, "0.3 s" in answer.text) == (503, True)
    assert "2 s" in server.client.get("/sparql", params={"query": CROSS, "timeout": "99"}).text


def test_pages_are_served_while_queries_run_wild(server: Server) -> None:
    """Users' queries take all their workers, and the pages still come."""
    threads = [threading.Thread(target=server.ask, args=(CROSS + f" # {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    done_before = []
    for path in ("/id/model/kestrel-2", "/class/Method", "/queries/leaderboard?benchmark=CliffBench"):
        assert server.get(path, headers={"Accept": "text/html"}).status_code == 200
        done_before.append(any(thread.is_alive() for thread in threads))
    for thread in threads:
        thread.join()
    assert done_before[0]


def test_a_worker_is_there_again_after_it_was_stopped(server: Server) -> None:
    """The next query is answered."""
    server.ask(CROSS)
    assert server.ask("ASK { ?s a kg:Model }").json()["boolean"] is True


def test_an_answer_has_a_greatest_size(server: Server) -> None:
    """An answer over the limit is refused, not sent in part."""
    answer = server.ask("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert (answer.status_code, "2,000,000 bytes" in answer.text) == (400, True)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:%d/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:%d/> { ?s ?p ?o } }",
        "SELECT * { FILTER(1<2)SERVICE#>\n<http://127.0.0.1:%d/>{} }",
        "SELECT * FROM <http://127.0.0.1:%d/> {}",
        "LOAD <http://127.0.0.1:%d/>",
    ],
)
def test_no_query_reaches_another_port(server: Server, query: str) -> None:
    """SERVICE, FROM and LOAD are refused, and nothing connects."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.5)
        answer = server.ask(query % listener.getsockname()[1])
        assert answer.status_code == 400
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize("update", ["INSERT DATA { <a:a> <b:b> 1 }", "CLEAR ALL", "DELETE WHERE { ?s ?p ?o }"])
def test_there_are_no_updates(server: Server, update: str) -> None:
    """An update is refused wherever it is put."""
    assert server.ask(update).status_code == 400
    assert server.client.post("/sparql", data={"update": update}).status_code == 400
    direct = server.client.post("/sparql", content=update, headers={"Content-Type": "application/sparql-update"})
    assert direct.status_code == 415


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/....//app.py", "/../../etc/passwd",
     "/static/%2fetc/passwd", "/id/../../../etc/passwd", "/id/..%2f..%2fetc%2fpasswd", "/static/..\\app.py",
     "/queries/../../pyproject", "/queries/%2e%2e%2fsecret", "/class/..%2f..", "/static/\x00", "/arxiv/file:///etc/passwd"],
)  # fmt: skip
def test_no_file_is_reached_by_a_path(server: Server, path: str) -> None:
    """Paths that climb find nothing."""
    answer = server.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n".encode())
    assert answer.split(b" ", 2)[1] in {b"400", b"404"}
    assert b"root:" not in answer
    assert b"create_app" not in answer


@pytest.mark.parametrize(
    "path", ["/search?q=a%0d%0aSet-Cookie:x=1", "/id/model/a%0d%0aX-Evil:1", "/search?q=kestrel%0d%0aX:1"]
)
def test_no_header_is_injected(server: Server, path: str) -> None:
    """Line ends in paths and parameters never become headers."""
    answer = server.get(path, headers={"Accept": "text/html"})
    assert "x-evil" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert "x" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [HOSTILE_PAGE, "/class/Model", "/search?all=1&q=%3Cscript%3Ealert(1)%3C/script%3E", "/search?all=1&q=hostile",
     "/query?query=%3C/textarea%3E%3Cscript%3Ealert(1)%3C/script%3E",
     "/queries/leaderboard?benchmark=%22%3E%3Cscript%3E",
     "/queries/who-uses?thing=lantern+search", "/nothing/%3Cscript%3E", "/id/x/%3Cscript%3Ealert(1)%3C/script%3E",
     "/query?query=SELECT+*+%7B+%3Fs+skos:prefLabel+%3Fo+%7D", "/"],
)  # fmt: skip
def test_nothing_that_users_or_papers_write_becomes_markup(server: Server, path: str) -> None:
    """Labels, titles and query strings are escaped wherever they are shown; templates in them stay text."""
    text = server.get(path, headers={"Accept": "text/html"}).text
    assert "<script>" not in text
    assert "<img src=x" not in text
    assert "javascript:" not in text.replace("javascript:alert(3)</span>", "")
    assert "49" not in text or "{{ 7*7 }}" in text or "7*7" not in text


def test_a_hostile_label_is_shown_as_it_is(server: Server, serving: Serving) -> None:
    """The label is text on its page."""
    from html import unescape

    text = server.get(HOSTILE_PAGE, headers={"Accept": "text/html"}).text
    assert serving.hostile in unescape(text)


def test_every_response_has_the_security_headers(server: Server) -> None:
    """CSP without unsafe-inline, no sniffing, no framing, no referrer."""
    for path in ("/", "/sparql?query=ASK%7B%7D", "/static/style.css", "/nope", "/id/model/kestrel", "/query"):
        headers = server.get(path, headers={"Accept": "text/html, */*;q=0.1"}).headers
        assert "script-src 'self';" in headers["content-security-policy"]
        assert path == "/query" or "unsafe" not in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers


def test_a_large_body_is_413(server: Server) -> None:
    """A body over the limit is refused."""
    answer = server.client.post("/sparql", data={"query": "ASK {} #" + "x" * 30_000})
    assert answer.status_code == 413


def test_a_large_chunked_body_is_413(server: Server) -> None:
    """A body that doesn't tell its length is counted as it comes."""
    chunks = (b"x" * 1000 for _ in range(100))
    kind = {"Content-Type": "application/sparql-query"}
    assert server.client.post("/sparql", content=chunks, headers=kind).status_code == 413


def test_a_slow_head_is_let_go(server: Server) -> None:
    """A client that trickles its headers loses the connection."""
    begin = time.monotonic()
    assert server.raw(b"GET /sparql HTTP/1.1\r\nHost: x\r\n") == b""
    assert time.monotonic() - begin < 25


def test_an_endless_head_is_let_go(server: Server) -> None:
    """A head over the limit is not read to its end, whether it is one header or many."""
    for line in (b"x" * 1000, b"x: " + b"y" * 997 + b"\r\n"):
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nX-A: ")
            with pytest.raises(ConnectionError):
                connection.sendall(line * 50_000)
    assert server.ask("ASK {}").status_code == 200


def test_a_slow_body_is_408(server: Server) -> None:
    """A client that doesn't send the body it promised is answered, and let go."""
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\nASK"
    )
    assert server.raw(head).startswith(b"HTTP/1.1 408")


def test_many_slow_clients_keep_nobody_out(server: Server) -> None:
    """A hundred half-open requests don't stop a whole one."""
    slow = [socket.create_connection(("127.0.0.1", server.port), timeout=30) for _ in range(100)]
    for connection in slow:
        connection.sendall(b"GET / HTTP/1.1\r\nHost:")
    assert server.ask("ASK {}").status_code == 200
    for connection in slow:
        connection.close()


def test_refusals_are_logged_on_one_line_each(server: Server) -> None:
    """The log names what was refused, and a client can't forge lines of it."""
    server.ask("SELECT * { SERVICE <http://127.0.0.1/> {} }\r\nFORGED 200 line")
    server.get("/id/x/forged%0a127.0.0.1%20GET%20forged", headers={"Accept": "text/turtle"})
    log = server.log.read_text()
    assert "SERVICE is not allowed" in log
    assert not any(line.startswith(("FORGED", "127.0.0.1 GET forged")) for line in log.splitlines())


def test_it_listens_on_this_machine_alone() -> None:
    """The default address is the loopback."""
    from kg.querying.server.settings import Settings

    assert Settings().host == "127.0.0.1"


def test_it_ends_gracefully(serving: Serving, quads: Path, tmp_path: Path) -> None:
    """SIGTERM lets a request under way finish, ends the workers, and the exit is clean."""
    running = serving.start(quads, tmp_path / "log")
    children = _children(running.process.pid)
    with socket.create_connection(("127.0.0.1", running.port), timeout=60) as connection:
        connection.sendall(f"GET /sparql?query={quote(CROSS)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.7)
        assert serving.stop(running) in {0, -15}
        assert connection.recv(12) == b"HTTP/1.1 503"
    assert len(children) >= 3  # for users, for pages, for heavy ones; and what prepared
    time.sleep(0.5)
    assert not any(Path(f"/proc/{child}").exists() for child in children)
    assert "Traceback" not in (tmp_path / "log").read_text()


def _children(parent: int) -> list[int]:
    """Return the processes that a process started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found
