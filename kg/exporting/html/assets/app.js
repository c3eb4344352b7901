// The page as a whole: what each part does when something changes, and what keys and buttons mean.
const settings = JSON.parse(document.getElementById("settings").textContent);
const byId = (id) => document.getElementById(id);
const announce = (text) => { byId("status").textContent = text; };
const asking = { from: -1 };

function apply(next) {
  const before = { ...state };
  Object.assign(state, next);
  const wanted = state.lang || settings.language || (navigator.language.startsWith("zh") ? "zh" : "en");
  const turnedLanguage = wanted !== language || !apply.done;
  language = wanted;
  if (turnedLanguage) writeWords();
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const wantedTheme = state.theme || (dark ? "dark" : "light");
  if (wantedTheme !== themeName || !apply.done) { setTheme(wantedTheme); recolour(); }
  const changed = ["focus", "depth", "to", "without"].some((key) => String(before[key]) !== String(state[key]));
  if (changed || !apply.done) showScene();
  const panelled = document.body.classList.contains("with-panel");
  select(changed || turnedLanguage || !apply.done || before.select !== state.select || before.edge !== state.edge);
  showLegend();
  showTable();
  const turned = panelled !== document.body.classList.contains("with-panel");
  if ((changed && before.without === state.without) || !apply.done || (turned && state.focus)) fit(Boolean(apply.done));
  apply.done = true;
  view.network.redraw();
}

function showScene() {
  const focus = nodeByKey(state.focus), to = nodeByKey(state.to), types = hiddenTypes(), hidden = hiddenPredicates();
  view.chain = null;
  drawing.centre = focus;
  if (focus >= 0 && to >= 0) showChain(focus, to, hidden);
  else if (focus >= 0) showNeighbourhood(focus, types, hidden);
  else showOverview(types, hidden);
  showCrumbs(focus, to);
}

function showChain(focus, to, hidden) {
  view.map = false;
  view.chain = pathBetween(focus, to, hidden);
  view.all = view.chain.length;
  view.place = chainPlaces(view.chain, view.upright);
  show(view.chain, new Set(), hidden);
}

function showNeighbourhood(focus, types, hidden) {
  const { steps, all } = neighbourhood(focus, state.depth, types, hidden, Math.min(settings.shown, 600));
  view.map = false;
  view.all = all;
  view.place = ringPlaces(steps, view.upright);
  show([...steps.keys()], new Set(), hidden);
}

function showOverview(types, hidden) {
  const first = [];
  for (let node = 0; node < graph.size && first.length < settings.shown; node++) if (!types.has(typeOf(node))) first.push(node);
  view.map = true;
  view.place = null;
  view.all = graph.size;
  show(first, types, hidden);
  drawing.places = placeNames(first);
}

// Zooming into the overview of a large graph brings what was too small to show.
let settling = 0;
function settle() {
  clearTimeout(settling);
  settling = setTimeout(() => {
    if (!view.map || graph.size <= settings.shown || view.moving) return;
    show(nodesInWindow(settings.shown, hiddenTypes()), hiddenTypes(), hiddenPredicates());
    showCount();
  }, 160);
}

function select(moved) {
  if (!moved) return;
  const node = nodeByKey(state.select), [from, to] = state.edge.split("~").map(nodeByKey);
  const centre = nodeByKey(state.focus);
  drawing.selected = node;
  drawing.edge = state.edge && from >= 0 && to >= 0 ? `${from}-${to}` : "";
  drawing.strong = strongNodes(node, from, to);
  if (node >= 0) fillPanel(nodePanel(node));
  else if (drawing.edge) fillPanel(pairPanel(from, to));
  else if (view.chain) fillPanel(chainPanel(view.chain));
  else if (centre >= 0) fillPanel(nodePanel(centre));
  else closePanel();
  const at = node >= 0 ? node : centre;
  if (at >= 0) announce(`${typeWord(typeOf(at))}: ${nameOf(at)}`);
}

function strongNodes(node, from, to) {
  if (drawing.edge) return new Set([from, to]);
  if (node < 0 || view.chain) return null;
  return new Set([node, ...neighboursOf(node, hiddenPredicates()).keys()]);
}

function showCount() {
  const whole = view.map ? graph.size : view.all;
  const thin = view.lines > view.pairs.size ? ` · ${word("thinned", count(view.pairs.size), count(view.lines))}` : "";
  byId("count").textContent = word("shown", count(view.shown.size), count(whole)) + thin;
}

function showCrumbs(focus, to) {
  const bar = byId("crumbs"), depth = [1, 2, 3].map((step) => el("button", { type: "button", "aria-pressed": String(state.depth === step), onclick: () => go({ depth: step }) }, String(step)));
  showCount();
  bar.hidden = focus < 0;
  if (focus < 0) return;
  bar.replaceChildren(
    el("button", { type: "button", class: "home", onclick: () => go({ focus: "", to: "", depth: 1, select: "", edge: "" }) }, `← ${word("overview")}`),
    el("strong", {}, el("bdi", {}, shorten(nameOf(focus), 36))),
    ...(to >= 0 ? [el("span", { "aria-hidden": "true" }, "→"), el("strong", {}, el("bdi", {}, shorten(nameOf(to), 36))),
      el("button", { type: "button", "aria-label": word("close"), onclick: () => go({ to: "" }) }, "×")]
      : [el("span", { role: "group", class: "depths", "aria-label": word("depth") }, el("span", { "aria-hidden": "true" }, word("depth")), ...depth)]));
}

function showTable() {
  const tabled = state.view === "table";
  document.body.classList.toggle("tabled", tabled);
  byId("table").hidden = !tabled;
  byId("table-button").setAttribute("aria-pressed", String(tabled));
  if (tabled) fillTable();
}

function askPath(from) {
  asking.from = from;
  byId("search").placeholder = word("pathFrom", nameOf(from));
  byId("search").value = "";
  byId("search").focus();
}

async function start() {
  byId("count").textContent = word("opening");
  if (!window.DecompressionStream) { byId("count").textContent = word("broken"); return; }
  const box = byId("graph");
  view.limit = settings.shown;
  view.upright = box.clientHeight > box.clientWidth * 1.1;
  openView(box);
  await openGraph();
  paintView();
  listen();
  apply(readFragment());
  document.body.dataset.ready = "yes";
  byId("opening")?.remove();
  (window.requestIdleCallback || setTimeout)(() => { indexNames(); indexSqueezed(); });
}
// For those who script the page: go somewhere, and where on the screen a thing or the middle of a line is.
window.kgPage = {
  go, state,
  onScreen(key) { const { x, y } = bodyOf(nodeByKey(key)); return view.network.canvasToDOM({ x, y }); },
  lineOnScreen(from, to) { return view.network.canvasToDOM(curve(`${nodeByKey(from)}-${nodeByKey(to)}`).middle); },
  shown: () => [...view.shown].map((node) => graph.key[node]),
};
start().catch((error) => { byId("count").textContent = String(error); console.error(error); });
