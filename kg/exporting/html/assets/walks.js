// Walks through the graph, and where what they find stands in the picture.
function neighboursOf(node, hidden) {
  const found = new Map();
  for (const row of groupOf(graph.facts, node)) {
    if (hidden.has(graph.predicates[graph.predicate[row]])) continue;
    const other = graph.subject[row] === node ? graph.object[row] : graph.subject[row];
    if (other !== node) found.set(other, Math.max(found.get(other) || 0, papersOf(row)));
  }
  if (hidden.has("result")) return found;
  const { subject, benchmark } = graph.result;
  for (const row of groupOf(graph.results, node)) {
    const other = subject[row] === node ? benchmark[row] : benchmark[row] === node ? subject[row] : -1;
    if (other >= 0 && !found.has(other)) found.set(other, 1);
  }
  return found;
}

// Nodes up to so many steps away, with the number of steps and the node one came from; at most `limit`.
function neighbourhood(centre, depth, hiddenTypes, hidden, limit) {
  const steps = new Map([[centre, { step: 0, from: -1 }]]);
  let ring = [centre], all = 1;
  for (let step = 1; step <= depth; step++) {
    const next = new Map();
    for (const node of ring) {
      for (const other of neighboursOf(node, hidden).keys()) {
        if (!steps.has(other) && !next.has(other) && !hiddenTypes.has(typeOf(other))) next.set(other, { step, from: node });
      }
    }
    all += next.size;
    const kept = [...next.keys()].sort((a, b) => a - b).slice(0, Math.max(0, limit - steps.size));
    for (const node of kept) steps.set(node, next.get(node));
    ring = kept;
  }
  return { steps, all };
}

// All shortest paths lie between two searches' layers; of them the one through the least common things is drawn.
function pathBetween(start, end, hidden) {
  const distance = new Map([[start, 0]]), parents = new Map();
  let ring = [start];
  while (ring.length && !distance.has(end)) {
    const next = new Set();
    for (const node of ring) {
      for (const other of neighboursOf(node, hidden).keys()) {
        if (!distance.has(other)) { distance.set(other, distance.get(node) + 1); parents.set(other, []); next.add(other); }
        if (distance.get(other) === distance.get(node) + 1) parents.get(other).push(node);
      }
    }
    ring = [...next];
  }
  if (!distance.has(end)) return [];
  return cheapest(start, end, parents);
}

function cheapest(start, end, parents) {
  const cost = new Map([[start, [0, -1]]]);
  const price = (node) => {
    if (cost.has(node)) return cost.get(node)[0];
    let best = [Infinity, -1];
    for (const parent of parents.get(node).slice().sort((a, b) => a - b)) {
      const sum = price(parent) + Math.log2(2 + graph.facts.starts[parent + 1] - graph.facts.starts[parent]);
      if (sum < best[0]) best = [sum, parent];
    }
    cost.set(node, best);
    return best[0];
  };
  price(end);
  const path = [end];
  while (path[0] !== start) path.unshift(cost.get(path[0])[1]);
  return path;
}

// The path in a row (a column on a narrow screen), and around each step the things that its neighbours share.
function chainPlaces(path, upright) {
  const places = new Map();
  path.forEach((node, at) => {
    const along = (at - (path.length - 1) / 2) * 190, across = (at % 2 ? 1 : -1) * 26;
    places.set(node, upright ? [across * 2, along] : [along, across]);
  });
  return places;
}

// Rings around the centre, each node near the one it was reached from; then forces that undo crowding.
function ringPlaces(steps, upright) {
  const nodes = [...steps.keys()], children = new Map(nodes.map((node) => [node, []]));
  for (const [node, { from }] of steps) if (from >= 0) children.get(from).push(node);
  for (const list of children.values()) list.sort((a, b) => graph.type[a] - graph.type[b] || a - b);
  const weight = new Map();
  for (const node of nodes.slice().reverse()) weight.set(node, children.get(node).reduce((sum, child) => sum + weight.get(child), 0) || 1);
  const places = new Map(), place = (node, low, high) => {
    const { step } = steps.get(node), angle = (low + high) / 2, ring = step * Math.max(120, Math.sqrt(nodes.length) * 26);
    places.set(node, [Math.cos(angle) * ring, Math.sin(angle) * ring]);
    let from = low;
    for (const child of children.get(node)) {
      const share = (high - low) * weight.get(child) / weight.get(node);
      place(child, from, from + share);
      from += share;
    }
  };
  place(nodes[0], -Math.PI / 2, 1.5 * Math.PI);
  return relaxed(nodes, places, steps, upright);
}

function relaxed(nodes, places, steps, upright) {
  const many = nodes.length, x = new Float64Array(many), y = new Float64Array(many), at = new Map(nodes.map((node, index) => [node, index]));
  nodes.forEach((node, index) => { [x[index], y[index]] = places.get(node); });
  const pull = nodes.map((node) => [...neighboursOf(node, new Set()).keys()].slice(0, 400).map((other) => at.get(other)).filter((other) => other !== undefined));
  const rounds = Math.max(12, Math.min(220, Math.round(12e6 / (many * many + 1)))), [stretch, squash] = upright ? [1, 1.45] : [1.45, 1];
  for (let round = 0; round < rounds; round++) {
    const heat = 14 * (1 - round / rounds) + 0.5, fx = new Float64Array(many), fy = new Float64Array(many);
    for (let a = 0; a < many; a++) {
      for (let b = a + 1; b < many; b++) {
        const dx = (x[a] - x[b]) / stretch, dy = (y[a] - y[b]) / squash, near = dx * dx + dy * dy + 40, push = 900 / near;
        if (push < 0.02) continue;
        fx[a] += dx * push; fy[a] += dy * push; fx[b] -= dx * push; fy[b] -= dy * push;
      }
      for (const b of pull[a]) {
        const dx = x[b] - x[a], dy = y[b] - y[a], far = Math.hypot(dx, dy) + 1, draw = Math.max(0, far - 110) / far * (a === 0 || b === 0 ? 0.05 : 0.02);
        fx[a] += dx * draw; fy[a] += dy * draw;
      }
    }
    for (let a = 1; a < many; a++) {
      const force = Math.hypot(fx[a], fy[a]) + 1e-9, step = Math.min(force, heat);
      x[a] += fx[a] / force * step; y[a] += fy[a] / force * step;
    }
    x[0] = y[0] = 0;
  }
  return new Map(nodes.map((node, index) => [node, [x[index], y[index]]]));
}

// The most important nodes in the part of the map that the window shows: zoom in, and more appear.
function nodesInWindow(limit, hiddenTypes) {
  const scale = view.network.getScale(), { x, y } = view.network.getViewPosition();
  const wide = view.canvas.clientWidth / 2 / scale, high = view.canvas.clientHeight / 2 / scale, found = [];
  for (let node = 0; node < graph.size && found.length < limit; node++) {
    const [px, py] = turned() ? [graph.y[node], graph.x[node]] : [graph.x[node], graph.y[node]];
    if (px > x - wide && px < x + wide && py > y - high && py < y + high && !hiddenTypes.has(typeOf(node))) found.push(node);
  }
  return found;
}

// Names of the largest communities: of the papers in it where they are few, else of what is mostly its own.
function placeNames(nodes) {
  const groups = new Map();
  for (const node of nodes) {
    if (!groups.has(graph.group[node])) groups.set(graph.group[node], []);
    groups.get(graph.group[node]).push(node);
  }
  const large = [...groups.entries()].filter(([, members]) => members.length >= 5).sort((a, b) => b[1].length - a[1].length).slice(0, 32);
  return large.map(([group, members]) => {
    const papers = members.filter(isPaper), places = members.map(placeOf), top = places.reduce((best, place) => (place[1] < best[1] ? place : best));
    const middle = places.reduce((sum, place) => sum + place[0], 0) / places.length;
    if (graph.size > view.limit) return { nodes: [topicOf(group, members)], x: middle, y: places.reduce((sum, place) => sum + place[1], 0) / places.length, size: Math.min(17, 10 + Math.sqrt(members.length) * 0.6) };
    return { nodes: papers.length && papers.length <= 2 ? papers : [topicOf(group, members)], x: (top[0] + middle) / 2, y: top[1] - SHORE - 16, size: Math.min(14, 9 + Math.sqrt(members.length) * 0.4) };
  });
}

function topicOf(group, members) {
  const own = (node) => {
    const near = [...neighboursOf(node, new Set()).keys()];
    return near.filter((other) => graph.group[other] === group).length / (near.length || 1) > 0.5;
  };
  const things = members.filter((node) => !isPaper(node));
  return things.find((node) => typeOf(node) === "Task" && own(node)) ?? things.find(own) ?? things[0] ?? members[0];
}
