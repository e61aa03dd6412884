// Label all occurrences: every place is shown before, any can be left out, and one undo takes all back.

import { html, nothing } from "../../vendor/lit-html.js";
import { post } from "../api.js";
import { flush, show } from "../saver.js";
import { get } from "../api.js";
import { target, textOf } from "../sentence/model.js";
import { notify, redraw, state, typeOf } from "../store.js";
import { number } from "../views/label.js";
import { closeDialog, dialogView, draft } from "./dialog.js";

/** @typedef {{sentence: number, revision: number, first: number, end: number, kind: "free"|"same-label"|"other-type"|"other-borders", state: string, left: string, key: string, right: string, type: number|null}} Place */

/** Looks the words up as soon as the dialog is drawn first. */
async function load() {
  const sentence = /** @type {import("../types.js").Sentence} */ (state.sentence);
  const { first, end, span } = target(sentence, state.cursor);
  draft["type"] ??= span?.type ?? state.activeType;
  draft["text"] ??= textOf(sentence, first, end);
  draft["words"] ??= Array.from({ length: end - first }, (_, i) => textOf(sentence, first + i, first + i + 1));
  await flush();
  /** @type {Place[]} */
  const places = (await post("/api/occurrences", { words: draft["words"], type: draft["type"] })).places;
  draft["places"] = places.filter((place) => place.kind !== "same-label");
  draft["same"] = places.length - draft["places"].length;
  draft["out"] = new Set(draft["places"].flatMap((/** @type {Place} */ place, /** @type {number} */ index) => place.kind === "free" ? [] : [index]));
  redraw();
  await null; // it is drawn by then
  /** @type {HTMLElement|null} */ (document.querySelector("dialog footer .accept"))?.focus();
}

async function label() {
  /** @type {Place[]} */
  const places = draft["places"].filter((/** @type {Place} */ _, /** @type {number} */ index) => !draft["out"].has(index));
  const id = state.sentence?.id;
  closeDialog();
  if (places.length === 0) {
    return;
  }

  const answer = await post("/api/actions", {
    action: { kind: "label-occurrences", type: draft["type"], replace: true, places: places.map(({ sentence, revision, first, end }) => ({ sentence, revision, first, end })) },
  });
  show(await get(`/api/sentences/${id}`));
  state.project.progress = answer.progress ?? state.project.progress;
  notify([`${number(places.length)} ${places.length === 1 ? "place is" : "places are"} labelled. One undo (u) takes all of them back.`, ...answer.notes].join(" "));
}

/** @param {number} index @param {boolean} isIn */
function choose(index, isIn) {
  if (isIn) {
    draft["out"].delete(index);
  } else {
    draft["out"].add(index);
  }

  redraw();
}

export function occurrencesDialog() {
  if (!draft["asked"]) {
    draft["asked"] = true;
    load();
  }

  /** @type {Place[]|undefined} */
  const places = draft["places"];
  const count = places ? places.length - draft["out"].size : 0;
  return dialogView(
    "Label all occurrences",
    html`<p><strong><bdi>${draft["text"]}</bdi></strong> as
        <select aria-label="Type" @change=${(/** @type {Event} */ e) => { draft["type"] = Number(/** @type {HTMLSelectElement} */ (e.target).value); load(); }}>
          ${state.project.types.map((type) => html`<option value=${type.id} ?selected=${type.id === draft["type"]}>${type.name}</option>`)}</select></p>
      ${!places ? html`<p class="hint">Looking …</p>` : places.length === 0 ? html`<p>There is no other place${draft["same"] ? `; ${number(draft["same"])} have this label already` : ""}.</p>` : html`
        <p class="hint">${number(places.length)} places${draft["same"] ? `, and ${number(draft["same"])} that have this label already` : ""}. Take the tick from those that are something else.</p>
        <ul class="places">${places.slice(0, 500).map((place, index) => html`<li><label class="check"><input type="checkbox" .checked=${!draft["out"].has(index)} @change=${(/** @type {Event} */ e) => choose(index, /** @type {HTMLInputElement} */ (e.target).checked)}>
          <span dir="auto">${place.left.slice(-50)}<mark class="entity t${draft["type"]}">${place.key}</mark>${place.right.slice(0, 50)}</span></label>
          ${place.kind === "free" ? nothing : html`<span class="hint nowrap">now ${place.type === null ? "" : typeOf(place.type)?.name}${place.kind === "other-borders" ? " with other words" : ""}</span>`}</li>`)}</ul>
        ${places.length > 500 ? html`<p class="hint">The first 500 are shown; all ${number(places.length)} are labelled.</p>` : nothing}`}`,
    html`<button type="button" @click=${closeDialog}>Cancel</button><button class="accept" autofocus ?disabled=${count === 0}>Label ${number(count)}</button>`,
    { wide: true, submit: label });
}
