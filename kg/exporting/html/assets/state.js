// What is shown stands in the address's fragment, so that a view can be linked to, and back is the browser's own.
const PLAIN = { focus: "", depth: 1, to: "", select: "", edge: "", without: "", lang: "", theme: "", view: "" };
const CHOICES = { lang: ["en", "zh"], theme: ["light", "dark"], view: ["table"] };
const state = { ...PLAIN };

function readFragment() {
  const given = new URLSearchParams(location.hash.slice(1) || settings.start), read = { ...PLAIN };
  for (const key of Object.keys(PLAIN)) if (given.has(key)) read[key] = given.get(key);
  for (const [key, choices] of Object.entries(CHOICES)) if (!choices.includes(read[key])) read[key] = "";
  read.depth = Math.min(3, Math.max(1, Math.trunc(Number(read.depth)) || 1));
  return read;
}

function fragmentOf(next) {
  const said = new URLSearchParams();
  for (const key of Object.keys(PLAIN)) {
    if (String(next[key]) !== String(PLAIN[key]) || (key === "depth" && next.focus)) said.set(key, next[key]);
  }
  return said.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
}

// Change what is shown; the change comes back through the address, as a link or the back button would bring it.
function go(patch) {
  const fragment = fragmentOf({ ...state, ...patch });
  if (fragment === location.hash.slice(1)) return;
  if (fragment) location.hash = fragment;
  else history.pushState(null, "", "#") || apply(readFragment());
}

const hiddenOf = (without) => new Set(without ? without.split(",") : []);
const hiddenTypes = () => new Set([...hiddenOf(state.without)].filter((name) => graph.types.includes(name)));
const hiddenPredicates = () => new Set([...hiddenOf(state.without)].filter((name) => !graph.types.includes(name)));

async function copyLink() {
  const done = () => announce(word("copied"));
  try { await navigator.clipboard.writeText(location.href); done(); } catch {
    const box = el("textarea", { class: "unseen" });
    box.value = location.href;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
    done();
  }
}
