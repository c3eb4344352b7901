// Taking it along: the picture as PNG or SVG, the facts shown as Turtle or CSV.
function download(name, type, parts) {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  const anchor = el("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
const fileName = (suffix) => `${(state.focus || "graph").replace(/[^\w.\-\u4e00-\u9fff]+/g, "-").slice(0, 60)}.${suffix}`;

function savePng() {
  const from = view.canvas, canvas = el("canvas", { width: from.width, height: from.height }), ctx = canvas.getContext("2d");
  ctx.fillStyle = view.map && graph.size > view.limit ? theme().land : theme().sea;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.drawImage(from, 0, 0);
  canvas.toBlob((blob) => download(fileName("png"), "image/png", [blob]), "image/png");
}

// The picture as the screen has it now: land, lines, nodes, labels.
function svgText() {
  const { clientWidth: width, clientHeight: height } = view.canvas, colours = theme();
  const toScreen = (x, y) => { const at = view.network.canvasToDOM({ x, y }); return [at.x.toFixed(1), at.y.toFixed(1)]; };
  const root = svgElement("svg", { xmlns: SVG, viewBox: `0 0 ${width} ${height}`, width, height, "font-family": FONT.replaceAll('"', "'") });
  root.append(svgElement("rect", { width, height, fill: colours.sea }));
  const land = svgElement("g", { fill: colours.land });
  for (const node of view.map ? view.shown : []) {
    const [cx, cy] = toScreen(bodyOf(node).x, bodyOf(node).y);
    land.append(svgElement("circle", { cx, cy, r: (SHORE * drawing.scale).toFixed(1) }));
  }
  const lines = svgElement("g", { fill: "none", stroke: colours.line });
  for (const id of view.pairs.keys()) {
    const line = curve(id);
    if (!line) continue;
    const [a, b, c] = [line.from, line.bend, line.to].map((at) => toScreen(at.x, at.y).join(" "));
    lines.append(svgElement("path", { d: `M${a} Q${b} ${c}` }));
  }
  const signs = svgElement("g", {});
  for (const node of view.shown) signs.append(svgNode(node, toScreen, colours));
  const labels = svgElement("g", { "dominant-baseline": "central", "paint-order": "stroke", stroke: colours.halo, "stroke-width": 3, fill: colours.text });
  for (const { text, x, y, size } of drawing.written || []) labels.append(svgElement("text", { x: x.toFixed(1), y: y.toFixed(1), "font-size": size.toFixed(1) }, text));
  root.append(land, lines, signs, labels);
  return new XMLSerializer().serializeToString(root);
}

function svgNode(node, toScreen, colours) {
  const type = typeOf(node), shape = shapeOf(type), [x, y] = toScreen(bodyOf(node).x, bodyOf(node).y);
  const paper = type === "Paper", stroke = paper ? colourOf(type) : colours.rim;
  const group = svgElement("g", { transform: `translate(${x} ${y}) scale(${(radiusOf(node) * drawing.scale).toFixed(2)})`, stroke, "stroke-width": paper ? 0.2 : 0.1, fill: paper ? colours.paper : colourOf(type) },
    svgElement("title", {}, nameOf(node)), svgElement("path", { d: shape.path }));
  if (shape.line) group.append(svgElement("path", { d: shape.line, fill: "none" }));
  return group;
}

const ONTOLOGY = "https://w3id.org/paperkg/ontology#";
const iriTerm = (iri) => `<${iri.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (mark) => encodeURIComponent(mark))}>`;
const literal = (text, tag) => `"${text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replace(/[\u0000-\u001f\u007f]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`)}"${tag}`;

function turtleText() {
  const lines = ["@prefix kg: <https://w3id.org/paperkg/ontology#> .", "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .", ""];
  for (const node of [...view.shown].sort((a, b) => a - b)) {
    const labels = [["en", graph.en[node]], ["zh", graph.zh[node]]].filter(([, name]) => name).map(([tag, name]) => `rdfs:label ${literal(name, `@${tag}`)}`);
    lines.push(`${iriTerm(iriOf(node))} ${[`a kg:${typeOf(node)}`, ...labels].join(" ; ")} .`);
  }
  for (const { from, to, predicate, row } of rowsShown()) {
    if (predicate === "mentions") continue; // a tie of the page, not of the graph
    if (predicate !== "result") lines.push(`${iriTerm(iriOf(from))} kg:${predicate} ${iriTerm(iriOf(to))} .`);
    else lines.push(`[] a kg:Result ; kg:resultOf ${iriTerm(iriOf(from))} ; kg:onBenchmark ${iriTerm(iriOf(to))} ; kg:reportedIn ${iriTerm(iriOf(graph.result.paper[row]))} ; kg:value ${graph.result.value[row]} .`);
  }
  return `${lines.join("\n")}\n`;
}

// A cell that a spreadsheet would take for a formula gets an apostrophe first.
const cell = (text) => { const safe = /^[=+@\t\r]|^-(?![\d.]+$)/.test(text) ? `'${text}` : text; return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe; };

async function csvText() {
  const lines = ["subject,predicate,object,value,paper,sentence"];
  for (const { from, to, predicate, row, groups } of rowsShown()) {
    const [first] = quotesFor(groups, row), found = first === undefined ? null : await quote(first);
    const value = predicate === "result" ? `${graph.result.value[row]}${graph.result.unit[row] ? ` ${graph.result.unit[row]}` : ""}` : "";
    lines.push([graph.en[from] || graph.zh[from], predicate, graph.en[to] || graph.zh[to], value, found ? iriOf(found.paper) : "", found ? found.text : ""].map(cell).join(","));
  }
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

const SAVES = {
  png: savePng,
  svg: () => download(fileName("svg"), "image/svg+xml", [svgText()]),
  turtle: () => download(fileName("ttl"), "text/turtle", [turtleText()]),
  csv: async () => download(fileName("csv"), "text/csv", [await csvText()]),
};
