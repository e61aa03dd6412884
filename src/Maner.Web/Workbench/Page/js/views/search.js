// Search: a word in its places, lists of sentences, and words that are labelled in different ways.

import { html, nothing } from "../../vendor/lit-html.js";
import { get } from "../api.js";
import { redraw, state, typeOf } from "../store.js";
import { number } from "./label.js";

/** @typedef {{sentence: number, left: string, key: string, right: string, type: number|null, state: string, kind: string}} Place */

let text = "";
/** @type {{places: Place[], hasMore: boolean}|null} */
let found = null;
/** @type {{text: string, types: {type: number, count: number}[]}[]|null} */
let inconsistencies = null;
/** @type {{sentences: {id: number, text: string, state: string, isFlagged: boolean, comment: string, entities: number}[], hasMore: boolean}|null} */
let list = null;
let filter = { state: "", flagged: false, commented: false, type: "", document: "" };

async function enter() {
  text = state.argument;
  found = null;
  redraw();
  await Promise.all([text ? search() : Promise.resolve(), loadInconsistencies(), loadList()]);
}

async function search() {
  found = text ? await get(`/api/concordance?text=${encodeURIComponent(text)}`) : null;
  redraw();
}

async function loadInconsistencies() {
  inconsistencies = (await get("/api/inconsistencies")).words;
  redraw();
}

/** @param {number} [after] */
async function loadList(after) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value) {
      query.set(name, String(value));
    }
  }

  if (after !== undefined) {
    query.set("after", String(after));
  }

  const page = await get(`/api/sentences?${query}`);
  list = after !== undefined && list ? { ...page, sentences: [...list.sentences, ...page.sentences] } : page;
  redraw();
}

/** @param {Partial<typeof filter>} change */
function filterBy(change) {
  filter = { ...filter, ...change };
  loadList();
}

/** @param {SubmitEvent} event */
function submit(event) {
  event.preventDefault();
  const wanted = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("text") ?? "").trim();
  location.hash = `#/search/${encodeURIComponent(wanted)}`;
}

const draw = () => html`<div class="page">
  <h1>Search</h1>
  <form class="search-form" role="search" @submit=${submit}>
    <label class="hidden-label" for="search-text">Words to search</label>
    <input id="search-text" name="text" type="search" dir="auto" placeholder="A word or a name" .value=${text} autofocus><button class="accept">Search</button>
  </form>
  ${found ? html`<section class="panel">
    <h2>“<bdi>${text}</bdi>”: ${number(found.places.length)}${found.hasMore ? " or more" : ""} ${found.places.length === 1 ? "place" : "places"}</h2>
    ${found.places.length > 0 ? summary(found.places) : nothing}
    <ul class="concordance">${found.places.map(row)}</ul>
  </section>` : nothing}
  ${inconsistencies?.length ? html`<section class="panel">
    <h2>Labelled in different ways</h2>
    <ul class="plain">${inconsistencies.map((one) => html`<li><a href="#/search/${encodeURIComponent(one.text)}"><bdi>${one.text}</bdi></a>
      ${one.types.map((count) => html` <span class="nowrap">${number(count.count)} × <span class="chip t${count.type}"><bdi>${typeOf(count.type)?.name ?? "none"}</bdi></span></span>`)}</li>`)}</ul>
  </section>` : nothing}
  <section class="panel">
    <h2>Sentences</h2>
    <div class="filters">
      <label>State <select @change=${(/** @type {Event} */ e) => filterBy({ state: /** @type {HTMLSelectElement} */ (e.target).value })}>
        <option value="">all</option><option value="new">not labelled</option><option value="done">done</option><option value="skipped">skipped</option></select></label>
      <label>Type <select @change=${(/** @type {Event} */ e) => filterBy({ type: /** @type {HTMLSelectElement} */ (e.target).value })}>
        <option value="">any</option>${state.project.types.map((type) => html`<option value=${type.id}>${type.name}</option>`)}</select></label>
      ${state.project.documents.length > 1 ? html`<label>Document <select @change=${(/** @type {Event} */ e) => filterBy({ document: /** @type {HTMLSelectElement} */ (e.target).value })}>
        <option value="">all</option>${state.project.documents.map((one) => html`<option value=${one.id}>${one.name}</option>`)}</select></label>` : nothing}
      <label class="check"><input type="checkbox" @change=${(/** @type {Event} */ e) => filterBy({ flagged: /** @type {HTMLInputElement} */ (e.target).checked })}> flagged</label>
      <label class="check"><input type="checkbox" @change=${(/** @type {Event} */ e) => filterBy({ commented: /** @type {HTMLInputElement} */ (e.target).checked })}> with a comment</label>
    </div>
    ${list && list.sentences.length === 0 ? html`<p class="hint">There is no such sentence.</p>` : nothing}
    <ul class="sentences">${list?.sentences.map((one) => html`<li><a href="#/label/${one.id}" dir="auto">${one.text}</a>
      <span class="mark ${one.state}">${one.state === "new" ? "not labelled" : one.state}${one.state === "done" ? `, ${one.entities}` : ""}</span>
      ${one.isFlagged ? html`<span class="mark flag">flagged</span>` : nothing}${one.comment ? html`<span class="hint"><bdi>${one.comment}</bdi></span>` : nothing}</li>`)}</ul>
    ${list?.hasMore ? html`<button @click=${() => loadList(list?.sentences.at(-1)?.id)}>More</button>` : nothing}
  </section>
</div>`;

/** @param {Place[]} places */
function summary(places) {
  /** @type {Map<number|null, number>} */
  const counts = new Map();
  places.forEach((place) => counts.set(place.type, (counts.get(place.type) ?? 0) + 1));
  return html`<p>${[...counts].sort((a, b) => b[1] - a[1]).map(([type, count]) => html`<span class="nowrap">${number(count)} × ${type === null ? "no entity" : html`<span class="chip t${type}"><bdi>${typeOf(type)?.name}</bdi></span>`}</span> `)}</p>`;
}

/** @param {Place} place */
const row = (place) => html`<li dir="auto"><span class="before">${place.left.slice(-80)}</span><a class="key ${place.type === null ? "" : `entity t${place.type}`}" href="#/label/${place.sentence}"
  >${place.key}</a><span class="behind">${place.right.slice(0, 80)}</span><span class="of">${place.type === null ? "" : html`<span class="chip t${place.type}"><bdi>${typeOf(place.type)?.name}</bdi></span>`}</span></li>`;

export const searchView = { title: "Search", draw, enter };
