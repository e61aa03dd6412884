// How people agree, where they do not, and the decision.

import { html, nothing } from "../../vendor/lit-html.js";
import { get, post } from "../api.js";
import { redraw, state, typeOf, notify } from "../store.js";
import { sameWords, shownSpans } from "../sentence/model.js";
import { labelLayer, sentenceText } from "../sentence/view.js";
import { number } from "./label.js";

/** @import { Sentence, Span } from "../types.js" */
/**
 * @typedef {{first: string, second: string, sentences: number, words: number, f1: number|null, f1OfBorders: number|null, kappa: number|null,
 *   types: {type: number, both: number, onlyFirst: number, onlySecond: number, f1: number|null, kappa: number|null}[]}} Pair
 * @typedef {{sentence: number, text: string, isAdjudicated: boolean}} Disagreement
 * @typedef {{sentence: Sentence, revision: number, annotations: {user: number, name: string, state: string, spans: Span[], comment: string}[]}} Adjudication
 */

/** @type {{pairs: Pair[], disagreements: Disagreement[]}|null} */
let report = null;
/** @type {Adjudication|null} */
let open = null;
/** @type {Span[]} */
let chosen = [];
let all = false;

async function enter() {
  if (state.argument) {
    await openSentence(Number(state.argument));
    return;
  }

  open = null;
  report = await get(`/api/agreement?all=${all}`);
  redraw();
}

/** @param {number} id */
async function openSentence(id) {
  report ??= await get(`/api/agreement?all=${all}`);
  open = await get(`/api/adjudications/${id}`);
  const { sentence, annotations } = /** @type {Adjudication} */ (open);
  chosen = sentence.isAdjudicated ? sentence.spans : agreed(annotations);
  redraw();
}

/** What everybody has: the start of a decision. @param {Adjudication["annotations"]} annotations */
function agreed(annotations) {
  const [first, ...others] = annotations.filter((one) => one.state === "done");
  return first?.spans.filter((span) => others.every((one) => one.spans.some((other) => sameWords(span, other) && span.type === other.type))) ?? [];
}

/** @param {Span} a @param {Span} b */
const isSame = (a, b) => sameWords(a, b) && a.type === b.type;

/** Takes a span, or puts it back. @param {Span} span */
function toggle(span) {
  chosen = chosen.some((one) => isSame(one, span))
    ? chosen.filter((one) => !isSame(one, span))
    : [...chosen.filter((one) => one.end <= span.first || span.end <= one.first), span].sort((a, b) => a.first - b.first);
  redraw();
}

/** @param {Span[]} spans */
function take(spans) {
  chosen = spans;
  redraw();
}

async function decide() {
  const { sentence, revision } = /** @type {Adjudication} */ (open);
  await post("/api/actions", { action: { kind: "adjudicate", sentence: sentence.id, revision, spans: chosen, state: "done" } });
  report = await get(`/api/agreement?all=${all}`);
  const next = report?.disagreements.find((one) => !one.isAdjudicated);
  notify("Decided.");
  location.hash = next ? `#/agreement/${next.sentence}` : "#/agreement";
}

/** A digit takes one person's labels, Enter decides. @param {KeyboardEvent} event */
export function adjudicationKey(event) {
  if (state.view !== "agreement" || !open) {
    return false;
  }

  const person = open.annotations[Number(event.key) - 1];
  if (/^[1-9]$/.test(event.key) && person) {
    take(person.spans);
  } else if (event.key === "0") {
    take([]);
  } else if (event.key === "Enter") {
    decide();
  } else {
    return false;
  }

  return true;
}

const draw = () => open && state.argument ? adjudication(open) : overview();

function overview() {
  return html`<div class="page">
    <h1>Agreement</h1>
    ${!report || report.pairs.length === 0 ? html`<section class="panel"><p>Nobody has done the same sentences yet. Add people and assign sentences to two of them under <a href="#/settings">Settings</a>.</p></section>` : report.pairs.map(pairView)}
    ${report && report.pairs.length > 0 ? html`<section class="panel"><h2>Disagreements</h2>
      <label class="check"><input type="checkbox" .checked=${all} @change=${(/** @type {Event} */ e) => { all = /** @type {HTMLInputElement} */ (e.target).checked; enter(); }}> those that are decided, too</label>
      ${report.disagreements.length === 0 ? html`<p class="hint">There are none${all ? "" : " that wait for a decision"}.</p>` : html`<ul class="sentences">${report.disagreements.map((one) => html`<li><a href="#/agreement/${one.sentence}" dir="auto">${one.text}</a>
        ${one.isAdjudicated ? html`<span class="mark done">decided</span>` : nothing}</li>`)}</ul>`}</section>` : nothing}
  </div>`;
}

/** @param {Pair} pair */
const pairView = (pair) => html`<section class="panel">
  <h2><bdi>${pair.first}</bdi> and <bdi>${pair.second}</bdi></h2>
  <div class="tiles">
    <div class="tile"><strong>${share(pair.f1)}</strong><span>F1 of entities</span></div>
    <div class="tile"><strong>${share(pair.kappa)}</strong><span>Cohen's kappa over words</span></div>
    <div class="tile"><strong>${share(pair.f1OfBorders)}</strong><span>F1 of borders alone</span></div>
    <div class="tile"><strong>${number(pair.sentences)}</strong><span>sentences by both, ${number(pair.words)} words</span></div>
  </div>
  <table><thead><tr><th>Type</th><th class="n">both</th><th class="n">only <bdi>${pair.first}</bdi></th><th class="n">only <bdi>${pair.second}</bdi></th><th class="n">F1</th><th class="n">kappa</th></tr></thead>
    <tbody>${pair.types.map((one) => html`<tr><td><span class="chip t${one.type}"><bdi>${typeOf(one.type)?.name}</bdi></span></td><td class="n">${number(one.both)}</td><td class="n">${number(one.onlyFirst)}</td><td class="n">${number(one.onlySecond)}</td>
      <td class="n">${share(one.f1)}</td><td class="n">${share(one.kappa)}</td></tr>`)}</tbody></table>
</section>`;

/** @param {number|null} value */
const share = (value) => value === null || value === undefined ? "–" : value.toFixed(2);

/** @param {Adjudication} one */
function adjudication({ sentence, annotations }) {
  return html`<div class="page adjudication">
    <p><a href="#/agreement">Agreement</a></p>
    <h1>Decide</h1>
    <div class="two">${annotations.map((person, index) => html`<section class="panel">
      <h2><bdi>${person.name}</bdi> <button class="small" @click=${() => take(person.spans)}>Take <kbd>${index + 1}</kbd></button></h2>
      ${readOnly(sentence, person.spans)}
      <ul class="plain">${person.spans.map((span) => html`<li><button class="small ${chosen.some((other) => isSame(other, span)) ? "good" : ""}" aria-pressed=${chosen.some((other) => isSame(other, span))} @click=${() => toggle(span)}>
        ${chosen.some((other) => isSame(other, span)) ? "✓ " : ""}<bdi>${textOfSpan(sentence, span)}</bdi> <span class="chip t${span.type}"><bdi>${typeOf(span.type)?.name}</bdi></span></button></li>`)}</ul>
      ${person.spans.length === 0 ? html`<p class="hint">no entities</p>` : nothing}
      ${person.comment ? html`<p class="hint" dir="auto">${person.comment}</p>` : nothing}
    </section>`)}</div>
    <section class="panel decision"><h2>Decision</h2>${readOnly(sentence, chosen)}
      <div class="row"><button class="accept" @click=${decide}>Decide <kbd>Enter</kbd></button><button @click=${() => take([])}>No entities <kbd>0</kbd></button></div></section>
  </div>`;
}

/** @param {Sentence} sentence @param {Span} span */
const textOfSpan = (sentence, span) => sentence.text.slice(sentence.words[2 * span.first], sentence.words[2 * span.end - 1]);

/** @param {Sentence} sentence @param {Span[]} spans */
function readOnly(sentence, spans) {
  const shown = shownSpans({ ...sentence, spans, suggestion: null });
  return html`<div class="card flat"><div class="sentence"><div class="text" dir="auto">${sentenceText(sentence, null, shown)}</div>${labelLayer(shown)}</div></div>`;
}

export const agreementView = { title: "Agreement", draw, enter, forCurator: true };
