// The data blocks of the file, taken apart into typed arrays; and what one asks of the graph.
// Blocks are printed 13 bits to two of 91 characters: 0x21 to 0x7e less < > and &.
const DIGITS = (() => {
  const table = new Uint8Array(128);
  for (let code = 0x21, digit = 0; code < 0x7f; code++) if (code !== 0x3c && code !== 0x3e && code !== 0x26) { table[code] = digit; digit += 1; }
  return table;
})();

function bytesOf(id) {
  const element = document.getElementById(id), text = element.textContent, start = text.indexOf(" ") + 1;
  element.remove();
  const bytes = new Uint8Array(Number(text.slice(0, start - 1)));
  for (let at = start, held = 0, bits = 0, end = 0; at + 1 < text.length && end < bytes.length; at += 2) {
    held = (held << 13) | (DIGITS[text.charCodeAt(at)] * 91 + DIGITS[text.charCodeAt(at + 1)]);
    for (bits += 13; bits >= 8 && end < bytes.length; end++) { bits -= 8; bytes[end] = held >> bits; }
    held &= (1 << bits) - 1;
  }
  return bytes;
}

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

class Columns {
  constructor(bytes) {
    const size = new DataView(bytes.buffer).getUint32(0, true);
    let at = 4 + size;
    this.columns = new Map();
    for (const [name, kind, length, room, base] of JSON.parse(new TextDecoder().decode(bytes.subarray(4, at)))) {
      this.columns.set(name, { kind, length, base, bytes: bytes.subarray(at, at + room) });
      at += room;
    }
  }
  integers(name) {
    const { kind, length, base, bytes } = this.columns.get(name), out = new Int32Array(length);
    const planes = length ? bytes.length / length : 0;
    for (let plane = 0; plane < planes; plane++) {
      const start = plane * length, shift = 8 * plane;
      for (let at = 0; at < length; at++) out[at] |= bytes[start + at] << shift;
    }
    let sum = 0;
    if (kind === "+") for (let at = 0; at < length; at++) { sum += out[at] + base; out[at] = sum; }
    else if (base) for (let at = 0; at < length; at++) out[at] += base;
    return out;
  }
  texts(name) {
    const { length, bytes } = this.columns.get(name);
    return length ? new TextDecoder().decode(bytes).split("\n") : [];
  }
}

function sums(counts) {
  const starts = new Int32Array(counts.length + 1);
  for (let at = 0; at < counts.length; at++) starts[at + 1] = starts[at] + counts[at];
  return starts;
}
const groupOf = (groups, at) => groups.items.subarray(groups.starts[at], groups.starts[at + 1]);

// Which rows name a node, by node: rows of `columns`, each an array of node numbers (-1: none).
function index(size, ...columns) {
  const counts = new Int32Array(size);
  for (const column of columns) for (let row = 0; row < column.length; row++) if (column[row] >= 0) counts[column[row]] += 1;
  const starts = sums(counts), fill = starts.slice(0, size), items = new Int32Array(starts[size]);
  for (const column of columns) {
    for (let row = 0; row < column.length; row++) if (column[row] >= 0) { items[fill[column[row]]] = row; fill[column[row]] += 1; }
  }
  return { starts, items };
}

const graph = {};
const split = (line) => (line ? line.split("\u001f") : []);

async function openGraph() {
  const core = new Columns(await inflate(bytesOf("core")));
  readNodes(core);
  readFacts(core);
  readRest(core);
}

function readNodes(core) {
  graph.types = core.texts("types");
  graph.type = Uint8Array.from(core.integers("node.type"));
  graph.size = graph.type.length;
  for (const name of ["en", "zh", "key", "published", "aliases", "authors"]) graph[name] = core.texts(`node.${name}`);
  graph.key.forEach((key, node) => { if (!key) graph.key[node] = likelyKey(node); });
  graph.weight = Float32Array.from(core.integers("node.weight"), (value) => value / 65535);
  graph.group = core.integers("node.group");
  readPlaces(core);
  graph.iriStarts = core.texts("iri.starts");
  graph.iriStart = core.integers("iri.start");
  graph.iriWhole = core.texts("iri.whole");
}

const likelyKey = (node) => `${typeOf(node).toLowerCase()}/${(graph.en[node] || graph.zh[node]).toLowerCase().replace(/[^\p{L}\p{N}.]+/gu, "-").replace(/^[-.]+|[-.]+$/g, "")}`;

function readPlaces(core) {
  const [step] = core.integers("place.step");
  for (const axis of ["x", "y"]) {
    const middle = core.integers(`group.${axis}`), away = core.integers(`node.${axis}`);
    graph[axis] = Float32Array.from(away, (value, node) => middle[graph.group[node]] + value * step);
  }
}

function readFacts(core) {
  graph.predicates = core.texts("predicates");
  graph.subject = core.integers("fact.subject");
  graph.object = core.integers("fact.object");
  graph.predicate = Uint8Array.from(core.integers("fact.predicate"));
  graph.confidence = Uint8Array.from(core.integers("fact.confidence"));
  graph.papers = core.integers("fact.papers");
  graph.factQuotes = { starts: sums(core.integers("fact.quotes")), first: 0 };
  graph.facts = index(graph.size, graph.subject, graph.object);
}

function readRest(core) {
  let first = graph.factQuotes.starts[graph.subject.length];
  const table = (name, numbers, texts) => {
    const rows = {};
    for (const column of numbers) rows[column] = core.integers(`${name}.${column}`);
    for (const column of texts) rows[column] = core.texts(`${name}.${column}`);
    rows.length = rows[numbers[0]].length;
    if (name === "link") return rows;
    rows.quotes = { starts: sums(core.integers(`${name}.quotes`)), first };
    first += rows.quotes.starts[rows.length];
    return rows;
  };
  const result = table("result", ["subject", "metric", "benchmark", "baseline", "paper"],
    ["value", "value_max", "unit", "comparator", "setting", "verbatim"]);
  graph.result = result;
  graph.results = index(graph.size, result.subject, result.metric, result.benchmark, result.baseline,
    result.paper.map((paper, row) => (paper === result.subject[row] ? -1 : paper)));
  graph.quantity = table("quantity", ["entity", "paper"], ["property", "value", "unit", "verbatim"]);
  graph.quantities = index(graph.size, graph.quantity.entity);
  graph.link = table("link", ["paper"], ["rel", "url"]);
  graph.links = index(graph.size, graph.link.paper);
}

// The numbers of the quotes on which a row rests.
function quotesFor(rows, row) {
  const from = rows.first + rows.starts[row], many = rows.starts[row + 1] - rows.starts[row];
  return Array.from({ length: many }, (_, at) => from + at);
}

const typeOf = (node) => graph.types[graph.type[node]];
const isPaper = (node) => typeOf(node) === "Paper";
const nameOf = (node) => visible((language === "zh" ? graph.zh[node] || graph.en[node] : graph.en[node] || graph.zh[node]) || graph.key[node]);
const otherNameOf = (node) => visible((language === "zh" ? graph.en[node] : graph.zh[node]) || "");
const iriOf = (node) => graph.iriWhole[node] || graph.iriStarts[graph.iriStart[node]] + graph.key[node];

// Marks that turn the direction of text, and control characters, are shown by their code, so that nothing hides.
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const visible = (text) => text.replace(HIDDEN, (mark) => `[U+${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);

// Quotes: unpacked when first asked for, a piece of prose at a time.
const quotes = { table: null, pieces: new Map() };
async function quoteTable() {
  quotes.table ||= inflate(bytesOf("quotes")).then((bytes) => {
    const columns = new Columns(bytes), read = (name) => columns.integers(name);
    return { fields: columns.texts("fields"), sentence: read("quote.sentence"), start: read("quote.start"),
      length: read("quote.length"), paper: read("sentence.paper"), field: read("sentence.field"), pieces: sums(read("piece.count")) };
  });
  return quotes.table;
}

async function quote(at) {
  const table = await quoteTable(), sentence = table.sentence[at];
  let piece = 0;
  while (table.pieces[piece + 1] <= sentence) piece += 1;
  if (!quotes.pieces.has(piece)) {
    if (!document.getElementById(`piece-${piece}`)) return null;
    quotes.pieces.set(piece, new TextDecoder().decode(bunzip(bytesOf(`piece-${piece}`))).split("\n"));
  }
  return { text: quotes.pieces.get(piece)[sentence - table.pieces[piece]], start: table.start[at], end: table.start[at] + table.length[at],
    paper: table.paper[sentence], field: table.fields[table.field[sentence]] };
}
