// The same facts as a table, for those who can't use the picture; and a page of rows at a time.
const table = { page: 0, rows: [] };
const ROWS = 50;

// Facts and results among the nodes shown, in the order of their subjects.
function rowsShown() {
  const rows = [];
  for (const pair of [...view.pairs.values()].sort((a, b) => a.from - b.from || a.to - b.to)) {
    for (const row of pair.fact) rows.push({ from: pair.from, to: pair.to, predicate: graph.predicates[graph.predicate[row]], row, groups: graph.factQuotes });
    for (const row of pair.result) rows.push({ from: pair.from, to: pair.to, predicate: "result", row, groups: graph.result.quotes });
  }
  return rows;
}

function fillTable() {
  table.rows = rowsShown();
  table.page = 0;
  drawTable();
}

function drawTable() {
  const head = el("tr", {}, ...["subject", "predicate", "object", "value", "paper", "sentence"].map((key) => el("th", { scope: "col" }, word(key))));
  const from = table.page * ROWS, rows = table.rows.slice(from, from + ROWS);
  const body = el("tbody", {}, ...rows.map(tableRow));
  const last = Math.min(from + ROWS, table.rows.length);
  const turn = (by) => () => { table.page += by; drawTable(); document.getElementById("table").focus(); };
  document.getElementById("table").replaceChildren(
    el("div", { class: "pages" }, el("span", { role: "status" }, word("rows", count(rows.length ? from + 1 : 0), count(last), count(table.rows.length))),
      el("button", { type: "button", disabled: table.page === 0, onclick: turn(-1) }, word("previous")),
      el("button", { type: "button", disabled: last >= table.rows.length, onclick: turn(1) }, word("next"))),
    el("table", {}, el("caption", { class: "unseen" }, word("facts")), el("thead", {}, head), body));
}

function tableRow(entry) {
  const cell = el("td", { class: "sentence" }), papers = el("td", {}), value = entry.predicate === "result" ? resultText(entry.row) : "";
  const [first] = quotesFor(entry.groups, entry.row);
  if (first !== undefined) {
    quote(first).then((found) => {
      if (!found) return;
      cell.append(markedSentence(found, [entry.from, entry.to]));
      papers.append(nodeButton(found.paper));
    });
  }
  const results = entry.predicate === "result" ? `${predicateWord("result")}` : predicateWord(entry.predicate);
  return el("tr", {}, el("th", { scope: "row" }, nodeButton(entry.from)), el("td", {}, results), el("td", {}, nodeButton(entry.to)), el("td", {}, value), papers, cell);
}
