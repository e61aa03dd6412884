// Types, guidelines and people: what a curator decides.

import { html, nothing } from "../../vendor/lit-html.js";
import { live } from "../../vendor/directives/live.js";
import { get, post, put } from "../api.js";
import { openDialog } from "../dialogs/dialog.js";
import { reservedKeys } from "../sentence/keymap.js";
import { notify, redraw, state } from "../store.js";
import { number, rendered } from "./label.js";

/** @import { EntityType, User } from "../types.js" */

async function enter() {
  state.project = await get("/api/project");
  redraw();
}

/** Does a project's action and takes over what the project is then. @param {Record<string, unknown>} action @param {string} text */
async function change(action, text) {
  const answer = await post("/api/actions", { action });
  state.project = answer.project;
  state.sentence = null;
  notify([text, ...answer.notes].join(" "));
}

/** @param {EntityType} type @param {Partial<EntityType>} values */
async function changeType(type, values) {
  if (values.key && reservedKeys.has(values.key)) {
    notify(`The key ${values.key} does something else already: see the list of keys (?). Digits and other letters are free.`, "error");
    return;
  }

  await change({ kind: "change-type", type: type.id, ...values }, `${values.name ?? type.name} is changed.`);
}

/** @param {SubmitEvent} event */
async function addType(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const name = String(new FormData(form).get("name")).trim();
  if (name) {
    await change({ kind: "add-type", name }, `${name} is a type now.`);
    form.reset();
  }
}

/** @param {Event} event */
const valueOf = (event) => /** @type {HTMLInputElement} */ (event.target).value.trim();

/** @param {EntityType} type @param {number} index @param {boolean} mayChange */
const typeRow = (type, index, mayChange) => html`<tr>
  <td><input type="color" aria-label="Colour of ${type.name}" .value=${live(type.color)} ?disabled=${!mayChange} @change=${(/** @type {Event} */ e) => changeType(type, { color: valueOf(e) })}></td>
  <td><input class="name" dir="auto" aria-label="Name of ${type.name}" .value=${live(type.name)} ?disabled=${!mayChange} @change=${(/** @type {Event} */ e) => changeType(type, { name: valueOf(e) })}></td>
  <td><input class="key" maxlength="1" aria-label="Key of ${type.name}" .value=${live(type.key)} ?disabled=${!mayChange} @change=${(/** @type {Event} */ e) => changeType(type, { key: valueOf(e) })}></td>
  <td><input class="description" dir="auto" aria-label="What ${type.name} means" placeholder="What it means, with examples" .value=${live(type.description)} ?disabled=${!mayChange}
    @change=${(/** @type {Event} */ e) => changeType(type, { description: valueOf(e) })}></td>
  <td class="n">${number(type.count)}</td>
  <td><div class="row">${mayChange ? html`
    <button class="small icon" aria-label="${type.name} up" ?disabled=${index === 0} @click=${() => change({ kind: "change-type", type: type.id, position: index - 1 }, `${type.name} moved up.`)}>↑</button>
    <button class="small" @click=${() => openDialog("mergeType", { type, change })}>Merge or remove</button>` : nothing}</div></td>
</tr>`;

/** @type {string|null} */
let text = null;
let preview = "";

/** @param {Event} event */
async function write(event) {
  text = /** @type {HTMLTextAreaElement} */ (event.target).value;
  preview = (await post("/api/markdown", { text })).html;
  redraw();
}

async function saveGuidelines() {
  await change({ kind: "set-guidelines", text: text ?? "" }, "The guidelines are saved.");
  text = null;
}

function draw() {
  const { project } = state;
  const mayChange = project.user.role === "curator";
  return html`<div class="page">
    <h1>Settings</h1>
    ${mayChange ? nothing : html`<p class="hint">Curators change these.</p>`}
    <section class="panel">
      <h2>Types</h2>
      <div class="scroll"><table class="type-table"><thead><tr><th>Colour</th><th>Name</th><th>Key</th><th>Meaning (Markdown)</th><th class="n">Entities</th><th></th></tr></thead>
        <tbody>${project.types.map((type, index) => typeRow(type, index, mayChange))}</tbody></table></div>
      ${mayChange ? html`<form class="row" @submit=${addType}><label class="hidden-label" for="new-type">New type</label><input id="new-type" name="name" dir="auto" placeholder="New type" required><button>Add</button></form>` : nothing}
    </section>
    <section class="panel">
      <h2>Guidelines</h2>
      ${mayChange ? html`<div class="two"><div><label>Markdown<textarea rows="14" dir="auto" .value=${live(text ?? project.guidelines)} @input=${write}></textarea></label>
        <button class="accept" ?disabled=${text === null} @click=${saveGuidelines}>Save</button></div>
        <div class="prose preview" dir="auto" aria-label="Preview" role="region">${rendered(text === null ? project.guidelinesHtml : preview)}</div></div>`
      : html`<div class="prose" dir="auto">${rendered(project.guidelinesHtml)}</div>`}
    </section>
    ${mayChange ? people(project.users) : nothing}
  </div>`;
}

/** @param {User[]} users */
function people(users) {
  return html`<section class="panel">
    <h2>People</h2>
    <div class="scroll"><table><thead><tr><th>Name</th><th>Role</th><th>Password</th><th></th></tr></thead><tbody>${users.map((user) => html`<tr class=${user.isActive ? "" : "closed"}>
      <td><bdi>${user.name}</bdi>${user.isActive ? "" : " (closed)"}</td>
      <td><select aria-label="Role of ${user.name}" @change=${(/** @type {Event} */ e) => changeUser(user, { role: valueOf(e) })}>${["annotator", "curator"].map((role) => html`<option ?selected=${role === user.role}>${role}</option>`)}</select></td>
      <td><button class="small" @click=${() => openDialog("password", { user, changeUser })}>${user.hasPassword ? "Change" : "Set"}</button></td>
      <td>${user.id === state.project.user.id ? nothing : html`<button class="small ${user.isActive ? "danger" : ""}" @click=${() => changeUser(user, { isActive: !user.isActive })}>${user.isActive ? "Close" : "Open again"}</button>`}</td></tr>`)}</tbody></table></div>
    <form class="row" @submit=${addUser}>
      <label>Name <input name="name" required autocomplete="off"></label><label>Password <input name="password" type="password" required minlength="8" autocomplete="new-password"></label>
      <label>Role <select name="role"><option>annotator</option><option>curator</option></select></label><button>Add</button>
    </form>
    ${state.project.needsLogIn ? nothing : html`<p class="hint">With a password set for everybody, the workbench asks who is there, and others can reach it: start it with <code>--host 0.0.0.0</code>.</p>`}
    <h3>Assign sentences</h3>
    <form class="row" @submit=${assign}>
      ${users.filter((user) => user.isActive).map((user) => html`<label class="check"><input type="checkbox" name="user" value=${user.id}> <bdi>${user.name}</bdi></label>`)}
      <label>By two people <select name="overlap"><option value="0">none</option><option value="0.1">10 %</option><option value="0.2">20 %</option><option value="0.5">50 %</option><option value="1">all</option></select></label>
      <label class="check"><input type="checkbox" name="again"> also what is assigned already</label>
      <button>Assign</button>
    </form>
  </section>`;
}

/** @param {User} user @param {Record<string, unknown>} values */
async function changeUser(user, values) {
  state.project = await put(`/api/users/${user.id}`, values);
  notify(`${user.name} is changed.`);
}

/** @param {SubmitEvent} event */
async function addUser(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const values = Object.fromEntries(new FormData(form));
  state.project = await post("/api/users", values);
  form.reset();
  notify(`${values["name"]} can log in now.`);
}

/** @param {SubmitEvent} event */
async function assign(event) {
  event.preventDefault();
  const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
  const users = form.getAll("user").map(Number);
  if (users.length === 0) {
    notify("Choose who gets sentences.", "error");
    return;
  }

  await change({ kind: "assign-sentences", users, overlap: Number(form.get("overlap")), again: form.has("again") }, "Assigned.");
}

export const settingsView = { title: "Settings", draw, enter };
