"""Where IRIs are minted, and nowhere else: deterministic, and safe whatever a name contains.

A thing's IRI is ``<base><type>/<slug>``. Letters and digits of every script stand as they are (RFC 3987
``ucschar``), all else is percent-encoded, and what would be too long, empty or a path step becomes a hash.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

BASE = "https://w3id.org/paperkg/id/"
"""Under which things are named unless told otherwise."""
ONTOLOGY = "https://w3id.org/paperkg/ontology#"
EVIDENCE_GRAPH = "https://w3id.org/paperkg/graph/evidence"
"""The named graph of claims and annotations."""

_ARXIV = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})\Z")
_PLACE = re.compile(r"\Ahttps://(?:arxiv\.org/abs|doi\.org)/")
_DOI = re.compile(r"10\.\d{4,9}/\S+\Z")
_UCSCHAR = re.compile(
    "[\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd]"
)
"""What RFC 3987 lets stand in an IRI beside ASCII (``ucschar``, section 2.2), as far as there are letters."""
_LONGEST = 120
_HASH_LENGTH = 16


def digest(*parts: str) -> str:
    """Return 16 hex digits that stand for the parts, in their order."""
    # A length before each part keeps ("ab", "c") and ("a", "bc") apart.
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_LENGTH]


@lru_cache(maxsize=65_536)
def segment(name: str) -> str:
    """Return one path segment of an IRI for a name, equal names giving equal segments."""
    name = unicodedata.normalize("NFC", name)
    safe = "".join(char if _stands(char) else quote(char, safe="", errors="surrogatepass") for char in name)
    if not safe.strip("."):
        return digest(name)
    return safe if len(safe) <= _LONGEST else f"{_cut(safe)}-{digest(name)}"


def _cut(safe: str) -> str:
    """Return the beginning of a long segment, without a half of a percent-encoded byte at its end."""
    return re.sub(r"%[0-9A-F]?\Z", "", safe[:_LONGEST])


def _stands(char: str) -> bool:
    """Say whether a character needs no encoding: an unreserved one, or a letter or digit of any script."""
    return char in "-._~" or (char.isalnum() and (char.isascii() or bool(_UCSCHAR.match(char))))


def is_arxiv(document: str) -> bool:
    """Say whether a document id is an arXiv id: ``2403.10517`` or ``cs/0112017``."""
    return bool(_ARXIV.match(document))


def is_doi(document: str) -> bool:
    """Say whether a document id is a DOI."""
    return bool(_DOI.match(document))


def paper_iri(document: str, base: str = BASE) -> str:
    """Return a paper's IRI: at arXiv, else its DOI's, else one of ours."""
    if is_arxiv(document):
        return f"https://arxiv.org/abs/{document}"
    if is_doi(document):
        return "https://doi.org/" + "/".join(segment(part) for part in document.split("/"))
    return f"{base}paper/{segment(document)}"


def entity_iri(entity: str, base: str = BASE) -> str:
    """Return the IRI of an entity whose id is ``<type>/<slug>``."""
    kind, _, slug = entity.partition("/")
    return f"{base}{segment(kind)}/{segment(slug)}"


def result_iri(document: str, *parts: str, base: str = BASE) -> str:
    """Return the IRI of a result that a document reports; the parts are all that tells it from another."""
    return f"{base}result/{digest(document, *parts)}"


def quantity_iri(*parts: str, base: str = BASE) -> str:
    """Return the IRI of a quantity: what it describes, property, value and unit."""
    return f"{base}quantity/{digest(*parts)}"


def claim_iri(subject: str, predicate: str, object_: str, base: str = BASE) -> str:
    """Return the IRI of the claim that a triple holds; the three are terms as N-Triples writes them."""
    return f"{base}claim/{digest(subject, predicate, object_)}"


def merge_iri(entity: str, reason: str, base: str = BASE) -> str:
    """Return the IRI of the merging of things into an entity for a reason."""
    return f"{base}merge/{digest(entity, reason)}"


def text_iri(document: str, field: str, base: str = BASE) -> str:
    """Return the IRI of one text of a document, such as its Chinese abstract."""
    return f"{base}text/{text_key(document, field)}"


def text_key(document: str, field: str) -> str:
    """Return what the IRIs of a text, and of all that stands in it, have in common: ``2403.10517:abstract_en``.

    No segment holds a colon, so that what belongs to one document stands together when IRIs are sorted.
    """
    return f"{segment(document)}:{segment(field)}"


def component_iri(component: str, base: str = BASE) -> str:
    """Return the IRI of a pipeline component."""
    return f"{base}component/{segment(component)}"


def run_iri(version: str, base: str = BASE) -> str:
    """Return the IRI of the run of a pipeline of this version."""
    return f"{base}run/{segment(version or 'unknown')}"


def digest_iri(path: str, base: str = BASE) -> str:
    """Return the IRI of the file that a paper was read from, by its name: folders differ between machines."""
    filename = re.split(r"[/\\]", path)[-1]
    return f"{base}digest/{segment(filename)}"


def graph_of_paper(paper: str, base: str = BASE) -> str:
    """Return the IRI of the named graph that holds what the paper of this IRI says."""
    return f"{base}graph/{segment(_PLACE.sub('', paper.removeprefix(f'{base}paper/')))}"


def address_iri(url: str) -> str:
    """Return a web address as an IRI: a scheme where it has none, what an IRI may not hold percent-encoded."""
    if not _SCHEME.match(url):
        url = "https://" + url.lstrip("/")
    safe = "".join(
        char if _may_stand_in_address(char) else quote(char, safe="", errors="surrogatepass") for char in url
    )
    safe, mark, fragment = _STRAY_PERCENT.sub("%25", safe).partition("#")
    safe = _AUTHORITY.sub(lambda parts: parts[1] + _host(parts[2]) + (parts[3] or ""), safe, count=1)
    return safe + mark + fragment.replace("#", "%23")


def _host(host: str) -> str:
    """Return a host without what would end it early."""
    return host.replace(":", "%3A").replace("@", "%40")


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_AUTHORITY = re.compile(r"\A([A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?)([^/?#]*?)(:[0-9]*)?(?=[/?#]|\Z)")
"""Scheme and user, host, port."""


def _may_stand_in_address(char: str) -> bool:
    """Say whether a character may stand in an IRI's path, query or fragment."""
    return char in "-._~:/?#@!$&'()*+,;=%" or _stands(char)
