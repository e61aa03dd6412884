// One dialog at a time, in the browser's own <dialog>: it keeps the focus inside and Escape closes it.

import { html, nothing } from "../../vendor/lit-html.js";
import { state, update } from "../store.js";

/** What a dialog keeps while it is open. @type {Record<string, any>} */
export const draft = {};

/** @param {string} name @param {Record<string, any>} [values] */
export function openDialog(name, values = {}) {
  for (const key of Object.keys(draft)) {
    delete draft[key];
  }

  Object.assign(draft, values);
  update({ dialog: name });
}

export const closeDialog = () => update({ dialog: null });

/**
 * @param {string} title @param {unknown} body @param {unknown} buttons
 * @param {{wide?: boolean, submit?: (() => void)|undefined}} [options]
 */
export const dialogView = (title, body, buttons, options = {}) => html`
  <dialog class=${options.wide ? "wide" : ""} aria-labelledby="dialog-title" @close=${closeDialog} @cancel=${closeDialog} @click=${closeOutside}>
    <form @submit=${(/** @type {Event} */ event) => { event.preventDefault(); options.submit?.(); }}>
      <header><h2 id="dialog-title">${title}</h2><button type="button" class="quiet icon" aria-label="Close" @click=${closeDialog}>✕</button></header>
      <div class="body" tabindex="0">${body}</div>
      ${buttons ? html`<footer>${buttons}</footer>` : nothing}
    </form>
  </dialog>`;

/** @param {MouseEvent} event */
function closeOutside(event) {
  if (event.target === event.currentTarget) {
    closeDialog();
  }
}

/** Opens the dialog that was drawn. */
export function showDrawnDialog() {
  const dialog = document.querySelector("dialog");
  if (state.dialog && dialog && !dialog.open) {
    dialog.showModal();
    const first = /** @type {HTMLElement|null} */ (dialog.querySelector("[autofocus]"));
    first?.focus();
  }
}
