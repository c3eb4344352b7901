"""Addresses in text: which one is the paper's, and what identifier it gives."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from kg.resources import wording

_NEW = r"\d{4}\.\d{4,5}"
_OLD = r"[a-z-]+(?:\.[A-Z]{2})?/\d{7}"
_ARXIV_URL = re.compile(
    rf"(?:arxiv\.org|ar5iv\.org|ar5iv\.labs\.arxiv\.org|alphaxiv\.org|huggingface\.co|hf\.co|papers\.cool)"
    rf"/(?:abs|pdf|html|papers|overview|format|arxiv)?/?({_NEW}|{_OLD})(?:v\d+)?(?!\d)",
    re.IGNORECASE,
)
_ARXIV_ID = re.compile(
    rf"\barxiv\s*(?:id|identifier|no\.?|编号|号)?\s*[:：]?\s*({_NEW}|{_OLD})(?:v\d+)?(?!\d)", re.IGNORECASE
)
_BARE_ARXIV = re.compile(rf"(?:arxiv[:/.])?({_NEW}|{_OLD})(?:v\d+)?", re.IGNORECASE)
_LEADING = re.compile(
    r"[\s\[(（【]*(?:arxiv\s*[:：]?\s*)?(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5})(?:v\d+)?(?!\d)[\s\])）】:：|｜·,，–—-]*(?=[^\W\d_])",
    re.IGNORECASE,
)
"""An identifier at the front of a line, with the brackets about it, before words."""
_BRACKETED = re.compile(
    r"[(（\[【`]\s*(?:arxiv\s*[:：]?\s*)?(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5})(?:v\d+)?\s*[)）\]】`]*\s*$", re.IGNORECASE
)
_ANYWHERE = re.compile(r"(?<![\w.])(\d{2}(?:0[1-9]|1[0-2])\.\d{5})(?:v\d+)?(?:\.pdf)?(?![\w%]|\.\d)")
_NOTED = re.compile(
    r"\s*[(（\[【［][^()（）\[\]【】［］]{0,24}\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d+)?(?:\.pdf)?[^()（）\[\]【】［］]{0,12}[)）\]】］]"
)
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.({_NEW}|{_OLD})", re.IGNORECASE)
_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"<>{}|\\^`\[\]，。；、（）【】]+)", re.IGNORECASE)
_URL = re.compile(
    r"(?:https?://|(?<![\w./@-])(?=(?:github\.com|gitlab\.com|gitee\.com|huggingface\.co|hf\.co|[\w-]+\.github\.io)/))[^\s<>\"'()\[\]{}|\\^`\u0080-\U0010ffff]*(?:\([^\s<>\"'()]*\)[^\s<>\"'()\u0080-\U0010ffff]*)*"
)
_NOT_PAPERS = re.compile(
    r"github\.com|gitlab\.com|gitee\.com|github\.io|huggingface\.co/(?!papers/)|colab\.research|youtube\.com|youtu\.be|x\.com/|twitter\.com|"
    r"modelscope\.|kaggle\.com|zhihu\.com|weixin\.qq\.com|bilibili\.com|sites\.google\.com",
    re.IGNORECASE,
)
_HOSTS = re.compile(
    r"openreview\.net|aclanthology\.org|aclweb\.org|neurips\.cc|nips\.cc|proceedings\.mlr\.press|jmlr\.org|ieeexplore\.ieee\.org|"
    r"dl\.acm\.org|link\.springer\.com|nature\.com/articles|science\.org/doi|sciencedirect\.com|biorxiv\.org|medrxiv\.org|"
    r"openaccess\.thecvf\.com|semanticscholar\.org/paper|ssrn\.com|pubmed\.ncbi|isca-archive\.org|ojs\.aaai\.org|cell\.com|pnas\.org",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """A paper's identifier (None where its address gives none) and its address."""

    id: str | None
    url: str | None


def address(text: str) -> Address | None:
    """Find a paper's address in a URL, an identifier or a line: arXiv first, then DOI, then a known publisher.

    >>> address("https://arxiv.org/pdf/2403.10517v2.pdf").id
    '2403.10517'
    """
    for pattern in (_ARXIV_DOI, _ARXIV_URL, _ARXIV_ID):
        if found := pattern.search(unquote(text)):
            return arxiv(found.group(1))
    if found := _DOI.search(unquote(text)):
        return doi(found.group(1))
    publisher = next((url for url in urls(text) if _HOSTS.search(url)), None)
    return Address(None, publisher) if publisher else None


def every(text: str) -> list[Address]:
    """Return the arXiv papers whose identifiers stand in a text, in any form: four digits, a point, five digits."""
    return [arxiv(found.group(1)) for found in _ANYWHERE.finditer(text)]


def noted(text: str) -> tuple[int, int] | None:
    """Return where the brackets stand in which an identifier is noted: ``Kestrel (preprint: 2403.10517)``."""
    found = _NOTED.search(text)
    return found.span() if found else None


def identifier(value: str) -> Address | None:
    """Read an identifier that stands alone: ``2403.10517v2``, ``arXiv:cs/0301001``, ``10.1000/xyz``, a URL."""
    if found := _BARE_ARXIV.fullmatch(value.strip()):
        return arxiv(found.group(1))
    return address(value)


def leading(text: str) -> tuple[Address | None, int]:
    """Return the identifier that a text begins with, and where its words begin; None and 0, where there is none.

    >>> address, words = leading("[2403.10517] VideoAgent: Long-form Video Understanding")
    >>> address.id, words
    ('2403.10517', 13)
    """
    found = _LEADING.match(text)
    return (arxiv(found.group(1)), found.end()) if found else (None, 0)


def bracketed(text: str) -> Address | None:
    """Return the identifier that stands by itself in brackets at the end of a text: ``Kestrel（2403.10517）``."""
    found = _BRACKETED.search(text)
    return arxiv(found.group(1)) if found else None


def any_address(url: str) -> Address | None:
    """Read a link that stands where a paper's address is expected: any but a code, video or project site."""
    known = address(url)
    if known or not url.startswith(("http://", "https://")) or _NOT_PAPERS.search(url):
        return known
    return Address(None, url)


def arxiv(identity: str) -> Address:
    """Return the address of an arXiv identifier without its version."""
    return Address(identity, f"https://arxiv.org/abs/{identity}")


def doi(identity: str) -> Address:
    """Return the address of a DOI; DOIs know no case."""
    if found := _ARXIV_DOI.fullmatch(identity):
        return arxiv(found.group(1))
    bare = identity.rstrip(".,;:)").lower()
    return Address(bare, f"https://doi.org/{bare}")


def urls(text: str) -> list[str]:
    """Every web address in a text, without the punctuation after it.

    >>> urls("见 https://a.org/x_y。")
    ['https://a.org/x_y']
    """
    return [found.group().rstrip(".,;:!?*_") for found in _URL.finditer(text)]


@cache
def _hosts() -> dict[str, str]:
    return {str(host): str(use) for host, use in wording("links")["hosts"].items()}


def use(url: str) -> str | None:
    """Tell what an address leads to by its host: ``code``, ``data``, ``model``, ``demo``, ``project``, or None."""
    bare = url.partition("://")[2] or url
    known = max((host for host in _hosts() if bare.removeprefix("www.").startswith(host)), key=len, default=None)
    return _hosts()[known] if known else "project" if ".github.io" in bare.partition("/")[0] else None


def start(text: str) -> int:
    """Where the first address or identifier of a text begins; its length, where there is none."""
    found = (pattern.search(text) for pattern in (_URL, _ARXIV_ID, _ARXIV_URL))
    return min((match.start() for match in found if match), default=len(text))


def without_urls(text: str) -> str:
    """The text less its web addresses and identifiers."""
    return _ARXIV_ID.sub("", _ARXIV_URL.sub("", _URL.sub("", text)))


def content_id(title: str) -> str:
    """Return the identifier of a paper that has none: a hash of its title, less case, spaces and punctuation."""
    folded = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", title).casefold())
    return "sha256-" + hashlib.sha256(folded.encode()).hexdigest()[:16]
