// Dialogs of the settings.

import { html, nothing } from "../../vendor/lit-html.js";
import { state } from "../store.js";
import { closeDialog, dialogView, draft } from "./dialog.js";

export function mergeTypeDialog() {
  /** @type {import("../types.js").EntityType} */
  const type = draft["type"];
  const others = state.project.types.filter((one) => one.id !== type.id);
  const chosen = () => Number(/** @type {HTMLSelectElement} */ (document.querySelector("dialog select")).value);
  const merge = async () => {
    const into = chosen();
    closeDialog();
    await draft["change"]({ kind: "merge-types", type: type.id, into }, `${type.name} is merged.`);
  };
  const remove = async () => {
    closeDialog();
    await draft["change"]({ kind: "remove-type", type: type.id, withEntities: true }, `${type.name} is removed.`);
  };
  return dialogView(`Merge or remove ${type.name}`, html`
    ${others.length > 0 ? html`<p>Make its ${type.count} entities entities of <select aria-label="Type that stays">${others.map((one) => html`<option value=${one.id}>${one.name}</option>`)}</select>
      <button type="button" class="accept" @click=${merge}>Merge</button></p>` : nothing}
    <p>Or take it away with its entities. <button type="button" class="danger" @click=${remove}>Remove</button></p>
    <p class="hint">Undo (u) takes it back.</p>`, null);
}

export function passwordDialog() {
  const save = async () => {
    const password = /** @type {HTMLInputElement} */ (document.querySelector("dialog input")).value;
    closeDialog();
    await draft["changeUser"](draft["user"], { password });
  };
  return dialogView(`Password of ${draft["user"].name}`, html`<label>New password, 8 characters or more <input type="password" minlength="8" required autocomplete="new-password" autofocus></label>`,
    html`<button type="button" @click=${closeDialog}>Cancel</button><button class="accept">Save</button>`, { submit: save });
}
