"""What the pipeline is, as a hash: code, wording, terms, model. Told without loading any of it."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kg import chinese
from kg.resources import resource


@cache
def pipeline_version() -> str:
    """Return a hash of all that decides what is extracted."""
    hashed = hashlib.sha256(version("spacy").encode() + Path(chinese.__file__).read_bytes())
    for folder in (Path(__file__).parent, resource("ontology", "wording"), resource("models")):
        for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
            hashed.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return hashed.hexdigest()[:16]
