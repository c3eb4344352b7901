"""Pages of our own making, for the tests of graph.html."""

from __future__ import annotations

from kg.exporting.html.page import NOTHING, Fact, Link, Node, PageData, Quantity, Quote, Result

ID = "https://w3id.org/paperkg/id/"
TEA = "TeaBrewer 在 KettleBench 上达到 54.1%，并使用沸水法。"
STEEP = "We compare SteepNet with TeaBrewer and find it \U0001f375 better on KettleBench."

NODES = (
    ("2401.00001", "Paper", "TeaBrewer: Long Steeping with Kettles", "TeaBrewer：用水壶长时间冲泡", ()),
    ("2401.00002", "Paper", "SteepNet: A Network for Tea", "", ()),
    ("model/teabrewer", "Model", "TeaBrewer", "", ("Tea Brewer",)),
    ("model/steepnet", "Model", "SteepNet", "", ()),
    ("method/boiling", "Method", "boiling", "沸水法", ("hot water method", "BWM")),
    ("benchmark/kettlebench", "Benchmark", "KettleBench", "", ()),
    ("task/tea-brewing", "Task", "tea brewing", "泡茶", ()),
    ("metric/aroma", "Metric", "aroma", "香气", ()),
)


def node(key: str, kind: str, english: str, chinese: str, aliases: tuple[str, ...]) -> Node:
    start = "https://arxiv.org/abs/" if kind == "Paper" else ID
    return Node(key, start + key, kind, english, chinese, aliases)


def quote(paper: int, sentence: str, words: str, field: str = "abstract_zh") -> Quote:
    start = sentence.index(words)
    return Quote(paper, field, sentence, start, start + len(words))


def small_page() -> PageData:
    """Two papers and six things."""
    page = PageData("Tea papers", [node(*each) for each in NODES])
    page.quotes = [
        quote(0, TEA, "TeaBrewer"),
        quote(0, TEA, "使用沸水法"),
        quote(0, TEA, "KettleBench"),
        quote(1, STEEP, "SteepNet with TeaBrewer", "abstract_en"),
        quote(0, TEA, "54.1%"),
        quote(1, STEEP, "better on KettleBench", "abstract_en"),
    ]
    page.facts = [
        Fact(0, "proposes", 2, 0.9, (0,), (0,)),
        Fact(2, "uses", 4, 0.8, (1,), (0,)),
        Fact(2, "evaluatedOn", 5, 0.9, (2,), (0,)),
        Fact(1, "proposes", 3, 0.9, (), (1,)),
        Fact(3, "comparedWith", 2, 0.7, (3,), (1,)),
        Fact(3, "evaluatedOn", 5, 0.7, (5,), (1,)),
        Fact(0, "addresses", 6, 0.7, (), (0,)),
        Fact(2, "measuredBy", 7, 0.7, (), (0,)),
    ]
    page.results = [Result(2, 7, 5, NOTHING, 0, "54.1", "", "%", "=", "zero-shot", "54.1%", (4,))]
    page.quantities = [Quantity(2, "parameters", "7000000000", "", "7B", 0, ())]
    page.links = [Link(0, "code", "github.com/example/tea")]
    return page


ATTACKS = (
    "<script>window.hurt = 1</script>",
    "</script><script>window.hurt = 2</script>",
    '<img src="https://evil.example/x" onerror="window.hurt = 3">',
    "\"><svg onload='window.hurt = 4'>",
    "{{ 7*7 }}{% raw %}${window.hurt = 5}`+window.hurt+`",
    "<!-- <script> --!> ]]> \\u003cscript\\u003e",
    "harmless\u202egnp.exe\u202c name",
    "'; window.hurt = 6; //\x00\x1b[31m\u2028 end",
)


def hostile_page() -> PageData:
    """A page in which every text is an attack."""
    page = PageData(ATTACKS[1])
    for at, attack in enumerate(ATTACKS):
        kind = "Paper" if at % 2 == 0 else "Model"
        page.nodes.append(
            Node(
                f"x/{at}/{attack}",
                f"javascript:window.hurt={at}",
                kind,
                attack,
                attack,
                (attack + " also",),
                attack,
                (attack,),
            )
        )
        page.quotes.append(Quote(0, attack, f"so {attack} it says", 3, 3 + len(attack)))
        if at:
            page.facts.append(Fact(0, "uses" if at % 2 else attack, at, 0.5, (at,), (0,)))
            page.results.append(Result(0, at, at, at, 0, attack, attack, attack, attack, attack, attack, (at,)))
        page.quantities.append(Quantity(0, attack, attack, attack, attack, 0, (at,)))
        page.links.append(Link(0, "code", ("javascript:window.hurt=7", "data:text/html,<script>", attack)[at % 3]))
    return page
