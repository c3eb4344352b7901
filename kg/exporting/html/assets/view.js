// The picture: one vis-network, the nodes and lines shown in it, and what may be asked of it.
const view = { first: new Map(), network: null, nodes: null, edges: null, shown: new Set(), pairs: new Map(), place: null, map: true, moving: false, thinned: 0, lines: 0 };
const linesAtMost = () => (crowded() ? 1500 : 4000);
const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

// The network that pyvis wrote is on the screen before the data blocks are unpacked.
function openView(container) {
  const { nodes, edges, options } = JSON.parse(document.getElementById("network").textContent);
  for (const node of nodes) { node.shape = "custom"; node.ctxRenderer = customRenderer; view.first.set(node.id, [node.x, node.y]); }
  view.nodes = new vis.DataSet(nodes);
  view.edges = new vis.DataSet(edges);
  view.network = new vis.Network(container, { nodes: view.nodes, edges: view.edges }, options);
  view.canvas = container.querySelector("canvas");
}

function paintView() {
  view.network.on("beforeDrawing", beforeDrawing);
  view.network.on("afterDrawing", afterDrawing);
}

const placeOf = (node) => (view.place && view.place.get(node)) || [turned() ? graph.y[node] : graph.x[node], turned() ? graph.x[node] : graph.y[node]];
const turned = () => view.upright;
const bodyOf = (node) => view.network.body.nodes[node];

// Show these nodes, with every line between two of them that no filter hides.
function show(nodes, hiddenTypes, hiddenPredicates) {
  const kept = nodes.filter((node) => !hiddenTypes.has(typeOf(node)));
  view.shown = new Set(kept);
  view.pairs = pairsAmong(kept, hiddenPredicates);
  const gone = view.nodes.getIds().filter((node) => !view.shown.has(node));
  view.stroke = Math.max(1, expectedScale(kept) ** -0.8) * (kept.length > 800 ? 0.6 : 1);
  const edges = edgesOf(view.pairs), ids = new Set(edges.map((edge) => edge.id));
  view.edges.remove(view.edges.getIds().filter((id) => !ids.has(id)));
  view.nodes.remove(gone);
  view.nodes.update(kept.filter((node) => !stands(node)).map((node) => {
    const [x, y] = placeOf(node);
    view.first.delete(node);
    return { id: node, x, y, shape: "custom", ctxRenderer: customRenderer };
  }));
  view.edges.update(edges.filter(changedLine));
}

// Whether a node is there already, in its place: vis-network takes its time over each that it is told of.
function stands(node) {
  const at = bodyOf(node), [x, y] = placeOf(node);
  return at && Math.abs(at.x - x) < 1 && Math.abs(at.y - y) < 1;
}

function changedLine(edge) {
  const drawn = view.edges.get(edge.id);
  return !drawn || drawn.width !== edge.width || drawn.color?.color !== edge.color.color || Boolean(drawn.dashes) !== Boolean(edge.dashes);
}

// The zoom at which all of them would just fit: lines are drawn to be seen at it.
function expectedScale(nodes) {
  let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
  for (const node of nodes) {
    const [x, y] = placeOf(node);
    left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
  }
  return Math.min(1.4, view.canvas.clientWidth / (right - left + 200), view.canvas.clientHeight / (bottom - top + 200));
}

// Lines between two nodes, one for each direction: the facts and results that it stands for.
function pairsAmong(nodes, hidden) {
  const pairs = new Map();
  const add = (from, to, kind, row) => {
    const key = `${from}-${to}`;
    if (!pairs.has(key)) pairs.set(key, { from, to, fact: [], result: [] });
    pairs.get(key)[kind].push(row);
  };
  for (const node of nodes) {
    for (const row of groupOf(graph.facts, node)) {
      if (graph.subject[row] !== node || !view.shown.has(graph.object[row])) continue;
      if (!hidden.has(graph.predicates[graph.predicate[row]])) add(node, graph.object[row], "fact", row);
    }
    for (const row of hidden.has("result") ? [] : groupOf(graph.results, node)) {
      const { subject, benchmark } = graph.result;
      if (subject[row] === node && view.shown.has(benchmark[row])) add(node, benchmark[row], "result", row);
    }
  }
  return pairs;
}

const papersOf = (row) => graph.papers[row];
const predicatesOf = (pair) => pair.fact.map((row) => graph.predicates[graph.predicate[row]]);

function edgesOf(pairs) {
  let list = [...pairs.entries()];
  view.lines = list.length;
  if (list.length > linesAtMost()) {
    const worth = ([, pair]) => pair.fact.reduce((sum, row) => sum + papersOf(row), pair.result.length);
    list = list.map((entry) => [worth(entry), entry]).sort((a, b) => b[0] - a[0]).slice(0, linesAtMost()).map(([, entry]) => entry);
    view.pairs = new Map(list);
  }
  const colours = theme();
  return list.map(([id, pair]) => {
    const kinds = predicatesOf(pair), both = kinds.length > 0 && kinds.every((kind) => kind === "comparedWith");
    const support = pair.fact.reduce((sum, row) => sum + papersOf(row), 0);
    return { id, from: pair.from, to: pair.to, width: view.stroke * (0.75 + 0.5 * Math.log1p(support)), dashes: both ? [6, 5] : kinds[0] === "mentions" && kinds.length === 1 ? [2, 5] : false,
      color: { color: colours.line, highlight: colours.line, hover: colours.line, inherit: false },
      arrows: { to: { enabled: !both, scaleFactor: 0.42 } }, hoverWidth: 0, selectionWidth: 0 };
  });
}

function recolour() {
  if (!apply.done) return;
  const colours = theme();
  view.edges.update(view.edges.getIds().map((id) => ({ id, color: { color: colours.line, highlight: colours.line, hover: colours.line, inherit: false } })));
  view.network.redraw();
}

// What a line says, as its label: predicates, then results.
function pairLabel(pair) {
  const said = [...new Set(predicatesOf(pair))].map((predicate) => predicateWord(predicate));
  const results = pair.result.slice(0, 2).map((row) => resultText(row));
  if (pair.result.length > 2) results.push("…");
  return [...said, ...results].join(" · ");
}

const crowded = () => view.map && graph.size > view.limit;

function beforeDrawing(ctx) {
  drawing.scale = view.network.getScale();
  const shown = [];
  for (const node of view.shown) {
    const body = bodyOf(node);
    if (body) shown.push([body.x, body.y]);
  }
  if (crowded()) paintSpecks(ctx);
  else if (view.map) paintLand(ctx, shown);
  ctx.globalAlpha = drawing.strong !== null ? 0.1 : crowded() && drawing.scale < 0.3 ? 0.12 : 0.85;
}

function afterDrawing(ctx) {
  ctx.globalAlpha = 1;
  const room = new Room(), toScreen = (x, y) => { const at = view.network.canvasToDOM({ x, y }); return [at.x, at.y]; };
  const marked = markedPairs();
  for (const id of marked) paintEdge(ctx, id);
  const over = new Set([...(drawing.strong || []), ...marked.flatMap((id) => [view.pairs.get(id).from, view.pairs.get(id).to])]);
  for (const node of over) if (view.shown.has(node) && bodyOf(node)) paintNode(ctx, node, bodyOf(node).x, bodyOf(node).y);
  const nodes = labelOrder(toScreen);
  const crowd = crowded();
  if (crowd && drawing.strong === null) paintPlaces(ctx, toScreen, room);
  for (const [node, x, y] of nodes) {
    const [sx, sy] = toScreen(x, y), half = radiusOf(node) * drawing.scale * 0.7;
    if (!faded(node)) room.take(sx - half, sy - half, sx + half, sy + half);
  }
  const must = nodes.filter(([node]) => node === drawing.selected || node === drawing.hover || node === drawing.centre);
  if (view.map && !crowd && drawing.strong === null) paintPlaces(ctx, toScreen, room);
  drawing.written = paintLabels(ctx, must, toScreen, room);
  const told = drawing.scale > 1.5 && drawing.strong === null ? [...view.pairs.keys()] : marked;
  if (told.length <= 160) paintEdgeLabels(ctx, told, toScreen, room);
  drawing.written.push(...paintLabels(ctx, nodes.filter((entry) => !must.includes(entry)), toScreen, room));
}

function markedPairs() {
  if (drawing.edge) return view.pairs.has(drawing.edge) ? [drawing.edge] : [];
  const at = drawing.hover >= 0 ? drawing.hover : drawing.selected >= 0 ? drawing.selected : drawing.centre;
  if (view.chain) return [...view.pairs.keys()];
  if (at < 0) return [];
  return [...view.pairs.keys()].filter((id) => { const pair = view.pairs.get(id); return pair.from === at || pair.to === at; });
}

// Nodes on the screen, the most wanted label first.
function labelOrder(toScreen) {
  const { clientWidth: width, clientHeight: height } = view.canvas, list = [];
  for (const node of view.shown) {
    const body = bodyOf(node);
    if (!body) continue;
    const [x, y] = toScreen(body.x, body.y);
    if (x > -80 && y > -40 && x < width + 80 && y < height + 40) list.push([node, body.x, body.y]);
  }
  const few = list.length < 600, first = (node) => node === drawing.selected || node === drawing.hover || node === drawing.centre;
  const rank = (node) => (first(node) ? -2e9 : faded(node) ? 1e9 : few && isPaper(node) ? -1e6 : few && graph.weight[node] > 0.2 ? -1e7 : 0) + node;
  return list.sort((a, b) => rank(a[0]) - rank(b[0])).slice(0, 900);
}

function curve(id) {
  const edge = view.network.body.edges[id];
  if (!edge || !edge.edgeType || !edge.from || !edge.to) return null;
  const middle = edge.edgeType.getPoint(0.5), { from, to } = edge;
  return { from, to, middle, bend: { x: 2 * middle.x - (from.x + to.x) / 2, y: 2 * middle.y - (from.y + to.y) / 2 } };
}

function paintEdge(ctx, id) {
  const line = curve(id);
  if (!line) return;
  const pair = view.pairs.get(id), both = predicatesOf(pair).length > 0 && predicatesOf(pair).every((kind) => kind === "comparedWith");
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = theme().bold;
  ctx.lineWidth = 1.8 / drawing.scale ** 0.7;
  if (both) ctx.setLineDash([6 / drawing.scale, 4 / drawing.scale]);
  ctx.beginPath();
  ctx.moveTo(line.from.x, line.from.y);
  ctx.quadraticCurveTo(line.bend.x, line.bend.y, line.to.x, line.to.y);
  ctx.stroke();
  ctx.setLineDash([]);
  if (!both) paintArrow(ctx, line, radiusOf(pair.to) * 1.1);
  ctx.restore();
}

function paintArrow(ctx, line, off) {
  const angle = Math.atan2(line.to.y - line.bend.y, line.to.x - line.bend.x), size = 9 / drawing.scale ** 0.7;
  ctx.translate(line.to.x - Math.cos(angle) * off, line.to.y - Math.sin(angle) * off);
  ctx.rotate(angle);
  ctx.beginPath();
  ctx.moveTo(0, 0); ctx.lineTo(-size, size * 0.45); ctx.lineTo(-size * 0.75, 0); ctx.lineTo(-size, -size * 0.45);
  ctx.fill();
}

function paintEdgeLabels(ctx, ids, toScreen, room) {
  const ratio = window.devicePixelRatio || 1;
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.font = `500 10.5px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const id of ids) {
    const line = curve(id);
    if (!line) continue;
    const [x, y] = toScreen(line.middle.x, line.middle.y), text = shorten(pairLabel(view.pairs.get(id)), 48), half = ctx.measureText(text).width / 2 + 2;
    if (!room.free(x - half, y - 7, x + half, y + 7)) continue;
    room.take(x - half, y - 7, x + half, y + 7);
    ctx.lineWidth = 4; ctx.strokeStyle = theme().halo; ctx.strokeText(text, x, y);
    ctx.fillStyle = theme().bold; ctx.fillText(text, x, y);
  }
  ctx.restore();
}

// All that is shown, with room for labels at the sides and for what lies over the picture above and below.
function fit(animated = true) {
  const nodes = [...view.shown];
  if (!nodes.length) return;
  view.network.setSize("100%", "100%");
  const xs = nodes.map((node) => bodyOf(node).x), ys = nodes.map((node) => bodyOf(node).y), { clientWidth: width, clientHeight: height } = view.canvas;
  const left = Math.min(...xs), right = Math.max(...xs), top = Math.min(...ys), bottom = Math.max(...ys), over = view.map ? 24 : 64;
  const covered = document.body.classList.contains("with-panel") && window.innerWidth <= 860 ? height * 0.52 : 0;
  const scale = Math.min(1.5, (width - Math.min(150, width * 0.2)) / (right - left + 60), (height - covered - over - 76) / (bottom - top + 60));
  const position = { x: (left + right) / 2, y: (top + bottom) / 2 + (covered + 44 - over) / 2 / scale };
  view.network.moveTo({ position, scale, animation: animated && !still() ? { duration: 350, easingFunction: "easeInOutQuad" } : false });
}
