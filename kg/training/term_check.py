"""The corpus checks the names: a Chinese name must occur where the English one does, and belong to one term only."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.training.term_candidates import STOP
from kg.training.term_lexicon import SMALL, Lexicon, learn
from kg.training.term_rows import Row, slug
from kg.training.term_surface import Seen, decapitalised, key_of, preferred, proper_words, scan, variants
from kg.training.term_text import chinese_tokens, has_han

if TYPE_CHECKING:
    from kg.training.term_evidence import Evidence
    from kg.training.term_merge import Entry

LEAST_PAPERS = 3
SHARE_MAIN = 0.35
SHARE_ALIAS = 0.6
SURE_DICE = 0.6
SHARE_SHORT = 0.3
OFTEN = 30
"""Papers that explain an abbreviation; from here on its readers know it unexplained."""
FULL = 0.99
"""Share of words accounted for that counts as all."""


@dataclass(frozen=True)
class Fit:
    """How well a Chinese name fits an English key: Dice over papers, share of its papers that hold the key."""

    name: str
    dice: float
    share: float
    papers: int


def rows(evidence: Evidence, entries: dict[str, Entry]) -> list[Row]:
    """Return the rows of the entries that the corpus confirms."""
    entries = merge_spellings(entries)
    seen = _scan(evidence, entries)
    proper = proper_words(evidence.papers)
    drop_shorts(entries, seen)
    lexicon = learn((pair.english, pair.chinese) for pair in evidence.pairs if pair.dice >= SURE_DICE)
    fits = {key: fitting(key, entry, seen, lexicon) for key, entry in entries.items()}
    owners = _owners(fits)
    found: dict[str, Row] = {}
    for key, entry in sorted(entries.items()):
        own = [fit for fit in fits[key] if owners[key_of(fit.name)] == key]
        row = _row(key, entry, own, seen, proper)
        if row and (row.id not in found or found[row.id].frequency < row.frequency):
            found[row.id] = row
    return one_row_each(list(found.values()))


def one_row_each(found: list[Row]) -> list[Row]:
    """Give each name to one row: the term that others abbreviate to, or that is more frequent, keeps it."""
    ranked = sorted(found, key=lambda row: (-row.frequency, row.id))
    owner: dict[str, str] = {}
    for row in ranked:
        for name in (row.zh, *row.aliases):
            owner.setdefault(name, row.id)
    kept = [row for row in ranked if owner.get(row.en, row.id) == row.id]
    return [replace(row, aliases=tuple(name for name in row.aliases if owner[name] == row.id)) for row in kept]


def merge_spellings(entries: dict[str, Entry]) -> dict[str, Entry]:
    """Merge keys that differ in spaces or British spelling only ("fine tuning", "finetuning") into the commonest."""
    groups: dict[str, list[str]] = {}
    for key in sorted(entries):
        groups.setdefault(_fold(key), []).append(key)
    merged = {}
    for keys in groups.values():
        ranked = sorted(keys, key=lambda key: (-entries[key].weight(), -len(key), key))
        merged[ranked[0]] = entries[ranked[0]]
        for other in ranked[1:]:
            merged[ranked[0]].absorb(other, entries[other])
    return merged


def _fold(key: str) -> str:
    joined = key.replace(" ", "")
    return joined.replace("isation", "ization").replace("elling", "eling").replace("haviour", "havior")


def _scan(evidence: Evidence, entries: dict[str, Entry]) -> Seen:
    english = {key_of(name) for key, entry in entries.items() for name in (key, *entry.shorts, *entry.others)}
    chinese = {key_of(name) for entry in entries.values() for name in entry.chinese}
    return scan(evidence.papers, english - {""}, chinese - {""})


def fitting(key: str, entry: Entry, seen: Seen, lexicon: Lexicon) -> list[Fit]:
    """Return the Chinese names that fit, the best first."""
    papers = _english_papers(key, entry, seen)
    fits = [_fit(name, papers, seen) for name in sorted(entry.chinese)]
    fits = [fit for fit in fits if fit.papers and _fits(key, fit, entry, lexicon)]
    fits.sort(key=lambda fit: (-round(fit.dice, 3), -entry.chinese[fit.name], fit.name))
    unique = list({key_of(fit.name): fit for fit in reversed(fits)}.values())[::-1]
    main = _main(key, unique, entry, lexicon)
    return [main, *(fit for fit in unique if _is_alias(key, fit, main, entry, lexicon))] if main else []


def _main(key: str, fits: list[Fit], entry: Entry, lexicon: Lexicon) -> Fit | None:
    """Return the name that annotators put first most often, else the fullest of those that fit about as well."""
    if not fits:
        return None
    voted = [fit for fit in fits if entry.first[fit.name] > 2 and fit.dice >= SURE_DICE * fits[0].dice]  # noqa: PLR2004
    if voted:
        return min(voted, key=lambda fit: (-entry.first[fit.name], fit.name))
    main = fits[0]
    for fit in fits:
        said, covered = lexicon.covers(key, fit.name)
        fuller = main.name in fit.name and said >= lexicon.covers(key, main.name)[0]
        main = fit if fuller and covered >= FULL and fit.dice >= SURE_DICE * fits[0].dice else main
    return main


def _fit(name: str, papers: set[int], seen: Seen) -> Fit:
    own = seen.papers[key_of(name)]
    both = len(own & papers)
    return Fit(name, 2 * both / max(len(own) + len(papers), 1), both / max(len(own), 1), len(own))


def _fits(key: str, fit: Fit, entry: Entry, lexicon: Lexicon) -> bool:
    if "shot" in fit.name or any(mark in fit.name for mark in '()（）,，、/“”"') or len(fit.name) > 20:  # noqa: PLR2004
        return False
    said, covered = lexicon.covers(key, fit.name)
    if fit.name in entry.trusted:
        return fit.share >= SHARE_MAIN and covered >= 0.5 and (said >= 0.75 or _is_long(key, fit.name))  # noqa: PLR2004 - most of it
    return fit.share >= SHARE_MAIN and min(said, covered) >= FULL


def _is_long(key: str, name: str) -> bool:
    """Say whether a Chinese name has nearly two characters for each English word, as a full translation has."""
    return len(chinese_tokens(name)) >= 1.6 * len([word for word in key.split() if word not in SMALL])


def _is_alias(key: str, fit: Fit, main: Fit, entry: Entry, lexicon: Lexicon) -> bool:
    if fit.share < SHARE_ALIAS or fit.name in main.name or main.name in fit.name:
        return False
    if min(entry.chinese[fit.name], main.papers) < 0.001 * main.papers:
        return False
    said, covered = lexicon.covers(key, fit.name)
    return abs(len(fit.name) - len(main.name)) <= 2 and covered >= FULL and (said >= FULL or len(key.split()) < 2)  # noqa: PLR2004


def _owners(fits: dict[str, list[Fit]]) -> dict[str, str]:
    """Give each Chinese name to the English key that it fits best."""
    best: dict[str, tuple[float, str]] = {}
    for key, items in sorted(fits.items()):
        for fit in items:
            name = key_of(fit.name)
            if name not in best or fit.dice > best[name][0]:
                best[name] = (fit.dice, key)
    return {name: key for name, (_, key) in best.items()}


def _english_papers(key: str, entry: Entry, seen: Seen) -> set[int]:
    exact = [seen.exact[name] for short in entry.shorts for name in (short, short + "s")]
    others = [seen.papers[other] for other in entry.others]
    own = seen.exact[entry.shown] | seen.exact[entry.shown + "s"] if entry.shown else seen.papers[key]
    return own.union(*exact, *others)


def drop_shorts(entries: dict[str, Entry], seen: Seen) -> None:
    """Take away the abbreviations that mostly stand without their long form: they mean other things too."""
    for key, entry in entries.items():
        for short in sorted(entry.shorts):
            papers = seen.exact[short] | seen.exact[short + "s"]
            alone = len(papers & seen.papers[key]) < SHARE_SHORT * len(papers)
            if short.lower() in STOP or (alone and entry.shorts[short] < OFTEN) or len(papers) < len(short) < 3:  # noqa: PLR2004
                del entry.shorts[short]


def _row(key: str, entry: Entry, fits: list[Fit], seen: Seen, proper: set[str]) -> Row | None:
    shown = entry.shown or decapitalised(preferred(seen.forms[key], key), proper)
    english = _english_papers(key, entry, seen)
    papers = english.union(*(seen.papers[key_of(fit.name)] for fit in fits))
    if len(english) < LEAST_PAPERS - (entry.annotated > 1 or bool(entry.shown)) or not slug(shown):
        return None
    if entry.shown and entry.shown != entry.shown.lower() and len(seen.papers[key]) > 3 * len(english):
        return None
    han = [written(fit.name, seen) for fit in fits]
    if _is_loose_word(shown, entry, fits):
        return None
    names = [*_english_aliases(key, entry, shown, seen), *han[1:]]
    aliases = tuple(dict.fromkeys(name for name in names if name not in (shown, "")))
    kind = min(entry.types, key=lambda name: (-entry.types[name], name))
    return Row(slug(shown), kind, shown, han[0] if han else "", aliases, len(papers), ",".join(sorted(entry.sources)))


def _is_loose_word(shown: str, entry: Entry, fits: list[Fit]) -> bool:
    """Say whether this is one ordinary word that hardly any annotator named: its papers mean many things by it."""
    return " " not in shown and "-" not in shown and shown == shown.lower() and (entry.annotated < 2 or not fits)  # noqa: PLR2004


def written(name: str, seen: Seen) -> str:
    """Return a Chinese name as the papers most often write it, without spaces beside Chinese characters."""
    forms = seen.forms[key_of(name)]
    best = min(forms, key=lambda form: (-forms[form], form)) if forms else name
    return re.sub(r"(?<=[\u4e00-\u9fff]) | (?=[\u4e00-\u9fff])", "", best)


def _english_aliases(key: str, entry: Entry, shown: str, seen: Seen) -> list[str]:
    forms = seen.forms[key]
    plural = [shown + "s"] if forms[shown + "s"] > 1 else []
    own = plural if entry.shown else variants(forms, shown)
    shorts = sorted((s for s in entry.shorts if seen.exact[s]), key=lambda name: (-entry.shorts[name], name))
    plurals = [short + "s" for short in shorts if len(seen.exact[short + "s"]) > 1]
    others = [preferred(seen.forms[other], other) for other in sorted(entry.others) if not has_han(other)]
    return [*own, *others, *shorts, *plurals]
