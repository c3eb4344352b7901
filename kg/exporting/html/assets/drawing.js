// What is drawn over and under vis-network's edges: land, places, nodes and labels. Sizes on the screen change
// less than the zoom does, so that a picture of the whole and one of a corner are both legible.
const drawing = { scale: 1, strong: null, hover: -1, selected: -1, centre: -1, edge: "", labels: new Map(), names: true, places: [] };
const measure = document.createElement("canvas").getContext("2d");
const SHORE = 58, WEIGHTY = 0.45;
const growth = (scale) => scale ** (scale < 1 ? -0.4 : -0.45);
const radiusOf = (node) => Math.max((isPaper(node) ? 11.5 : 7 + 14 * Math.sqrt(graph.weight[node])) * growth(drawing.scale), (2.2 + 6 * Math.sqrt(graph.weight[node])) / drawing.scale);
const faded = (node) => drawing.strong !== null && !drawing.strong.has(node);

// vis-network asks for each node at each frame; until the data is unpacked there are only places.
function customRenderer({ ctx, id: node, x, y }) {
  if (!graph.size) return { drawNode() { ctx.fillStyle = "#9fb0c1"; ctx.fillRect(x - 6, y - 6, 12, 12); }, nodeDimensions: { width: 12, height: 12 } };
  const size = radiusOf(node) * 2;
  return { drawNode() { paintNode(ctx, node, x, y); }, nodeDimensions: { width: size, height: size } };
}

function paintNode(ctx, node, x, y) {
  const type = typeOf(node), shape = shapeOf(type), radius = radiusOf(node), colours = theme();
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(radius, radius);
  ctx.globalAlpha = faded(node) ? 0.16 : 1;
  ctx.lineJoin = "round";
  if (node === drawing.selected || node === drawing.hover || node === drawing.centre) paintRing(ctx, node, colours);
  ctx.fillStyle = type === "Paper" ? colours.paper : colourOf(type);
  ctx.fill(shape.area);
  ctx.lineWidth = type === "Paper" ? 0.2 : 0.1;
  ctx.strokeStyle = type === "Paper" ? colourOf(type) : colours.rim;
  ctx.stroke(shape.area);
  if (shape.mark) { ctx.lineWidth = 0.14; ctx.stroke(shape.mark); }
  ctx.restore();
}

function paintRing(ctx, node, colours) {
  ctx.beginPath();
  ctx.arc(0, 0, 1.55, 0, 2 * Math.PI);
  ctx.lineWidth = node === drawing.hover && node !== drawing.selected ? 0.12 : 0.22;
  ctx.strokeStyle = colours.ring;
  ctx.stroke();
}

// Land: what lies near shown nodes, in one tone, so that communities read as islands.
const sea = document.createElement("canvas");
function paintLand(ctx, shown) {
  const colours = theme(), { width, height } = ctx.canvas, surface = sea.getContext("2d");
  if (sea.width !== width || sea.height !== height) { sea.width = width; sea.height = height; }
  surface.setTransform(1, 0, 0, 1, 0, 0);
  surface.clearRect(0, 0, width, height);
  surface.setTransform(ctx.getTransform());
  for (const [colour, rim] of [[colours.coast, 1.5 / drawing.scale], [colours.land, 0]]) {
    surface.fillStyle = colour;
    surface.beginPath();
    for (const [x, y] of shown) {
      surface.moveTo(x + SHORE + rim, y);
      surface.arc(x, y, SHORE + rim, 0, 2 * Math.PI);
    }
    surface.fill();
  }
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.drawImage(sea, 0, 0);
  ctx.restore();
}

// Every node of a large graph as a speck, under the ones that are shown.
function paintSpecks(ctx) {
  const { width, height } = ctx.canvas, surface = sea.getContext("2d"), at = ctx.getTransform(), drawn = `${at} ${width} ${height} ${themeName} ${view.upright}`;
  if (drawn !== drawing.specks) strewSpecks(surface, at, width, height);
  drawing.specks = drawn;
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.drawImage(sea, 0, 0);
  ctx.restore();
}

function strewSpecks(surface, at, width, height) {
  if (sea.width !== width || sea.height !== height) { sea.width = width; sea.height = height; }
  const image = surface.createImageData(width, height), pixels = new Uint32Array(image.data.buffer);
  const tints = graph.types.map((type) => {
    const value = parseInt(colourOf(type).slice(1), 16);
    return ((drawing.scale > 0.4 ? 200 : 120) << 24 | (value & 255) << 16 | (value >> 8 & 255) << 8 | value >> 16) >>> 0;
  });
  for (let node = 0; node < graph.size; node++) {
    const x = ((turned() ? graph.y[node] : graph.x[node]) * at.a + at.e) | 0, y = ((turned() ? graph.x[node] : graph.y[node]) * at.d + at.f) | 0;
    if (x > 0 && y > 0 && x < width - 1 && y < height - 1) pixels[y * width + x] = tints[graph.type[node]];
  }
  surface.putImageData(image, 0, 0);
}

const shorten = (text, most) => ([...text].length > most ? `${[...text].slice(0, most - 1).join("").trimEnd()}…` : text);
const wide = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]/;
function labelOf(node) {
  const key = `${language}${node}`;
  if (!drawing.labels.has(key)) {
    const name = nameOf(node), most = (isPaper(node) ? 34 : 40) * (wide.test(name) ? 0.55 : 1);
    drawing.labels.set(key, shorten(name, Math.round(most)));
  }
  return drawing.labels.get(key);
}

// Rectangles taken on the screen, in cells of 64 pixels, so that labels never lie on one another.
class Room {
  constructor() { this.cells = new Map(); }
  *near(left, top, right, bottom) {
    for (let x = left >> 6; x <= right >> 6; x++) for (let y = top >> 6; y <= bottom >> 6; y++) yield x * 4096 + y;
  }
  free(left, top, right, bottom) {
    for (const cell of this.near(left, top, right, bottom)) {
      for (const box of this.cells.get(cell) || []) {
        if (box[0] < right && box[2] > left && box[1] < bottom && box[3] > top) return false;
      }
    }
    return true;
  }
  take(left, top, right, bottom) {
    for (const cell of this.near(left, top, right, bottom)) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push([left, top, right, bottom]);
    }
  }
}

function fontOf(node) {
  const strong = node === drawing.selected || node === drawing.hover || node === drawing.centre;
  const size = strong ? 14 : isPaper(node) ? 11 : 11 + 3 * Math.sqrt(graph.weight[node]);
  return { size, font: `${isPaper(node) ? "italic " : ""}${strong || graph.weight[node] > 0.4 ? 600 : 450} ${size}px ${FONT}` };
}

// Labels, the most wanted first; each where it has room: below, right, above, left, or not at all.
function paintLabels(ctx, nodes, toScreen, room) {
  const colours = theme(), ratio = window.devicePixelRatio || 1, written = [];
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const [node, wx, wy] of nodes) {
    const text = labelOf(node), { size, font } = fontOf(node), [x, y] = toScreen(wx, wy);
    ctx.font = font;
    const width = ctx.measureText(text).width, gap = radiusOf(node) * drawing.scale * 1.15, high = size * 1.25;
    const below = y + gap + high / 2 + 1, above = y - gap - high / 2 - 1, right = x + gap + 4, left = x - gap - 4 - width;
    const spots = [[x - width / 2, below], [right, y], [x - width / 2, above], [left, y], [right - 6, below - 3], [left + 6, below - 3], [right - 6, above + 3], [left + 6, above + 3]];
    const first = node === drawing.selected || node === drawing.hover || node === drawing.centre, must = first || graph.weight[node] > WEIGHTY;
    const open = spots.filter(([from]) => from > 2 && from + width < ctx.canvas.clientWidth - 2);
    const spot = open.find(([from, middle]) => room.free(from - 2, middle - high / 2, from + width + 2, middle + high / 2)) || (must ? spots[0] : null);
    if (!spot || (faded(node) && drawing.strong)) continue;
    room.take(spot[0] - 2, spot[1] - high / 2, spot[0] + width + 2, spot[1] + high / 2);
    ctx.lineWidth = 4;
    ctx.strokeStyle = colours.halo;
    ctx.strokeText(text, spot[0], spot[1]);
    ctx.fillStyle = isPaper(node) && !first ? colours.label : colours.text;
    ctx.fillText(text, spot[0], spot[1]);
    written.push({ node, text, x: spot[0], y: spot[1], font, size });
  }
  ctx.restore();
  return written;
}

// A paper's name is what its title has before the colon.
function placeName(node) {
  const name = nameOf(node), [head] = name.split(/[:：]/);
  return shorten(isPaper(node) && head.length <= 30 ? head : name, wide.test(name) ? 16 : 32);
}

// The names of the largest communities, as places on a map.
function paintPlaces(ctx, toScreen, room) {
  const ratio = window.devicePixelRatio || 1;
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const place of drawing.places) {
    const [x, y] = toScreen(place.x, place.y), name = place.nodes.map(placeName).join(" · "), latin = !wide.test(name), text = latin ? name.toUpperCase() : name;
    ctx.font = `600 ${place.size}px ${FONT}`;
    ctx.letterSpacing = latin ? "1.6px" : "3px";
    const half = ctx.measureText(text).width / 2;
    ctx.lineWidth = 3;
    if (!room.free(x - half, y - place.size, x + half, y + place.size)) continue;
    room.take(x - half, y - place.size, x + half, y + place.size);
    if (graph.size > view.limit) { ctx.strokeStyle = theme().halo; ctx.lineWidth = 5; ctx.strokeText(text, x, y); }
    ctx.fillStyle = graph.size > view.limit ? theme().label : theme().soft;
    ctx.fillText(text, x, y);
  }
  ctx.restore();
}
