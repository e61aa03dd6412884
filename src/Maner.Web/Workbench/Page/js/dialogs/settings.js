// Dialogs of the settings.

import { html, nothing } from "../../vendor/lit-html.js";
import { put, remove } from "../api.js";
import { notify, state } from "../store.js";
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

/** A password: somebody's, set by a curator, or the own, for which the old one is asked. */
export function passwordDialog() {
  const user = draft["user"] ?? state.project.user;
  const isOwn = user.id === state.project.user.id;
  const save = async () => {
    const values = Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (document.querySelector("dialog form"))));
    state.project = await put(`/api/users/${user.id}`, values);
    closeDialog();
    notify(isOwn ? "Your password is changed; your other log-ins have ended." : `The password of ${user.name} is changed.`);
  };
  const logOut = async () => {
    await remove("/session");
    location.reload();
  };
  return dialogView(isOwn ? "Your password" : `Password of ${user.name}`, html`
    ${isOwn && user.hasPassword ? html`<label>Old password <input name="oldPassword" type="password" required autocomplete="current-password"></label>` : nothing}
    <label>New password, 8 characters or more <input name="password" type="password" minlength="8" required autocomplete="new-password"></label>`,
    html`${isOwn && state.project.needsLogIn ? html`<button type="button" @click=${logOut}>Log out</button>` : nothing}<button type="button" @click=${closeDialog}>Cancel</button><button class="accept">Save</button>`, { submit: save });
}
