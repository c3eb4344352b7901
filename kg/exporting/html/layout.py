"""Where each node stands: a plane on which communities keep apart, the same for the same graph.

A start by communities (each on its own disc, discs packed on a spiral by their ties), then forces: springs
along edges that pull weaker across communities, repulsion of every node by every other, gravity that favours
a wide picture (ForceAtlas2, Jacomy et al. 2014). Repulsion is exact on small graphs; on large ones it is read
off a grid by FFT convolution (as in FIt-SNE, Linderman et al. 2019), so that one step costs O(n + m).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kg.exporting.html.communities import Arcs, Ints, communities

Floats = NDArray[np.float64]
Waves = NDArray[np.complex128]

EXACT = 500
"""Up to so many nodes, repulsion is summed pair by pair."""
WIDE = 1.5
"""How much wider than high the picture is."""
FINE = 40_000
"""From so many nodes on, the grid of repulsion is the finer one."""
RESOLUTION = 0.6
"""Below 1, so that what one paper speaks of stays one community."""
LABELLED = np.array([1.3, 1.0])
"""Nodes stand further apart along a line than across it, since that is how labels are written."""
DENSITY = 1.7
"""How much more room than its nodes' discs a community has."""
DISCS = 160
"""So many communities are arranged by their ties; the small ones beyond lie around them."""
CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))
GOLDEN = np.pi * (3 - np.sqrt(5))


def layout(arcs: Arcs, radius: Floats, seed: int = 7) -> tuple[Floats, Ints]:
    """Positions (n x 2, in the unit of ``radius``, centred) and the community of each node, largest first."""
    if arcs.size == 0:
        return np.zeros((0, 2)), np.zeros(0, dtype=np.int64)
    levels = communities(arcs, seed, RESOLUTION)
    labels, room = levels[-1], radius * 0.8 + 20.0
    place = _start(arcs, labels, room)
    place = _relax(arcs, place, labels, room)
    place = _sized(place, labels, room)
    place = spread(place / LABELLED, room, rounds=90 if arcs.size <= EXACT else 10) * LABELLED
    place = _gather(arcs, place, labels, room)
    return place - (place.max(axis=0) + place.min(axis=0)) / 2, labels


def _sized(place: Floats, labels: Ints, room: Floats) -> Floats:
    """Give each community the area that its nodes need, and keep its centre in proportion."""
    centre = _centres(place, labels)
    away = place - centre[labels]
    need = np.bincount(labels, room**2) * DENSITY
    have = np.bincount(labels, (away**2).sum(axis=1)) * 2 / np.bincount(labels)
    factor = np.sqrt(need / np.maximum(have, 1e-9))
    whole = np.sqrt(need.sum() * 2.0 / np.maximum(2 * (centre[labels] ** 2).sum(axis=1).mean(), 1e-9))
    sized: Floats = centre[labels] * whole + away * np.where(np.bincount(labels) > 1, factor, 0.0)[labels][:, None]
    return sized


def _gather(arcs: Arcs, place: Floats, labels: Ints, room: Floats) -> Floats:
    """Move communities as wholes, until they lie close together without touching."""
    centre = _centres(place, labels)
    away = place - centre[labels]
    reach = np.zeros(len(centre))
    np.maximum.at(reach, labels, np.sqrt((away**2).sum(axis=1)) * 0.9 + room)
    few = min(len(centre), DISCS)
    moved = centre.copy()
    moved[:few] = _pull(centre[:few], reach[:few] * 0.97 + 16.0, _ties(arcs, labels, few), 300)
    if few < len(centre):
        edge = float(np.sqrt((moved[:few] ** 2).sum(axis=1)).max(initial=0.0)) + float(reach[:few].max(initial=0.0))
        rest = np.arange(len(centre) - few)
        area = np.cumsum(reach[few:] ** 2) * 1.6
        moved[few:] = _polar(np.sqrt(edge**2 + area), rest * GOLDEN)
    return moved[labels] + away


def _start(arcs: Arcs, labels: Ints, radius: Floats) -> Floats:
    """Communities as discs on a spiral, larger ones inside; nodes on a sunflower in each disc."""
    count = int(labels.max()) + 1
    area = np.bincount(labels, (radius * 2.2) ** 2, count)
    disc = np.sqrt(area)
    centre = _tied_discs(arcs, labels, disc)
    # In a large graph the important ones are strewn over the disc, so that a map of them alone shows all of it.
    eager = np.bincount(arcs.source, arcs.weight, arcs.size) if arcs.size < FINE else _strewn(arcs.size)
    order = np.lexsort((-eager, labels))
    sizes = np.bincount(labels, minlength=count)
    within = np.empty(arcs.size)
    within[order] = np.arange(arcs.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    distance = disc[labels] * np.sqrt((within + 0.5) / sizes[labels])
    return centre[labels] + _polar(distance, within * GOLDEN)


def _strewn(count: int) -> Floats:
    strewn: Floats = (np.arange(count) * (GOLDEN / (2 * np.pi))) % 1.0
    return strewn


def _tied_discs(arcs: Arcs, labels: Ints, disc: Floats) -> Floats:
    """Centres of the discs: a spiral by size, then pulled by the ties between communities and pushed apart."""
    count = len(disc)
    reach = np.sqrt(np.cumsum(disc**2) * 1.3) - disc[0] * 0.9
    centre = _polar(reach, np.arange(count) * GOLDEN)
    few = min(count, DISCS)
    centre[:few] = _pull(centre[:few], disc[:few], _ties(arcs, labels, few), 60)
    return centre


def _ties(arcs: Arcs, labels: Ints, few: int) -> Floats:
    """How strongly each two of the first communities are tied, by the share of their ties."""
    tie = np.zeros((few, few))
    inside = (labels[arcs.source] < few) & (labels[arcs.target] < few)
    np.add.at(tie, (labels[arcs.source[inside]], labels[arcs.target[inside]]), arcs.weight[inside])
    np.fill_diagonal(tie, 0)
    share = tie / np.maximum(tie.sum(axis=1, keepdims=True), 1e-9)
    mutual: Floats = np.maximum(share, share.T)
    return mutual


def _pull(centre: Floats, disc: Floats, tie: Floats, rounds: int) -> Floats:
    """Discs drawn to those they are tied to and to the middle, and out of one another."""
    room = disc[:, None] + disc[None, :]
    for step in np.linspace(0.12, 0.004, rounds):
        across, along = (centre[:, axis][:, None] - centre[:, axis][None] for axis in (0, 1))
        gap = np.sqrt(across * across + along * along) + 1e-9
        push = np.maximum(room - gap, 0) / gap * 0.5 - step * 0.5 * tie * (gap > room)
        force = np.stack([(across * push).sum(axis=1), (along * push).sum(axis=1)], axis=1)
        centre = centre + force - step * 0.3 * centre * np.array([1.0, WIDE**2])
    return centre


def _relax(arcs: Arcs, place: Floats, labels: Ints, radius: Floats) -> Floats:
    """Forces with a step that shrinks; the unit of length is the mean distance between neighbours."""
    unit = float(np.sqrt((radius**2).mean())) * 3.2
    degree = np.bincount(arcs.source, minlength=arcs.size)
    mass = 1.0 + degree.astype(float)
    pull = arcs.weight * np.where(labels[arcs.source] == labels[arcs.target], 1.0, 0.25)
    pull = pull / np.maximum(np.minimum(mass[arcs.source], mass[arcs.target]), 1.0) ** 0.35
    place = place / unit
    steps = 160 if arcs.size <= EXACT else 50 if arcs.size <= FINE else 30
    home = _centres(place, labels)
    for heat in np.linspace(1.0, 0.02, steps):
        force = _repulsion(place, np.sqrt(mass)) * 0.9
        along = place[arcs.target] - place[arcs.source]
        reach = np.sqrt((along**2).sum(axis=1)) + 1e-9
        spring = along * (pull * np.log1p(reach) / reach)[:, None]
        for axis in (0, 1):
            force[:, axis] += np.bincount(arcs.source, spring[:, axis], arcs.size)
        force += (_centres(place, labels)[labels] - place) * 0.04 + (home[labels] - place) * 0.01
        force -= place * np.array([0.012, 0.012 * WIDE**2])
        length = np.sqrt((force**2).sum(axis=1)) + 1e-9
        place = place + force * (np.minimum(length, 2.0 * heat) / length)[:, None] * 0.5
    return place * unit


def _centres(place: Floats, labels: Ints) -> Floats:
    sizes = np.maximum(np.bincount(labels), 1)
    return np.stack([np.bincount(labels, place[:, axis]) / sizes for axis in (0, 1)], axis=1)


def _repulsion(place: Floats, mass: Floats) -> Floats:
    """The push of every node on every other, mass times mass over distance."""
    if len(place) > EXACT:
        return _grid_repulsion(place, mass)
    # Axis by axis: a matrix product would give other last digits on another processor.
    across, along = (place[:, axis][:, None] - place[:, axis][None] for axis in (0, 1))
    share = mass[:, None] * mass[None] / (across * across + along * along + 0.05)
    return np.stack([(across * share).sum(axis=1), (along * share).sum(axis=1)], axis=1)


@lru_cache(maxsize=2)
def _kernel(size: int) -> tuple[Waves, Waves]:
    """Fourier transforms of the two components of a 1/r force, in cells, padded against wrapping round."""
    axis = np.fft.fftfreq(2 * size, 1 / (2 * size))
    dx, dy = np.meshgrid(axis, axis, indexing="ij")
    bend = 1 / (dx**2 + dy**2 + 0.5)
    return np.fft.rfft2(dx * bend), np.fft.rfft2(dy * bend)


def _grid_repulsion(place: Floats, mass: Floats) -> Floats:
    """The same off a grid, by FFT; each node gives its mass to, and reads from, the four cells around it."""
    size = 128 if len(place) < FINE else 256
    low = place.min(axis=0)
    cell = float((place.max(axis=0) - low).max()) / (size - 2) + 1e-9
    at = (place - low) / cell
    corner = at.astype(np.int64)
    part = at - corner
    spot = np.concatenate([(corner[:, 0] + i) * size + corner[:, 1] + j for i, j in CORNERS])
    share = np.concatenate([_share(part, i, j) for i, j in CORNERS])
    grid = np.bincount(spot, share * np.tile(mass, 4), size * size).reshape(size, size)
    wave = np.fft.rfft2(grid, (2 * size, 2 * size))
    force = np.empty_like(place)
    for axis, kernel in enumerate(_kernel(size)):
        pull = np.fft.irfft2(wave * kernel, (2 * size, 2 * size))[:size, :size].ravel()
        force[:, axis] = (share * pull[spot]).reshape(4, -1).sum(axis=0) * mass / cell
    return force


def _share(part: Floats, i: int, j: int) -> Floats:
    across = part[:, 0] if i else 1 - part[:, 0]
    along = part[:, 1] if j else 1 - part[:, 1]
    shares: Floats = across * along
    return shares


def spread(place: Floats, radius: Floats, rounds: int) -> Floats:
    """Push overlapping nodes apart: each looks at those that follow it in order along four slanted sweeps."""
    place = place.copy()
    widest = float(radius.max()) * 2.4
    for turn in range(rounds):
        angle = turn * GOLDEN
        tilt = place @ np.array([np.cos(angle), np.sin(angle)])
        strip = np.floor((place @ np.array([-np.sin(angle), np.cos(angle)])) / widest + turn * 0.5)
        order = np.lexsort((tilt, strip))
        lined, size = place[order], radius[order]
        shift = np.zeros_like(place)
        for step in range(1, min(7, len(order))):
            away = lined[step:] - lined[:-step]
            gap = np.sqrt((away**2).sum(axis=1)) + 1e-6
            push = away * (np.maximum((size[step:] + size[:-step]) * 1.25 - gap, 0) / gap * 0.35)[:, None]
            shift[order[step:]] += push
            shift[order[:-step]] -= push
        place += shift
    return place


def _polar(distance: Floats, angle: Floats) -> Floats:
    return np.stack([distance * np.cos(angle) * np.sqrt(WIDE), distance * np.sin(angle) / np.sqrt(WIDE)], axis=1)
