// One outline per type, in a box of -1 to 1: for the canvas, the legend and SVG alike.
// Colours are those of Okabe and Ito (2008), told apart by people with any common colour vision; shapes repeat them.
const SHAPES = {
  Paper: { path: "M-.74 -1 H.3 L.78 -.52 V1 H-.74 Z", line: "M.3 -1 V-.52 H.78 M-.42 -.1 H.46 M-.42 .28 H.46 M-.42 .66 H.2", light: "#5f6b7a", dark: "#aab6c4" },
  Model: { path: "M1 0 A1 1 0 1 1 -1 0 A1 1 0 1 1 1 0 Z", light: "#0072b2", dark: "#3f9fd8" },
  Method: { path: "M0 -1.15 L1.15 0 L0 1.15 L-1.15 0 Z", light: "#e69f00", dark: "#f2b134" },
  Dataset: { path: "M-.85 -.62 A.85 .34 0 0 1 .85 -.62 V.62 A.85 .34 0 0 1 -.85 .62 Z", line: "M-.85 -.62 A.85 .34 0 0 0 .85 -.62", light: "#009e73", dark: "#2bbd93" },
  Benchmark: { path: "M0 -1.12 L.97 -.56 V.56 L0 1.12 L-.97 .56 V-.56 Z", light: "#d55e00", dark: "#ee7d2b" },
  Task: { path: "M0 -1.1 L1.12 .86 H-1.12 Z", light: "#c2649a", dark: "#de8fbb" },
  Metric: { path: "M0 1.1 L1.12 -.86 H-1.12 Z", light: "#56b4e9", dark: "#7cc8f3" },
  Software: { path: "M-.62 -.9 H.62 Q.9 -.9 .9 -.62 V.62 Q.9 .9 .62 .9 H-.62 Q-.9 .9 -.9 .62 V-.62 Q-.9 -.9 -.62 -.9 Z", light: "#e8d51b", dark: "#f0e442" },
  Organization: { path: "M0 -1.1 L1.05 -.34 L.65 .9 H-.65 L-1.05 -.34 Z", light: "#8a6d3b", dark: "#c9a66b" },
};
const OTHER = { path: SHAPES.Model.path, light: "#777777", dark: "#bbbbbb" };
const ORDER = Object.keys(SHAPES);

for (const shape of [...Object.values(SHAPES), OTHER]) {
  shape.area = new Path2D(shape.path);
  shape.mark = shape.line ? new Path2D(shape.line) : null;
}
const shapeOf = (type) => SHAPES[type] || OTHER;

const SVG = "http://www.w3.org/2000/svg";
function svgElement(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// The sign of a type, for the legend and the panel; its colour comes from the theme by CSS.
function sign(type) {
  const shape = shapeOf(type);
  const parts = [svgElement("path", { d: shape.path, class: "area" })];
  if (shape.line) parts.push(svgElement("path", { d: shape.line, class: "mark" }));
  const picture = svgElement("svg", { viewBox: "-1.3 -1.3 2.6 2.6", class: "sign", "aria-hidden": "true" }, ...parts);
  picture.style.setProperty("--sign", colourOf(type));
  return picture;
}
