// Files in, files out: each with what it could not keep.

import { html, nothing } from "../../vendor/lit-html.js";
import { get, post, upload } from "../api.js";
import { notify, redraw, state } from "../store.js";
import { number } from "./label.js";

/** @typedef {{name: string, format: string, sentences: number, labelled: number, newTypes: string[], sameAs: string|null, losses: string[], error: string|null}} Imported */

/** @type {Imported[]|null} */
let imported = null;
let isBusy = false;
/** @type {{sentences: number, devSentences: number, losses: string[]}|null} */
let report = null;
let wanted = { format: "conll", scheme: "iob2", labels: "gold", user: "", devShare: "" };

async function enter() {
  state.project = await get("/api/project");
  await check();
}

/** @param {SubmitEvent} event */
async function send(event) {
  event.preventDefault();
  const element = /** @type {HTMLFormElement} */ (event.target);
  await sendForm(new FormData(element));
  element.reset();
}

/** @param {FormData} form */
async function sendForm(form) {
  isBusy = true;
  redraw();
  try {
    imported = (await upload("/api/import", form)).files;
    state.project = await get("/api/project");
    state.sentence = null;
    await check();
  } finally {
    isBusy = false;
    redraw();
  }
}

/** @param {DragEvent} event */
async function drop(event) {
  event.preventDefault();
  const form = new FormData();
  [...(event.dataTransfer?.files ?? [])].forEach((file) => form.append("files", file));
  await sendForm(form);
}

const query = () => new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== ""));

async function check() {
  try {
    report = await get(`/api/export/report?${query()}`);
  } catch (error) {
    report = { sentences: 0, devSentences: 0, losses: [error instanceof Error ? error.message : String(error)] };
  }

  redraw();
}

/** @param {Partial<typeof wanted>} change */
async function want(change) {
  wanted = { ...wanted, ...change };
  await check();
}

/** @param {Event} event */
const valueOf = (event) => /** @type {HTMLSelectElement|HTMLInputElement} */ (event.target).value;

/** @param {import("../types.js").Document} document */
async function removeDocument(document) {
  if (confirm(`Take ${document.name} with its ${document.sentences} sentences out of the project? Undo brings it back.`)) {
    await post("/api/actions", { action: { kind: "remove-document", document: document.id } });
    state.sentence = null;
    await enter();
    notify(`${document.name} was taken out. Undo (u) brings it back.`);
  }
}

const isCurator = () => state.project.user.role === "curator";

const draw = () => html`<div class="page">
  <h1>Data</h1>
  <section class="panel">
    <h2>Import</h2>
    <form @submit=${send} class="import" @dragover=${(/** @type {Event} */ e) => e.preventDefault()} @drop=${drop}>
      <label>Files: text, or labelled data in any known format <input type="file" name="files" multiple required></label>
      <div class="row">
        <label>Format <select name="format"><option value="">told from the content</option><option value="text">running text</option>${state.project.formats.map((one) => html`<option value=${one.name}>${one.title}</option>`)}</select></label>
        <label>Line ends of text <select name="lines"><option value="">told from the text</option><option value="sentence">end a sentence</option><option value="space">are spaces</option></select></label>
        <label>Labels in the file are <select name="labels"><option value="done">done</option><option value="suggestions">suggestions</option></select></label>
      </div>
      <button class="accept" ?disabled=${isBusy}>${isBusy ? "Importing …" : "Import"}</button>
    </form>
    ${imported?.map(importedView)}
  </section>
  <section class="panel">
    <h2>Export</h2>
    <div class="row">
      <label>Format <select @change=${(/** @type {Event} */ e) => want({ format: valueOf(e) })}>${state.project.formats.filter((one) => one.writes).map((one) => html`<option value=${one.name} ?selected=${one.name === wanted.format}>${one.title}</option>`)}</select></label>
      <label>Tags <select @change=${(/** @type {Event} */ e) => want({ scheme: valueOf(e) })}>${["iob2", "iob1", "iobes", "bilou", "io"].map((one) => html`<option value=${one}>${one.toUpperCase()}</option>`)}</select></label>
      <label>Sentences <select @change=${(/** @type {Event} */ e) => want({ labels: valueOf(e) })}><option value="gold">that are done</option><option value="all">all</option></select></label>
      ${state.project.users.length > 1 ? html`<label>Labels of <select @change=${(/** @type {Event} */ e) => want({ user: valueOf(e) })}><option value="">gold</option>${state.project.users.map((one) => html`<option value=${one.id}>${one.name}</option>`)}</select></label>` : nothing}
      <label>Dev share <select @change=${(/** @type {Event} */ e) => want({ devShare: valueOf(e) })}><option value="">no split</option><option value="0.2">20 %</option><option value="0.3">30 %</option></select></label>
    </div>
    ${report ? html`<p>${number(report.sentences)} sentences${report.devSentences ? `, and ${number(report.devSentences)} as dev data, chosen at random` : ""}.</p>${losses(report.losses)}` : nothing}
    <div class="row">
      <a class="button accept-link" href="/api/export?${query()}" download aria-disabled=${!report?.sentences}>Download</a>
      <a class="button" href="/api/export/history.jsonl" download>Whole history (JSON Lines)</a>
    </div>
  </section>
  <section class="panel">
    <h2>Documents</h2>
    ${state.project.documents.length === 0 ? html`<p class="hint">None yet.</p>` : html`<table><thead><tr><th>Name</th><th>format</th><th class="n">sentences</th><th>imported</th><th></th></tr></thead>
      <tbody>${state.project.documents.map((one) => html`<tr><td><bdi>${one.name}</bdi>${losses(one.losses)}</td><td>${one.format}</td><td class="n">${number(one.sentences)}</td><td>${one.imported.slice(0, 10)}</td>
        <td><div class="row"><a class="button small" href="/api/documents/${one.id}/original" download aria-label="Original of ${one.name}">Original</a>
          ${isCurator() ? html`<button class="small danger" aria-label="Take out ${one.name}" @click=${() => removeDocument(one)}>Take out</button>` : nothing}</div></td></tr>`)}</tbody></table>`}
  </section>
</div>`;

/** @param {Imported} file */
const importedView = (file) => html`<div class="imported ${file.error ? "bad" : ""}" role="status">
  <strong><bdi>${file.name}</bdi></strong>
  ${file.error ? html`<p class="error" dir="auto">${file.error}</p>`
    : file.sameAs ? html`<p>Nothing was imported: the content is the same as that of <bdi>${file.sameAs}</bdi>.</p>`
      : html`<p>${number(file.sentences)} sentences${file.labelled ? `, ${number(file.labelled)} with labels` : ""} (${file.format}).${file.newTypes.length ? ` New types: ${file.newTypes.join(", ")}.` : ""}
        ${file.losses.length === 0 ? "Nothing was lost." : ""}</p>${losses(file.losses)}
        ${file.sentences ? html`<p><a class="button accept-link" href="#/label">Begin to label</a></p>` : nothing}`}
</div>`;

/** @param {string[]} lines */
const losses = (lines) => lines.length === 0 ? nothing : html`<details class="losses" ?open=${lines.length < 6}><summary>${number(lines.length)} ${lines.length === 1 ? "remark" : "remarks"}: lost, or read otherwise</summary>
  <ul>${lines.slice(0, 200).map((line) => html`<li dir="auto">${line}</li>`)}</ul></details>`;

export const dataView = { title: "Data", draw, enter };
