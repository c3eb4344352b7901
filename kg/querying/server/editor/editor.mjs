// The query editor: takes the place of the page's <textarea>, and writes back into it. Without it the form works as it is.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const area = document.querySelector("textarea[data-editor]");
const nonce = document.querySelector("meta[name=csp-nonce]");

const colours = HighlightStyle.define([
  { tag: tags.keyword, class: "tok-keyword" },
  { tag: [tags.variableName, tags.definition(tags.variableName)], class: "tok-variable" },
  { tag: [tags.atom, tags.tagName, tags.propertyName], class: "tok-name" },
  { tag: [tags.string, tags.special(tags.string)], class: "tok-string" },
  { tag: tags.comment, class: "tok-comment" },
  { tag: [tags.number, tags.bool], class: "tok-number" },
]);

let words = null;

async function vocabulary() {
  words ??= fetch(area.dataset.vocabulary, { headers: { Accept: "application/json" } }).then((answer) => answer.json());
  return words;
}

async function complete(context) {
  const word = context.matchBefore(/[?$\w:-]+/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  if (/^[?$]/.test(word.text)) {
    const names = new Set(context.state.doc.toString().match(/[?$]\w+/g));
    names.delete(word.text);
    return { from: word.from, options: [...names].sort().map((label) => ({ label, type: "variable" })) };
  }
  return { from: word.from, options: await vocabulary(), validFor: /^[\w:-]*$/ };
}

const label = document.querySelector(`label[for="${area.id}"]`);

function start() {
  const view = new EditorView({
    doc: area.value,
    extensions: [
      EditorView.cspNonce.of(nonce.content),
      lineNumbers(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      bracketMatching(),
      closeBrackets(),
      EditorState.tabSize.of(2),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label.textContent, spellcheck: "false" }),
      StreamLanguage.define(sparql),
      syntaxHighlighting(colours),
      autocompletion({ override: [complete] }),
      keymap.of([
        { key: "Mod-Enter", run: () => (area.form.requestSubmit(), true) },
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...historyKeymap,
        ...completionKeymap,
      ]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) area.value = update.state.doc.toString();
      }),
    ],
  });
  area.before(view.dom);
  area.hidden = true;
  label.addEventListener("click", () => view.focus());
}

if (area) start();
