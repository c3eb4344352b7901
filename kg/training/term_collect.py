"""Entries from the evidence and the annotations: which terms there are, before the corpus checks their names."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg.training import term_acronyms, term_names
from kg.training.term_annotated import named, type_of
from kg.training.term_merge import LEAST_DICE, Entry, dominant_shorts, fuller, synonyms
from kg.training.term_termhood import by_classifier, by_lists
from kg.training.term_text import english_key
from kg.training.term_words import VAGUE_TERMS, WEAK_LAST, head_type, is_vague, strong_type, trim

if TYPE_CHECKING:
    from kg.training.term_annotated import Named
    from kg.training.term_evidence import Evidence
    from kg.training.term_termhood import Judge
    from kg.training.term_text import Annotated

Entries = dict[str, Entry]


def collect(evidence: Evidence, annotated: list[Annotated]) -> Entries:
    """Return the entries by English key; with no annotated entities, word lists take the annotators' place."""
    entries: Entries = defaultdict(Entry)
    judge = by_classifier(evidence, annotated) if annotated else by_lists(evidence)
    for key, item in sorted(named(annotated).items()):
        if _is_solid(key, item):
            _add_named(key, entries[key], item)
    _add_abbreviations(evidence, entries)
    _add_pairs(evidence, entries, judge)
    _add_names(evidence, entries)
    return {key: entry for key, entry in sorted(entries.items()) if key and entry.types}


def _is_solid(key: str, item: Named) -> bool:
    if item.sure >= 3:  # noqa: PLR2004 - three annotators' papers
        return key not in VAGUE_TERMS or item.sure >= 8  # noqa: PLR2004
    return item.sure > 0 and not is_vague(key) and len(key) > 1 and key.rsplit(maxsplit=1)[-1] not in WEAK_LAST


def _add_named(key: str, entry: Entry, item: Named) -> None:
    form = min(item.forms, key=lambda name: (-item.forms[name], name))
    kind = type_of(item, term_names.sure_type(form) or strong_type(key))
    entry.types[kind] += 1000
    entry.annotated = item.count
    for name, votes in sorted(item.chinese.items()):
        entry.chinese[trim(name, key)] += votes
    entry.first.update(item.first)
    entry.trusted.update(name for name, votes in item.first.items() if votes >= 2)  # noqa: PLR2004 - two papers agree
    entry.shorts.update(item.shorts)
    entry.shown = form if term_names.is_name(form) and " " not in form else ""
    entry.sources.add("annotation")


def _add_abbreviations(evidence: Evidence, entries: Entries) -> None:
    keys = {item.long: english_key(item.long) for item in evidence.explained}
    meant = term_acronyms.english_of(evidence.contexts, evidence.explained)
    forms = term_acronyms.chinese_forms(evidence.contexts, meant)
    dominant = dominant_shorts(evidence.explained, keys)
    for key, entry in entries.items():
        for short in [short for short in entry.shorts if dominant.get(short, (key, 0))[0] != key]:
            del entry.shorts[short]
    for short, (key, count) in dominant.items():
        if count > 1 or forms.get(key):
            _add_short(entries, key, short, count)
    for key, chinese in forms.items():
        top = max(chinese.values(), default=0)
        for form, count in chinese.items():
            if key in entries and len(form) >= len(key.split()) and count >= min(0.03 * top, 30):
                entries[key].chinese[form] += count
                entries[key].trusted.update([form] if count >= 5 else [])  # noqa: PLR2004 - five papers write it so
                entries[key].sources.add("parenthesis")


def _add_short(entries: Entries, key: str, short: str, count: int) -> None:
    kind = strong_type(key) or head_type(key)
    if key not in entries and (kind is None or (is_vague(key) and count < 5) or len(key.split()) > 7):  # noqa: PLR2004
        return
    entries[key].shorts[short] += count
    entries[key].sources.add("parenthesis")
    if kind:
        entries[key].types[kind] += 1


def _add_pairs(evidence: Evidence, entries: Entries, judge: Judge) -> None:
    for main in evidence.pairs:
        known = main.english in entries
        if known and entries[main.english].shown:
            continue
        if main.dice < (0.25 if known else LEAST_DICE) or (main.together < 4 and not known):  # noqa: PLR2004
            continue
        kind = None if known else judge(main.english, main.chinese)
        if known or kind:
            entry = entries[main.english]
            entry.types.update([kind] if kind else [])
            near = evidence.own[main.english]
            for pair in [main, *synonyms(main, near), *fuller(main, near)]:
                name = trim(pair.chinese, main.english)
                entry.chinese[name] += pair.together
                entry.trusted.add(name)
            entry.sources.add("pairing")


def _add_names(evidence: Evidence, entries: Entries) -> None:
    shorts = {short for entry in entries.values() for short in entry.shorts}
    for name in sorted(evidence.titles.keys() | evidence.kept.keys()):
        count, beside = evidence.kept.get(name, (0, Counter()))
        in_title = name in evidence.titles
        votes = beside + evidence.titles.get(name, Counter())
        kind = term_names.name_type(name, votes)
        if kind is None or _is_ambiguous(name) or name in shorts or term_acronyms.short_key(name) in shorts:
            continue
        if (count >= 3 and (sum(beside.values()) > 1 or in_title)) or (in_title and count > 1):  # noqa: PLR2004
            _add_name(entries[english_key(name)], name, kind, in_title=in_title)


def _is_ambiguous(name: str) -> bool:
    return len(name) <= 5 and name.isalpha() and name.isupper()  # noqa: PLR2004 - "CAPO": other papers mean other things


def _add_name(entry: Entry, name: str, kind: str, *, in_title: bool) -> None:
    if not entry.types:
        entry.shown = name
    entry.types[kind] += 1
    entry.sources.add("title" if in_title else "name")
