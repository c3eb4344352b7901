"""From one build's files to the next one's: what changed is worked out paper by paper, all else is copied.

What changed papers said and say tells which subjects of graph.ttl and which claims may be other now; each of these
is made anew from all the papers that speak of it, and set into the files.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from kg.build import kept as keeping
from kg.build.reporting import tally
from kg.build.said import Rows
from kg.exporting.splicing import Splicing
from kg.graph import identifiers as ids
from kg.graph import rdf
from kg.graph.annotations import sections
from kg.graph.claims import claim_of, claim_row, reason_lines, reasons, run_lines
from kg.graph.knowledge import canonical
from kg.graph.part import part_of
from kg.graph.terms import PREFIXES, blocks_of, iri, name, triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.build.change import Change
    from kg.build.kept import Kept, Paper
    from kg.exporting.splicing import Written
    from kg.graph.part import Part
    from kg.graph.terms import Block
    from kg.ontology import Ontology

_OWNED = frozenset({name("kg:resultOf"), name("kg:describes")})
"""What is claimed of results and quantities, whose other triples are told by the papers that claim it."""
_OURS = f"<{PREFIXES['kg']}"
_PARTS = (name("rdf:subject"), name("rdf:predicate"), name("rdf:object"))
Statement = tuple[str, str, str]
Row = Sequence[tuple[str, Sequence[str]]]
_Key = TypeVar("_Key")


def update(change: Change, graph: Written, evidence: Written, ontology: Ontology) -> Kept:
    """Bring graph.ttl and evidence.ttl up to date, and return what is to be kept.

    Raises StaleError, with nothing written, where one of the two isn't what the last build wrote.
    """
    with Splicing(evidence, change.base) as evidence_file, Splicing(graph, change.base) as graph_file:
        return _Update(change, ontology).kept(graph_file, evidence_file)


class _Update:
    """A change on its way into the files."""

    def __init__(self, change: Change, ontology: Ontology) -> None:
        self.change, self.ontology = change, ontology
        self.base, self.before, self.papers = change.base, change.before, change.papers
        self.parts = {identity: self.part(identity) for identity in change.changed}
        for identity, part in self.parts.items():
            self.papers[identity] = keeping.with_part(self.papers[identity], self.papers[identity].entities, part)
        self.numbers = {paper.number: identity for identity, paper in self.papers.items()}
        self.moved = {self.before.papers[i].number for i in (*change.changed, *change.gone) if i in self.before.papers}
        rows = Rows()
        for identity, part in self.parts.items():
            rows.add(self.papers[identity].number, part)
        self.said = self.before.said.without({*self.moved, *(self.papers[i].number for i in self.parts)}, rows)
        self.by_subject = dict[str, dict[str, list[str]]]()
        self.entities = {key: keeping.named(entity) for key, entity in change.resolution.entities.items()}
        self.reasons = reasons(change.resolution.merges)
        self.renamed = _differing(self.before.entities, self.entities)
        old, new = (_files(papers.values(), self.base) for papers in (self.before.papers, self.papers))
        self.digests = {file: new.get(file, []) for file in _differing(old, new)}

    def part(self, identity: str) -> Part:
        """Return what a paper adds to the graph now."""
        return part_of(self.change.read(identity), self.change.resolution, self.ontology, self.base)

    def kept(self, graph: Splicing, evidence: Splicing) -> Kept:
        """Write the files and return what is to be kept."""
        statements = self.statements(evidence)
        self.evidence(evidence, statements)
        counts = self.graph(graph, statements)
        pieces = {file.name: file.write() for file in (evidence, graph)}
        kept = keeping.Kept(self.papers, self.entities, self.reasons, self.said, pieces, counts)
        kept.spoken = self.spoken() if self.change.page else {}
        return kept

    def spoken(self) -> dict[str, bytes]:
        """Return what the page needs of each paper."""
        from kg.exporting.html.spoken import spoken_of

        new = {identity: spoken_of(part) for identity, part in self.parts.items()}
        return {identity: new.get(identity) or self.before.spoken[identity] for identity in self.papers}

    def statements(self, evidence: Splicing) -> dict[str, Statement]:
        """Return what the changed papers claimed or claim now, by claim."""
        old = (f"<{self.base}claim/{digits}>" for digits in self.before.said.by(self.moved))
        text = "".join(evidence.block(claim) for claim in old)
        found = {claim: _statement(row) for claim, row in blocks_of(canonical(evidence.header + text))}
        return found | {claim: statement for part in self.parts.values() for claim, statement, _ in part.said}

    def evidence(self, file: Splicing, statements: dict[str, Statement]) -> None:
        """Set in what bears on the changed papers: their annotations, their claims, the reasons of merges."""
        run = iri(ids.run_iri(self.change.version, self.base))
        for claim, statement in statements.items():
            said = [(self.paper_term(self.numbers[number]), sure) for number, sure in self.said.of(claim)]
            file.put(claim, (claim, claim_row(statement, said, run)) if said else None)
        for kind in ("annotation", "selector", "span", "text"):
            for identity in self.change.gone:
                file.put_all(f"<{self.base}{kind}/{ids.segment(identity)}:", ())
        for part in self.parts.values():
            for begin, blocks in sections(part.annotations, self.base):
                file.put_all(begin, blocks)
        for key in _differing(self.before.reasons, self.reasons):
            file.put(iri(ids.merge_iri(*key, self.base)), self.merge(key))
        self.provenance(file, run)

    def merge(self, key: tuple[str, str]) -> Block | None:
        """Return why things are one, or None where it is no reason any more."""
        if key not in self.reasons:
            return None
        return next(blocks_of(sorted(reason_lines(*key, *self.reasons[key], self.base))))

    def provenance(self, file: Splicing, run: str) -> None:
        """Set in the run and its components."""
        components = sorted({each for paper in self.papers.values() for each in paper.components})
        blocks = dict(blocks_of(sorted(run_lines(run, self.change.version, components, self.base))))
        file.put(run, (run, blocks.pop(run)))
        file.put_all(f"<{self.base}component/", blocks.items())

    def graph(self, file: Splicing, statements: dict[str, Statement]) -> dict[str, int]:
        """Set in the subjects that may be other now, and return how many there are of each kind."""
        subjects = self.subjects(statements)
        old = canonical(file.header + "".join(map(file.block, subjects)))
        new = canonical("\n".join(self.lines(subjects, statements, dict(blocks_of(old)))))
        blocks = dict(blocks_of(new))
        for subject in subjects:
            file.put(subject, (subject, blocks[subject]) if subject in blocks else None)
        return _together(self.before.counts, tally(old), tally(new))

    def subjects(self, statements: dict[str, Statement]) -> list[str]:
        """Return the subjects of graph.ttl that may be other now."""
        papers = (self.paper_term(identity) for identity in (*self.change.changed, *self.change.gone))
        entities = map(self.node, self.renamed)
        return sorted({subject for subject, _, _ in statements.values()} | {*papers, *entities, *self.digests})

    def lines(self, subjects: list[str], statements: dict[str, Statement], old: Mapping[str, Row]) -> Iterator[str]:
        """Yield the triples of these subjects."""
        nodes = {self.node(entity): entity for entity in self.touched() if entity in self.entities}
        for subject in subjects:
            if subject in nodes:
                entity = self.change.resolution.entities[nodes[subject]]
                yield from rdf.entity_lines(entity, subject, self.ontology)
                yield from self.facts(subject, old.get(subject, ()))
        for claim, (subject, predicate, object_) in statements.items():
            if predicate in _OWNED:
                yield from self.owned(claim, subject)
            elif self.said.holds(claim) and predicate != rdf.TYPE:
                yield triple(subject, predicate, object_)
        for identity, part in self.parts.items():
            yield from self.of(identity, part.paper)
        for lines in self.digests.values():
            yield from lines

    def touched(self) -> set[str]:
        """Return the entities that may be other now: those of changed papers, and those called otherwise."""
        changed = (*self.change.changed, *self.change.gone)
        papers = (each[i] for each in (self.papers, self.before.papers) for i in changed if i in each)
        return {each for paper in papers for each in paper.entities if each}.union(self.renamed)

    def facts(self, subject: str, row: Row) -> Iterator[str]:
        """Yield what was said of a thing and still is."""
        for predicate, objects in row:
            if predicate.startswith(_OURS):
                yield from (
                    triple(subject, predicate, object_)
                    for object_ in objects
                    if self.said.holds(claim_of(subject, predicate, object_, self.base))
                )

    def owned(self, claim: str, subject: str) -> Iterator[str]:
        """Yield the triples of a result or a quantity, from all the papers that state it."""
        for number, _ in self.said.of(claim):
            yield from self.of(self.numbers[number], subject)

    def of(self, identity: str, subject: str) -> list[str]:
        """Return a paper's triples of a subject."""
        if identity not in self.by_subject:
            found: dict[str, list[str]] = {}
            part = self.parts.get(identity) or self.part(identity)
            for line in part.lines:
                found.setdefault(line.partition(" ")[0], []).append(line)
            self.by_subject[identity] = found
        return self.by_subject[identity].get(subject, [])

    def node(self, entity: str) -> str:
        """Return an entity's term."""
        return iri(ids.entity_iri(entity, self.base))

    def paper_term(self, identity: str) -> str:
        """Return a paper's term."""
        return iri(ids.paper_iri(identity, self.base))


def _files(papers: Iterable[Paper], base: str) -> dict[str, list[str]]:
    """Return the files that papers stand in, with their triples."""
    found: dict[str, set[str]] = {}
    for path in {paper.path for paper in papers} - {""}:
        found.setdefault(iri(ids.digest_iri(path, base)), set()).update(rdf.digest_lines(path, base))
    return {file: sorted(lines) for file, lines in found.items()}


def _together(counts: dict[str, int], old: dict[str, int], new: dict[str, int]) -> dict[str, int]:
    """Return the counts without the old triples, with the new ones, the sum first."""
    kinds = sorted({*counts, *new} - {"triples"})
    found = {kind: counts.get(kind, 0) - old.get(kind, 0) + new.get(kind, 0) for kind in ("triples", *kinds)}
    return {kind: count for kind, count in found.items() if count or kind == "triples"}


def _differing(old: Mapping[_Key, object], new: Mapping[_Key, object]) -> list[_Key]:
    """Return the keys whose values differ, or that only one of two tables has, sorted."""
    changed = [key for key, value in new.items() if key not in old or old[key] != value]
    return sorted(changed + [key for key in old if key not in new], key=str)


def _statement(row: Row) -> Statement:
    """Return what a claim's block says is claimed."""
    parts = dict(row)
    subject, predicate, object_ = (parts[part][0] for part in _PARTS)
    return subject, predicate, object_
