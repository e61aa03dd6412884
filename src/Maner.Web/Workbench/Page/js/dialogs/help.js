// The list of keys.

import { html } from "../../vendor/lit-html.js";
import { bindings } from "../sentence/keymap.js";
import { dialogView } from "./dialog.js";

export function helpDialog() {
  const groups = [...new Set(bindings.map((binding) => binding.group))];
  return dialogView("Keys", html`<div class="keys">${groups.map((group) => html`<section><h3>${group}</h3><dl>${bindings.filter((binding) => binding.group === group)
    .map((binding) => html`<div><dt><kbd>${binding.shown}</kbd></dt><dd>${binding.text}</dd></div>`)}</dl></section>`)}</div>
    <p class="hint">With the mouse: drag over words to select them, double-click a word to label it with the type used last. Everything can be undone.</p>`, null, { wide: true });
}
