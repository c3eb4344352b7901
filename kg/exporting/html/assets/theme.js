// Colours of the picture; those of the text around it stand in the style sheet.
const THEMES = {
  light: { sea: "#e6ecf2", land: "#fafbfc", coast: "#cfd9e3", line: "#97a6b5", bold: "#1f5f99", text: "#17212b", soft: "#8a98a6",
    halo: "rgba(250,251,252,.92)", rim: "rgba(20,30,40,.55)", paper: "#ffffff", ring: "#111820", label: "#3d4b59" },
  dark: { sea: "#0b1117", land: "#141d27", coast: "#26374a", line: "#4d6079", bold: "#8cc4ff", text: "#e8eef5", soft: "#62758a",
    halo: "rgba(16,23,31,.9)", rim: "rgba(0,0,0,.6)", paper: "#1b2632", ring: "#ffffff", label: "#b9c6d3" },
};
let themeName = "light";
const theme = () => THEMES[themeName];
const colourOf = (type) => shapeOf(type)[themeName];
const FONT = '"Inter","Segoe UI",system-ui,-apple-system,"Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif';

function setTheme(name) {
  themeName = name;
  document.documentElement.dataset.theme = name;
  for (const picture of document.querySelectorAll("[data-sign]")) picture.firstChild.style.setProperty("--sign", colourOf(picture.dataset.sign));
}
