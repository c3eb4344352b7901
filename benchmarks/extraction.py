"""Papers a second: the default pipeline beside a plain spaCy CNN NER, over the same texts in the same run.

usage: python benchmarks/extraction.py PAPERS.jsonl[.gz] [--papers 1000] [--jobs 2]

The peer is spaCy's usual CNN (MultiHashEmbed, width 96, depth 4, transition-based NER) with our tokenizer, so that
both see the same tokens. Its weights are untrained: that changes what it finds, not how long it takes. Both run in
`jobs` processes with one BLAS thread each, and both pay for starting them: take many papers.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from itertools import islice

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

LABELS = ("Model", "Method", "Dataset", "Benchmark", "Task", "Metric", "Software", "Organization")


def peer() -> object:
    """Return the plain pipeline."""
    import spacy
    from spacy.training import Example

    from kg.extraction.tokenizer import MixedTokenizer

    nlp = spacy.blank("xx")
    nlp.tokenizer = MixedTokenizer(nlp.vocab)
    ner = nlp.add_pipe("ner")
    for label in LABELS:
        ner.add_label(label)
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc("我们提出 RAFT。"), {"entities": [(5, 9, "Method")]})])
    return nlp


def main() -> None:
    """Measure and print one line for each pipeline and round."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("papers")
    parser.add_argument("--papers", type=int, default=1000, dest="count")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    from kg.config import Config
    from kg.engines.local import extract_all
    from kg.reading import read

    documents = []
    for document in islice(read([options.papers], on_skip=lambda _: None), options.count):
        fields = tuple(f for f in document.fields if f.name != "abstract_en")
        documents.append(type(document)(document.id, fields))
    texts = ["\n".join(f.text for f in d.fields) for d in documents]
    nlp = peer()
    for number in range(options.rounds):
        start = time.perf_counter()
        found = sum(1 for _ in extract_all(documents, Config(jobs=options.jobs)))
        ours = found / (time.perf_counter() - start)
        start = time.perf_counter()
        tokens = sum(len(d) for d in nlp.pipe(texts, n_process=options.jobs, batch_size=32))
        theirs = len(texts) / (time.perf_counter() - start)
        sys.stdout.write(
            f"round {number + 1}: kg {ours:.1f} papers/s, spaCy CNN NER {theirs:.1f}, ratio {ours / theirs:.2f}"
            f" ({found} papers, {tokens / len(texts):.0f} tokens each, {options.jobs} processes)\n"
        )


if __name__ == "__main__":
    main()
