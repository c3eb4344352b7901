// Search over every name in both languages: one long text per form, scanned by the engine's own indexOf.
// Nodes stand in it by importance, so that the first found are the best known.
const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const squeeze = (text) => text.replace(/[\s\-_.·:,'"()（）：，、]+/g, "");
const names = { folded: "", starts: null, squeezed: "", squeezedStarts: null, ready: false };

function lineStarts(text, lines) {
  const starts = new Int32Array(lines + 1);
  for (let line = 1, at = 0; line < lines; line++) { at = text.indexOf("\n", at) + 1; starts[line] = at; }
  starts[lines] = text.length + 1;
  return starts;
}

// A line per node: its names between tabs.
function indexNames() {
  if (names.ready) return;
  const lines = new Array(graph.size);
  for (let node = 0; node < graph.size; node++) {
    lines[node] = `\t${graph.en[node]}\t${graph.zh[node]}\t${graph.aliases[node].replaceAll("\u001f", "\t")}\t${graph.key[node].split("/").pop()}`;
  }
  names.folded = fold(lines.join("\n"));
  names.starts = lineStarts(names.folded, graph.size);
  names.ready = true;
}

function indexSqueezed() {
  if (names.squeezed) return;
  names.squeezed = names.folded.replace(/[ \u00a0\u3000\-_.·:,'"()（）：，、]+/g, "");
  names.squeezedStarts = lineStarts(names.squeezed, graph.size);
}

function lineAt(starts, place) {
  let low = 0, high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= place) low = middle; else high = middle - 1;
  }
  return low;
}

// Scan for `needle`, adding the nodes of the lines it stands in, until there are enough.
function scan(text, starts, needle, found, limit, accept) {
  for (let at = text.indexOf(needle); at >= 0 && found.size < limit; ) {
    const node = lineAt(starts, at);
    if (!found.has(node) && (!accept || accept(node))) found.set(node, at);
    at = text.indexOf(needle, starts[node + 1] - 1);
  }
}

// The best matches of a query: whole names, then beginnings, then beginnings of words, then anywhere.
function search(query, limit = 12) {
  indexNames();
  const wanted = fold(query.trim()).replace(/\s+/g, " ");
  const found = new Map();
  if (!wanted) return [];
  scan(names.folded, names.starts, `\t${wanted}\t`, found, limit);
  for (const before of ["\t", " ", "-"]) scan(names.folded, names.starts, before + wanted, found, limit);
  scan(names.folded, names.starts, wanted, found, limit);
  const tight = squeeze(wanted);
  if (found.size < limit && tight.length > 1) {
    indexSqueezed();
    scan(names.squeezed, names.squeezedStarts, tight, found, limit);
  }
  return [...found.keys()];
}

// The name by which a node was found, if that isn't the one on its label.
function foundBy(node, query) {
  const wanted = squeeze(fold(query.trim())), shown = nameOf(node);
  if (squeeze(fold(shown)).includes(wanted)) return "";
  const others = [graph.en[node], graph.zh[node], ...split(graph.aliases[node])];
  return visible(others.find((name) => name && squeeze(fold(name)).includes(wanted)) || "");
}

// The node that a fragment speaks of: by key, by the end of its key, or by name.
function nodeByKey(key) {
  if (!key) return -1;
  const exact = graph.key.indexOf(key);
  if (exact >= 0) return exact;
  const tail = graph.key.findIndex((each) => each.endsWith(`/${key}`));
  if (tail >= 0) return tail;
  const folded = graph.key.findIndex((each) => each.toLowerCase().endsWith(`/${key.toLowerCase()}`));
  if (folded >= 0) return folded;
  const [first = -1] = search(key, 1);
  return first;
}
