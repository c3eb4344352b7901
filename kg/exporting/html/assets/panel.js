// The panel: what a node or a line is, what is said of it, and the very words. Text goes in as text only.
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") element.addEventListener("click", value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}
const FIRST = 8;

function resultText(row, rows = graph.result) {
  const unit = rows.unit[row], sign = { "=": "", "~": "≈ ", "up to": "≤ ", ">": "> ", "<": "< " }[rows.comparator ? rows.comparator[row] : "="] ?? "";
  const upper = rows.value_max && rows.value_max[row] ? `–${rows.value_max[row]}` : "";
  const number = (text) => (/^-?\d{5,}$/.test(text) ? Number(text).toLocaleString("en-US") : text);
  const tail = unit === "%" ? "%" : unit === "x" ? "×" : unit ? ` ${unit}` : "";
  return visible(`${sign}${number(rows.value[row])}${upper}${tail}`);
}

// Only addresses of the web become links; anything else stays text.
function outward(url, text) {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`;
  let address = null;
  try { address = new URL(whole); } catch { address = null; }
  if (!address || !["http:", "https:"].includes(address.protocol)) return el("span", { class: "address" }, visible(text));
  return el("a", { href: address.href, target: "_blank", rel: "noopener noreferrer", class: "outward" }, visible(text), el("span", { "aria-hidden": "true" }, " ↗"));
}

const badge = (type) => el("span", { "data-sign": type, class: "badge" }, sign(type));
function nodeButton(node) {
  return el("button", { class: "node", type: "button", onclick: () => go({ select: graph.key[node], edge: "" }) },
    badge(typeOf(node)), el("bdi", {}, nameOf(node)));
}

// A sentence with the words marked: those that bear the fact, and within it the names of what it speaks of.
function markedSentence(said, nodes, words = "") {
  const { text, start, end } = said, holder = el("blockquote", {}), marks = namedIn(text, nodes), at0 = words ? text.indexOf(words) : -1;
  if (at0 >= 0) marks.push([at0, at0 + words.length]);
  const whole = end - start > text.length * 0.85 || marks.length > 1;
  if (!whole) marks.push([start, end]);
  marks.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  let at = 0;
  for (const [from, to] of marks) {
    if (from < at) continue;
    holder.append(visible(text.slice(at, from)), el("mark", {}, visible(text.slice(from, to))));
    at = to;
  }
  holder.append(visible(text.slice(at)));
  holder.setAttribute("dir", "auto");
  return holder;
}

function namedIn(text, nodes) {
  const low = text.toLowerCase(), marks = [];
  for (const node of nodes) {
    if (node < 0 || isPaper(node)) continue;
    const forms = [graph.en[node], graph.zh[node], ...split(graph.aliases[node])].filter((name) => name.length > 1).sort((a, b) => b.length - a.length);
    for (const form of forms) {
      const at = low.length === text.length ? low.indexOf(form.toLowerCase()) : text.indexOf(form);
      if (at >= 0) { marks.push([at, at + form.length]); break; }
    }
  }
  return marks;
}

function said(at, nodes, words) {
  const holder = el("figure", { class: "quote" });
  quote(at).then((found) => {
    if (!found) { holder.append(el("p", { class: "quiet" }, word("noSentence"))); return; }
    const source = el("figcaption", {}, nodeButton(found.paper), el("span", { class: "quiet" }, word(found.field)), outward(iriOf(found.paper), word("openPaper")));
    holder.append(markedSentence(found, nodes, words), source);
  });
  return holder;
}

// Items a few at a time; the rest on demand.
function someOf(items, make, list = el("ul", { class: "items" })) {
  let shown = 0;
  const more = el("button", { type: "button", class: "more" }), add = () => {
    const next = shown + (shown ? 40 : FIRST), first = shown;
    for (; shown < Math.min(items.length, next); shown++) list.append(make(items[shown]));
    more.textContent = word("more", count(items.length - shown));
    more.hidden = shown >= items.length;
    if (first) list.children[first].querySelector("button")?.focus();
  };
  more.addEventListener("click", add);
  add();
  return el("div", {}, list, more);
}

const quotesOf = (groups, row, nodes, words = "") => quotesFor(groups, row).slice(0, 6).map((at) => said(at, nodes, words));

function factItem(row, node) {
  const subject = graph.subject[row], object = graph.object[row], other = subject === node ? object : subject;
  const papers = papersOf(row);
  return el("li", {}, el("div", { class: "line" }, nodeButton(other), papers > 1 ? el("span", { class: "support" }, word("papers", papers)) : null),
    ...quotesOf(graph.factQuotes, row, [subject, object]));
}

function factSections(node) {
  const groups = new Map();
  for (const row of groupOf(graph.facts, node)) {
    const predicate = graph.predicates[graph.predicate[row]], backwards = graph.subject[row] !== node && predicate !== "comparedWith";
    const title = `${ORDER_OF[predicate] ?? 99}\t${predicate}\t${backwards ? 1 : 0}`;
    if (!groups.has(title)) groups.set(title, []);
    groups.get(title).push(row);
  }
  return [...groups.keys()].sort().map((title) => {
    const [, predicate, backwards] = title.split("\t"), rows = groups.get(title);
    return el("section", {}, el("h3", {}, predicateWord(predicate, backwards === "1"), el("span", { class: "number" }, count(rows.length))),
      someOf(rows, (row) => factItem(row, node)));
  });
}
const ORDER_OF = Object.fromEntries(Object.keys(PREDICATE_WORDS).map((predicate, at) => [predicate, String(at).padStart(2, "0")]));

function resultItem(row, node = -1) {
  const { subject, metric, benchmark, baseline, setting, verbatim } = graph.result;
  const parts = [subject, metric, benchmark].map((column) => (column[row] >= 0 && column[row] !== node ? nodeButton(column[row]) : null));
  return el("li", {}, el("div", { class: "line" }, el("strong", { class: "value" }, resultText(row)), ...parts,
    setting[row] ? el("span", { class: "quiet" }, visible(setting[row])) : null,
    baseline[row] >= 0 ? el("span", { class: "line quiet" }, word("from", ""), nodeButton(baseline[row])) : null),
    ...quotesOf(graph.result.quotes, row, [subject[row], benchmark[row], metric[row]], verbatim[row]));
}

function quantityItem(row) {
  const { property, quotes: groups, entity, verbatim } = graph.quantity;
  return el("li", {}, el("div", { class: "line" }, el("strong", { class: "value" }, resultText(row, graph.quantity)), el("span", {}, visible(property[row]))), ...quotesOf(groups, row, [entity[row]], verbatim[row]));
}

const section = (title, rows, make) => (rows.length ? [el("section", {}, el("h3", {}, word(title), el("span", { class: "number" }, count(rows.length))), someOf([...rows], make))] : []);

function head(node) {
  const other = otherNameOf(node), aliases = split(graph.aliases[node]).map(visible).filter((name) => name !== nameOf(node) && name !== other);
  const links = [...groupOf(graph.links, node)].map((row) => el("li", {}, el("span", { class: "quiet" }, `${word(graph.link.rel[row])} `), outward(graph.link.url[row], graph.link.url[row])));
  return [
    el("p", { class: "kind" }, badge(typeOf(node)), typeWord(typeOf(node)), isPaper(node) && graph.published[node] ? ` · ${visible(graph.published[node])}` : ""),
    el("h2", { id: "panel-title", tabindex: "-1" }, el("bdi", {}, nameOf(node))),
    other && other !== nameOf(node) ? el("p", { class: "other" }, el("bdi", {}, other)) : null,
    graph.authors[node] ? el("p", { class: "quiet" }, visible(split(graph.authors[node]).join(", "))) : null,
    aliases.length ? el("p", { class: "aliases quiet" }, `${word("names")}: `, ...aliases.slice(0, 12).flatMap((name, at) => [at ? ", " : "", el("bdi", {}, name)])) : null,
    el("div", { class: "actions" },
      el("button", { type: "button", class: "main", onclick: () => go({ focus: graph.key[node], to: "" }) }, word("focus")),
      el("button", { type: "button", onclick: () => askPath(node) }, word("pathTo")),
      el("button", { type: "button", onclick: copyLink }, word("copy")),
      isPaper(node) ? outward(iriOf(node), word("openPaper")) : null),
    links.length ? el("ul", { class: "links" }, ...links) : null,
  ];
}

function nodePanel(node) {
  const results = [...groupOf(graph.results, node)].filter((row, at, rows) => rows.indexOf(row) === at);
  return [...head(node), ...section("results", results, (row) => resultItem(row, node)), ...section("quantities", groupOf(graph.quantities, node), quantityItem), ...factSections(node)];
}

function pairPanel(from, to) {
  const rows = [...groupOf(graph.facts, from)].filter((row) => graph.subject[row] === from && graph.object[row] === to);
  const results = [...groupOf(graph.results, from)].filter((row) => graph.result.subject[row] === from && graph.result.benchmark[row] === to);
  const kinds = rows.map((row) => predicateWord(graph.predicates[graph.predicate[row]])).join(" · ") || word("results");
  return [el("p", { class: "kind" }, kinds),
    el("h2", { id: "panel-title", tabindex: "-1", class: "pair" }, nodeButton(from), el("span", { class: "arrow", "aria-label": kinds }, "→"), nodeButton(to)),
    ...rows.map((row) => el("section", {}, el("h3", {}, predicateWord(graph.predicates[graph.predicate[row]]), el("span", { class: "number" }, word("papers", papersOf(row)))),
      ...quotesOf(graph.factQuotes, row, [from, to]))),
    ...section("results", results, (row) => resultItem(row, from))];
}

function chainPanel(path) {
  if (!path.length) return [el("h2", { id: "panel-title", tabindex: "-1" }, word("noPath"))];
  const steps = path.slice(1).map((node, at) => {
    const facts = [...groupOf(graph.facts, node)].filter((row) => graph.subject[row] === path[at] || graph.object[row] === path[at]);
    const results = facts.length ? [] : [...groupOf(graph.results, node)].filter((row) => graph.result.subject[row] === path[at] || graph.result.benchmark[row] === path[at]);
    const arrow = (row) => el("h3", {}, el("bdi", {}, `${nameOf(graph.subject[row])} — ${predicateWord(graph.predicates[graph.predicate[row]])} → ${nameOf(graph.object[row])}`));
    return el("section", {}, ...facts.slice(0, 3).flatMap((row) => [arrow(row), ...quotesOf(graph.factQuotes, row, [graph.subject[row], graph.object[row]]).slice(0, 1)]), ...results.slice(0, 2).map((row) => resultItem(row)));
  });
  return [el("p", { class: "kind" }, word("path"), ` · ${word("steps", path.length - 1)}`),
    el("h2", { id: "panel-title", tabindex: "-1", class: "pair" }, ...path.flatMap((node, at) => [at ? el("span", { class: "arrow", "aria-hidden": "true" }, "–") : null, nodeButton(node)])), ...steps];
}

function fillPanel(children) {
  const body = document.getElementById("panel-body");
  body.replaceChildren(...children.filter(Boolean));
  body.scrollTop = 0;
  document.getElementById("panel").hidden = false;
  document.body.classList.add("with-panel");
}

function closePanel() {
  document.getElementById("panel").hidden = true;
  document.body.classList.remove("with-panel");
}
