// How far the work is, how long it takes, and how good the tagger is by now.

import { html, nothing } from "../../vendor/lit-html.js";
import { get, post, put } from "../api.js";
import { notify, redraw, state, typeOf } from "../store.js";
import { curve } from "./chart.js";
import { duration, number } from "./label.js";

/** @import { Progress } from "../types.js" */

/** @type {{people: {name: string, progress: Progress}[], types: {type: number, count: number}[], days: {day: string, done: number}[]}|null} */
let work = null;
/** @type {{curve: import("./chart.js").Point[], advice: string, folder: string|null}|null} */
let learned = null;

async function enter() {
  [work, learned] = await Promise.all([get("/api/progress"), get("/api/learning")]);
  redraw();
}

async function train() {
  const answer = await post("/api/learning/train");
  state.project.learning = answer.learning;
  notify(answer.learning.message);
}

/** @param {Event} event */
async function choose(event) {
  state.project = await put("/api/learning/strategy", { strategy: /** @type {HTMLSelectElement} */ (event.target).value });
  redraw();
}

function draw() {
  const { progress, learning } = state.project;
  const left = progress.total - progress.done - progress.skipped;
  return html`<div class="page">
    <h1>Progress</h1>
    <div class="tiles">
      ${tile(number(progress.done), `of ${number(progress.total)} sentences done`)}
      ${tile(number(progress.entities), "entities")}
      ${tile(progress.secondsPerSentence ? `${progress.secondsPerSentence.toFixed(1)} s` : "–", "a sentence (median)")}
      ${tile(duration(progress.seconds / 3600), "worked")}
      ${tile(progress.secondsPerSentence ? duration(left * progress.secondsPerSentence / 3600) : "–", "left at this pace")}
      ${tile(number(progress.skipped), "skipped")}
      ${tile(number(progress.flagged), "flagged")}
    </div>
    <section class="panel">
      <h2>How good is the tagger?</h2>
      ${learned && learned.curve.length > 0 ? html`${scoreText(learned.curve)}${curve(learned.curve)}
        <p class="hint">F1 with its 95 % interval, from sentences that were chosen at random alone: those that a strategy chose are harder, or easier, than your text.</p>`
      : html`<p class="hint">There is no score yet. It comes from sentences that were chosen at random and labelled: label some more.</p>`}
      ${learned?.advice ? html`<p class="advice">${learned.advice}</p>` : nothing}
      <p><strong>Model:</strong> ${learning.message || "none"} ${learned?.folder ? html`<br><span class="hint">The newest tagger is in <code>${learned.folder}</code>; tag text with <code>maner predict --model ${learned.folder} FILE</code></span>` : nothing}</p>
      <div class="row">
        <button @click=${train} ?disabled=${!learning.canTrain}>Train now</button>
        <label class="inline">Next sentences <select @change=${choose} ?disabled=${state.project.user.role !== "curator"}>
          ${state.project.strategies.map((one) => html`<option value=${one.name} ?selected=${one.name === state.project.strategy}>${one.title}</option>`)}</select></label>
      </div>
    </section>
    <div class="two">
      <section class="panel"><h2>Entities by type</h2>${bars((work?.types ?? []).map((one) => ({ label: typeOf(one.type)?.name ?? "?", value: one.count, css: `t${one.type}` })))}</section>
      <section class="panel"><h2>Sentences by day</h2>${bars((work?.days ?? []).slice(-14).map((one) => ({ label: one.day, value: one.done, css: "day" })))}</section>
    </div>
    ${work && work.people.length > 1 ? html`<section class="panel"><h2>People</h2><table><thead><tr><th>Name</th><th class="n">done</th><th class="n">of</th><th class="n">skipped</th><th class="n">s a sentence</th></tr></thead>
      <tbody>${work.people.map((one) => html`<tr><td><bdi>${one.name}</bdi></td><td class="n">${number(one.progress.done)}</td><td class="n">${number(one.progress.total)}</td><td class="n">${number(one.progress.skipped)}</td>
        <td class="n">${one.progress.secondsPerSentence?.toFixed(1) ?? "–"}</td></tr>`)}</tbody></table></section>` : nothing}
  </div>`;
}

/** @param {import("./chart.js").Point[]} points */
function scoreText(points) {
  const last = /** @type {import("./chart.js").Point} */ (points.at(-1));
  return html`<p class="score"><strong>F1 ${last.f1.toFixed(2)}</strong> <span>${last.low.toFixed(2)} to ${last.high.toFixed(2)}, on ${number(last.scored)} random sentences</span></p>`;
}

/** @param {string} value @param {string} text */
const tile = (value, text) => html`<div class="tile"><strong>${value}</strong><span>${text}</span></div>`;

/** @param {{label: string, value: number, css: string}[]} values */
function bars(values) {
  const most = Math.max(1, ...values.map((one) => one.value));
  return values.length === 0 ? html`<p class="hint">Nothing yet.</p>` : html`<ul class="bars">${values.map((one) => html`<li><bdi>${one.label}</bdi>
    <meter class=${one.css} max=${most} value=${one.value} aria-label=${one.label}></meter><span class="n">${number(one.value)}</span></li>`)}</ul>`;
}

export const progressView = { title: "Progress", draw, enter };
