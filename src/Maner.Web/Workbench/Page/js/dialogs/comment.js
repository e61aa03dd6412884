// A remark on a sentence.

import { html } from "../../vendor/lit-html.js";
import * as labels from "../labels.js";
import { state } from "../store.js";
import { closeDialog, dialogView } from "./dialog.js";

export function commentDialog() {
  const save = () => {
    labels.comment(/** @type {HTMLTextAreaElement} */ (document.querySelector("dialog textarea")).value.trim());
    closeDialog();
  };
  /** @param {KeyboardEvent} event */
  const enter = (event) => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      save();
    }
  };
  return dialogView(
    "Comment",
    html`<label class="hidden-label" for="comment">Comment</label><textarea id="comment" rows="4" dir="auto" autofocus .value=${state.sentence?.comment ?? ""} @keydown=${enter}></textarea>
      <p class="hint">Only you and curators see it. Enter saves, Shift Enter is a line end.</p>`,
    html`<button type="button" @click=${closeDialog}>Cancel</button><button class="accept">Save</button>`,
    { submit: save });
}
