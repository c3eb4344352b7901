"""Mine bilingual terms with types: ``python -m kg.training.terms CORPUS -o ontology/terms.tsv``.

CORPUS holds papers.jsonl.gz (titles and abstracts in both languages) and train.jsonl (annotated papers).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kg.training.term_check import rows
from kg.training.term_collect import collect
from kg.training.term_evidence import gather
from kg.training.term_rows import write_rows
from kg.training.term_text import read_annotated, read_papers

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kg.training.term_evidence import Evidence
    from kg.training.term_rows import Row


def mine(evidence: Evidence, annotations: Path | None = None, *, leave_out: Collection[str] = ()) -> list[Row]:
    """Return the terms, sorted by id.

    `annotations` is train.jsonl, or None to use the unlabelled papers only; the annotations of the papers
    in `leave_out` aren't used, so that a fold of cross-validation sees nothing of what it is tested on.
    """
    annotated = read_annotated(annotations, leave_out) if annotations else []
    return sorted(rows(evidence, collect(evidence, annotated)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Mine bilingual terms with types from a corpus of papers.")
    parser.add_argument("corpus", type=Path, help="folder with papers.jsonl.gz and train.jsonl")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the table to write (TSV)")
    parser.add_argument("--unlabelled", type=Path, help="also write a table mined without any annotation")
    parser.add_argument("--leave-out", type=Path, help="file with ids of papers whose annotations aren't used")
    options = parser.parse_args(arguments)
    leave_out = set(options.leave_out.read_text("utf-8").split()) if options.leave_out else set()
    evidence = gather(read_papers(options.corpus / "papers.jsonl.gz"))
    write_rows(mine(evidence, options.corpus / "train.jsonl", leave_out=leave_out), options.output)
    if options.unlabelled:
        write_rows(mine(evidence), options.unlabelled)


if __name__ == "__main__":
    main()
