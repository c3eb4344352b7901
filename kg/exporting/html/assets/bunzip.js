// A reader of bzip2 streams (Burrows-Wheeler transform): prose comes out a third smaller than by deflate.
function bunzip(bytes) {
  let at = 4, bit = 0;
  const read = (width) => {
    let value = 0;
    while (width > 0) {
      const step = Math.min(width, 8 - bit);
      value = value * (1 << step) + ((bytes[at] >> (8 - bit - step)) & ((1 << step) - 1));
      bit += step; width -= step;
      if (bit === 8) { bit = 0; at += 1; }
    }
    return value;
  };
  const blocks = [];
  while (read(24) === 0x314159) {
    read(24); read(32); read(1);
    blocks.push(readBlock(read, read(24)));
  }
  const whole = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let end = 0;
  for (const block of blocks) { whole.set(block, end); end += block.length; }
  return whole;
}

function readBlock(read, origin) {
  const symbols = readSymbols(read);
  const groups = read(3), selectors = readSelectors(read, groups, read(15));
  const trees = Array.from({ length: groups }, () => readTree(read, symbols.length + 2));
  return unrun(untransform(readMoves(read, symbols, selectors, trees), origin));
}

function readSymbols(read) {
  const rows = read(16), symbols = [];
  for (let row = 0; row < 16; row++) {
    if (!(rows & (0x8000 >> row))) continue;
    const used = read(16);
    for (let column = 0; column < 16; column++) if (used & (0x8000 >> column)) symbols.push(row * 16 + column);
  }
  return symbols;
}

function readSelectors(read, groups, many) {
  const front = Array.from({ length: groups }, (_, at) => at), selectors = new Uint8Array(many);
  for (let at = 0; at < many; at++) {
    let place = 0;
    while (read(1)) place += 1;
    const [group] = front.splice(place, 1);
    front.unshift(group);
    selectors[at] = group;
  }
  return selectors;
}

// A canonical Huffman code as, for each length, its last code, its first one's place, and the symbols in order.
function readTree(read, size) {
  const lengths = new Uint8Array(size);
  let length = read(5);
  for (let at = 0; at < size; at++) {
    while (read(1)) length += read(1) ? -1 : 1;
    lengths[at] = length;
  }
  const order = [], limit = new Int32Array(22).fill(-1), offset = new Int32Array(22);
  let code = 0;
  for (let width = 1; width <= 20; width++) {
    offset[width] = order.length - code;
    for (let at = 0; at < size; at++) if (lengths[at] === width) { order.push(at); limit[width] = code; code += 1; }
    code <<= 1;
  }
  return { order, limit, offset };
}

function readMoves(read, symbols, selectors, trees) {
  const out = new Uint8Array(900000), front = Uint8Array.from(symbols);
  let size = 0, run = 0, weight = 1, left = 0, turn = 0, tree = null;
  for (;;) {
    if (left === 0) { tree = trees[selectors[turn]]; turn += 1; left = 50; }
    left -= 1;
    let width = 1, code = read(1);
    while (code > tree.limit[width]) { code = code * 2 + read(1); width += 1; }
    const symbol = tree.order[code + tree.offset[width]];
    if (symbol < 2) { run += weight << symbol; weight <<= 1; continue; }
    if (run) { out.fill(front[0], size, size + run); size += run; run = 0; weight = 1; }
    if (symbol > symbols.length) return out.subarray(0, size);
    const value = front[symbol - 1];
    front.copyWithin(1, 0, symbol - 1);
    front[0] = value;
    out[size] = value; size += 1;
  }
}

function untransform(last, origin) {
  const starts = new Int32Array(257), next = new Int32Array(last.length), out = new Uint8Array(last.length);
  for (let at = 0; at < last.length; at++) starts[last[at] + 1] += 1;
  for (let value = 0; value < 256; value++) starts[value + 1] += starts[value];
  for (let at = 0; at < last.length; at++) { next[starts[last[at]]] = at; starts[last[at]] += 1; }
  let place = next[origin];
  for (let at = 0; at < last.length; at++) { out[at] = last[place]; place = next[place]; }
  return out;
}

// bzip2's first stage: after four equal bytes a fifth says how many more there are.
function unrun(bytes) {
  let out = new Uint8Array(bytes.length * 2), size = 0, same = 0, previous = -1;
  const grow = (room) => {
    if (size + room <= out.length) return;
    const wider = new Uint8Array((size + room) * 2);
    wider.set(out); out = wider;
  };
  for (let at = 0; at < bytes.length; at++) {
    if (same === 4) {
      grow(bytes[at]); out.fill(previous, size, size + bytes[at]); size += bytes[at]; same = 0; previous = -1;
      continue;
    }
    same = bytes[at] === previous ? same + 1 : 1;
    previous = bytes[at];
    grow(1); out[size] = previous; size += 1;
  }
  return out.subarray(0, size);
}
