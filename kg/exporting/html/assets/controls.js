// Controls: search with completion, the legend, buttons, keys, and the picture's own events.
const choices = { list: [], at: -1 };

function complete() {
  const box = byId("search"), query = box.value;
  choices.list = query.trim() ? search(query) : [];
  choices.at = choices.list.length ? 0 : -1;
  drawChoices(query);
}

function drawChoices(query) {
  const list = byId("choices"), box = byId("search");
  list.replaceChildren(...choices.list.map((node, at) => {
    const other = foundBy(node, query) || otherNameOf(node);
    return el("li", { id: `choice-${at}`, role: "option", "aria-selected": String(at === choices.at), onclick: () => choose(at) },
      badge(typeOf(node)), el("bdi", {}, nameOf(node)), other && other !== nameOf(node) ? el("bdi", { class: "quiet" }, other) : null, el("span", { class: "quiet kindword" }, typeWord(typeOf(node))));
  }));
  if (query.trim() && !choices.list.length) list.append(el("li", { class: "quiet", role: "option", "aria-disabled": "true" }, word("none")));
  list.hidden = !query.trim();
  box.setAttribute("aria-expanded", String(!list.hidden));
  if (choices.at >= 0) box.setAttribute("aria-activedescendant", `choice-${choices.at}`);
  else box.removeAttribute("aria-activedescendant");
  if (query.trim()) announce(word("found", choices.list.length));
}

function choose(at) {
  const node = choices.list[at], from = asking.from, box = byId("search");
  if (node === undefined) return;
  box.value = "";
  choices.list = []; choices.at = -1;
  drawChoices("");
  asking.from = -1;
  box.placeholder = word("search");
  if (from >= 0) go({ focus: graph.key[from], to: graph.key[node], select: "", edge: "" });
  else go({ focus: graph.key[node], to: "", select: "", edge: "" });
  byId("graph").focus();
}

function searchKey(event) {
  const many = choices.list.length;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!many) return;
    choices.at = (choices.at + (event.key === "ArrowDown" ? 1 : many - 1)) % many;
    drawChoices(byId("search").value);
    byId(`choice-${choices.at}`).scrollIntoView({ block: "nearest" });
    event.preventDefault();
  } else if (event.key === "Enter") { choose(Math.max(0, choices.at)); event.preventDefault(); }
  else if (event.key === "Escape") { byId("search").value = ""; asking.from = -1; byId("search").placeholder = word("search"); complete(); }
}

function toggled(name) {
  const hidden = hiddenOf(state.without);
  if (hidden.has(name)) hidden.delete(name); else hidden.add(name);
  go({ without: [...hidden].sort().join(",") });
}

function legendRow(name, label, number, picture, others) {
  const box = el("input", { type: "checkbox", id: `filter-${name}` });
  box.checked = !hiddenOf(state.without).has(name);
  box.addEventListener("change", () => toggled(name));
  const only = el("button", { type: "button", class: "only", "aria-label": word("only", label), title: word("only", label),
    onclick: () => go({ without: [...new Set([...[...hiddenOf(state.without)].filter((each) => !others.includes(each)), ...others.filter((each) => each !== name)])].sort().join(",") }) }, "◎");
  return el("li", {}, el("label", {}, box, picture, el("span", { class: "grow" }, label), el("span", { class: "number" }, count(number))), only);
}

let tallied = null;
function tally() {
  if (tallied) return tallied;
  const types = new Map(), predicates = new Map();
  for (let node = 0; node < graph.size; node++) types.set(typeOf(node), (types.get(typeOf(node)) || 0) + 1);
  for (let row = 0; row < graph.predicate.length; row++) { const name = graph.predicates[graph.predicate[row]]; predicates.set(name, (predicates.get(name) || 0) + 1); }
  if (graph.result.length) predicates.set("result", graph.result.length);
  const order = (list, known) => [...list].sort((a, b) => (known.indexOf(a[0]) + 99) % 99 - (known.indexOf(b[0]) + 99) % 99);
  tallied = { types: order(types, ORDER), predicates: order(predicates, Object.keys(PREDICATE_WORDS)) };
  return tallied;
}

function showLegend() {
  const { types, predicates } = tally(), focused = document.activeElement?.id;
  byId("types").replaceChildren(...types.map(([type, number]) => legendRow(type, typeWord(type), number, badge(type), types.map(([each]) => each))));
  byId("predicates").replaceChildren(...predicates.map(([name, number]) => legendRow(name, predicateWord(name), number, null, predicates.map(([each]) => each))));
  byId("everything").hidden = !state.without;
  if (focused?.startsWith("filter-")) byId(focused)?.focus();
}

function writeWords() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", word(element.dataset.label));
    if (element.tagName === "BUTTON") element.title = word(element.dataset.label);
  }
  byId("search").placeholder = word("search");
  const { types } = tally(), papers = (types.find(([type]) => type === "Paper") || [0, 0])[1];
  byId("summary").textContent = word("all", count(papers), count(graph.size - papers), count(graph.subject.length));
}

function zoom(factor) {
  const motion = still() ? false : { duration: 180, easingFunction: "easeInOutQuad" };
  view.network.moveTo({ scale: view.network.getScale() * factor, animation: motion });
  setTimeout(settle, 220);
}

// From the selected thing to the nearest in the arrow's direction.
function step(dx, dy) {
  const at = drawing.selected >= 0 ? drawing.selected : drawing.centre, body = at >= 0 && bodyOf(at);
  if (!body) { const [first] = view.shown; if (first !== undefined) go({ select: graph.key[first], edge: "" }); return; }
  let best = -1, least = Infinity;
  for (const node of view.shown) {
    const along = (bodyOf(node).x - body.x) * dx + (bodyOf(node).y - body.y) * dy, across = Math.abs((bodyOf(node).x - body.x) * dy - (bodyOf(node).y - body.y) * dx);
    if (along > 1 && along + 2 * across < least) { least = along + 2 * across; best = node; }
  }
  if (best >= 0) { go({ select: graph.key[best], edge: "" }); bringIn(best); }
}

function bringIn(node) {
  const { x, y } = bodyOf(node), at = view.network.canvasToDOM({ x, y }), box = byId("graph");
  if (at.x < 60 || at.y < 60 || at.x > box.clientWidth - 60 || at.y > box.clientHeight - 60) view.network.moveTo({ position: { x, y }, animation: !still() && { duration: 200 } });
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
function graphKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const at = drawing.selected >= 0 ? drawing.selected : drawing.centre;
  if (ARROWS[event.key]) step(...ARROWS[event.key]);
  else if (event.key === "Enter" && at >= 0) go({ focus: graph.key[at], to: "", select: "", edge: "" });
  else if (event.key === "Escape") go(state.select || state.edge ? { select: "", edge: "" } : { focus: "", to: "", depth: 1 });
  else if (event.key === "+" || event.key === "=") zoom(1.4);
  else if (event.key === "-") zoom(1 / 1.4);
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
}

function pageKey(event) {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox";
  if (event.key === "/" && !typing) { byId("search").focus(); event.preventDefault(); }
  if (event.key === "Escape" && !byId("save-menu").hidden) { openMenu(false); byId("save").focus(); }
}

function openMenu(open) {
  byId("save-menu").hidden = !open;
  byId("save").setAttribute("aria-expanded", String(open));
  if (open) byId("save-menu").querySelector("button").focus();
}

function listenGraph() {
  const { network } = view;
  network.on("click", ({ nodes, edges }) => {
    if (nodes.length) go({ select: graph.key[nodes[0]], edge: "" });
    else if (edges.length) { const pair = view.pairs.get(edges[0]); if (pair) go({ select: "", edge: `${graph.key[pair.from]}~${graph.key[pair.to]}` }); }
    else go({ select: "", edge: "" });
  });
  network.on("doubleClick", ({ nodes }) => { if (nodes.length) go({ focus: graph.key[nodes[0]], to: "", select: "", edge: "" }); });
  network.on("hoverNode", ({ node }) => { drawing.hover = node; view.canvas.style.cursor = "pointer"; network.redraw(); });
  network.on("blurNode", () => { drawing.hover = -1; view.canvas.style.cursor = ""; network.redraw(); });
  network.on("hoverEdge", () => { view.canvas.style.cursor = "pointer"; });
  network.on("blurEdge", () => { view.canvas.style.cursor = ""; });
  network.on("zoom", settle);
  network.on("dragEnd", settle);
  network.on("animationFinished", settle);
}

function listen() {
  listenGraph();
  byId("search").addEventListener("input", complete);
  byId("search").addEventListener("keydown", searchKey);
  byId("search").addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== byId("search")) byId("choices").hidden = true; }, 200));
  byId("search").addEventListener("focus", complete);
  byId("graph").addEventListener("keydown", graphKey);
  document.addEventListener("keydown", pageKey);
  const press = { fit: () => fit(), "zoom-in": () => zoom(1.4), "zoom-out": () => zoom(1 / 1.4), back: () => history.back(), forward: () => history.forward(),
    language: () => go({ lang: language === "zh" ? "en" : "zh" }), theme: () => go({ theme: themeName === "dark" ? "light" : "dark" }),
    "table-button": () => go({ view: state.view === "table" ? "" : "table" }), everything: () => go({ without: "" }), save: () => openMenu(byId("save-menu").hidden),
    "panel-close": () => { if (state.select || state.edge) go({ select: "", edge: "" }); else closePanel(); byId("graph").focus(); },
    physics: togglePhysics, "legend-button": () => { const open = document.body.classList.toggle("with-legend"); byId("legend-button").setAttribute("aria-expanded", String(open)); } };
  for (const [id, action] of Object.entries(press)) byId(id).addEventListener("click", action);
  for (const button of byId("save-menu").querySelectorAll("button")) button.addEventListener("click", () => { openMenu(false); SAVES[button.dataset.save](); });
  window.addEventListener("hashchange", () => apply(readFragment()));
  window.addEventListener("popstate", () => apply(readFragment()));
  window.addEventListener("resize", () => { const box = byId("graph"), upright = box.clientHeight > box.clientWidth * 1.1; if (upright !== view.upright) { view.upright = upright; showScene(); fit(false); } });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => apply(readFragment()));
}

function togglePhysics() {
  view.moving = !view.moving;
  byId("physics").setAttribute("aria-pressed", String(view.moving));
  view.network.setOptions({ physics: { enabled: view.moving, solver: "forceAtlas2Based", stabilization: false, forceAtlas2Based: { gravitationalConstant: -60, springLength: 90, avoidOverlap: 0.6 } } });
}
