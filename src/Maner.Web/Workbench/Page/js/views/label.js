// The page on which one labels: types, the sentence, and what can be done with it.

import { html, nothing } from "../../vendor/lit-html.js";
import { keyed } from "../../vendor/directives/keyed.js";
import * as labels from "../labels.js";
import { shownSpans, target, textOf, wordCount } from "../sentence/model.js";
import { labelLayer, percent, sentenceText } from "../sentence/view.js";
import { pointer } from "../sentence/pointer.js";
import { openDialog } from "../dialogs/dialog.js";
import { state, typeOf } from "../store.js";

/** @import { Sentence } from "../types.js" */

export function labelView() {
  const { sentence } = state;
  if (!sentence) {
    return state.finished ? finished() : html`<p class="empty" role="status">Loading …</p>`;
  }

  return html`
    <div class="work ${state.guidelines ? "with-guidelines" : ""}">
      <div class="column">
        ${typeBar()}
        ${keyed(sentence.id, card(sentence))}
        ${spanLine(sentence)}
        ${actions(sentence)}
        ${footer(sentence)}
      </div>
      ${state.guidelines ? guidelines() : nothing}
    </div>`;
}

function typeBar() {
  return html`<div class="types" role="toolbar" aria-label="Types">
    ${state.project.types.map((type) => html`<button class="type t${type.id} ${state.activeType === type.id ? "active" : ""}" title=${type.description || type.name}
      aria-keyshortcuts=${type.key} @click=${() => labels.label(type.id)}><bdi>${type.name}</bdi>${type.key ? html`<kbd>${type.key}</kbd>` : nothing}</button>`)}
  </div>`;
}

/** @param {Sentence} sentence */
function card(sentence) {
  const spans = shownSpans(sentence);
  return html`<article class="card ${sentence.state}" aria-label="Sentence ${sentence.number} of ${sentence.of}">
    ${sentence.before ? html`<p class="context" dir="auto">${sentence.before}</p>` : nothing}
    <div class="sentence">
      <div class="text" dir="auto" role="listbox" tabindex="0" aria-multiselectable="true" aria-label="Words of the sentence"
        aria-activedescendant=${wordCount(sentence) > 0 ? `word-${state.cursor.focus}` : nothing} @pointerdown=${pointer.down} @pointermove=${pointer.move} @pointerup=${pointer.up}
        @dblclick=${pointer.double}>${sentenceText(sentence, state.cursor, spans)}</div>
      ${labelLayer(spans)}
    </div>
    ${sentence.after ? html`<p class="context" dir="auto">${sentence.after}</p>` : nothing}
    <div class="marks">
      ${sentence.lockedBy ? html`<span class="mark warn">${sentence.lockedBy} is at this sentence</span>` : nothing}
      ${sentence.isAdjudicated ? html`<span class="mark">adjudicated</span>` : nothing}
      ${sentence.state !== "new" ? html`<span class="mark ${sentence.state}">${sentence.state === "done" ? (sentence.spans.length ? "done" : "done, no entities") : "skipped"}</span>` : nothing}
      ${sentence.isFlagged ? html`<span class="mark flag">flagged</span>` : nothing}
      ${sentence.comment ? html`<button class="mark comment" @click=${() => openDialog("comment")}><bdi>${sentence.comment}</bdi></button>` : nothing}
    </div>
  </article>`;
}

/** What is under the cursor, and what can be done with it. @param {Sentence} sentence */
function spanLine(sentence) {
  const { first, end, span } = target(sentence, state.cursor);
  if (wordCount(sentence) === 0) {
    return html`<div class="span-line"><span class="hint">This sentence has no words.</span></div>`;
  }

  if (!span) {
    return html`<div class="span-line"><bdi class="what">${textOf(sentence, first, end)}</bdi><span class="hint">${keysOfTypes()} labels ${end - first > 1 ? "these words" : "this word"}</span></div>`;
  }

  return html`<div class="span-line">
    <bdi class="what">${textOf(sentence, first, end)}</bdi>
    <span class="chip t${span.type}"><bdi>${typeOf(span.type)?.name}</bdi></span>
    <span class="origin">${origin(span)}</span>
    <span class="buttons">
      ${span.suggested ? html`<button class="small good" @click=${labels.acceptSpan}>Accept <kbd>a</kbd></button>` : nothing}
      <button class="small" @click=${labels.removeSpan}>${span.suggested ? "Reject" : "Remove"} <kbd>x</kbd></button>
      <button class="small" @click=${() => openDialog("occurrences")}>All occurrences <kbd>Shift a</kbd></button>
    </span>
  </div>`;
}

/** @param {import("../sentence/model.js").Shown} span */
function origin(span) {
  const score = span.score != null ? ` ${percent(span.score)}` : "";
  if (span.suggested) {
    return `suggested by ${state.sentence?.suggestion?.model}${score}`;
  }

  switch (span.origin) {
    case "model": return `suggested by ${span.model}${score}, accepted`;
    case "import": return "imported";
    default: return span.model ? `corrected from ${span.model}${score}` : "";
  }
}

function keysOfTypes() {
  const keys = state.project.types.map((type) => type.key).filter(Boolean);
  return keys.length > 1 ? html`<kbd>${keys[0]}</kbd> … <kbd>${keys.at(-1)}</kbd>` : html`<kbd>${keys[0] ?? "a type"}</kbd>`;
}

/** @param {Sentence} sentence */
function actions(sentence) {
  return html`<div class="actions" role="toolbar" aria-label="Sentence">
    <button class="accept" aria-keyshortcuts="Enter" @click=${() => labels.accept(true)}>Accept <kbd>Enter</kbd></button>
    <button aria-keyshortcuts="o" @click=${labels.noEntities}>No entities <kbd>o</kbd></button>
    <button aria-keyshortcuts="Space" @click=${labels.skip}>Skip <kbd>Space</kbd></button>
    <span class="spread"></span>
    <button class="quiet ${sentence.isFlagged ? "on" : ""}" aria-pressed=${sentence.isFlagged} aria-keyshortcuts="f" @click=${labels.flag}>Flag <kbd>f</kbd></button>
    <button class="quiet" aria-keyshortcuts="c" @click=${() => openDialog("comment")}>Comment <kbd>c</kbd></button>
    <button class="quiet" aria-keyshortcuts="u" @click=${() => labels.reverse("undo")}>Undo <kbd>u</kbd></button>
    <button class="quiet" aria-keyshortcuts="r" @click=${() => labels.reverse("redo")}>Redo <kbd>r</kbd></button>
  </div>`;
}

/** @param {Sentence} sentence */
function footer(sentence) {
  const { progress, learning } = state.project;
  const left = progress.total - progress.done - progress.skipped;
  const hours = progress.secondsPerSentence ? (left * progress.secondsPerSentence) / 3600 : null;
  return html`<dl class="facts">
    <div><dt>Document</dt><dd><bdi>${sentence.document}</bdi>, ${number(sentence.number)} of ${number(sentence.of)}</dd></div>
    <div><dt>Chosen</dt><dd>${sentence.pick ? (sentence.pick.isRandom ? "at random" : `by ${titleOf(sentence.pick.strategy)}`) : "in order"}</dd></div>
    <div><dt>Done</dt><dd>${number(progress.done)} of ${number(progress.total)}</dd></div>
    ${progress.secondsPerSentence ? html`<div><dt>Pace</dt><dd>${progress.secondsPerSentence.toFixed(1)} s a sentence${hours !== null && hours > 0.02 ? `, about ${duration(hours)} left` : ""}</dd></div>` : nothing}
    ${learning.message ? html`<div class=${learning.state === "failed" ? "failed" : ""}><dt>Model</dt><dd>${learning.message}</dd></div>` : nothing}
  </dl>`;
}

/** @param {string} name */
const titleOf = (name) => state.project.strategies.find((strategy) => strategy.name === name)?.title ?? name;

/** @param {number} hours */
export const duration = (hours) => hours < 1 ? `${hours > 0 ? Math.max(1, Math.round(hours * 60)) : 0} min` : `${hours.toFixed(hours < 10 ? 1 : 0)} h`;

/** @param {number} value */
export const number = (value) => value.toLocaleString("en");

function guidelines() {
  return html`<aside class="guidelines" aria-label="Guidelines">
    <h2>Guidelines</h2>
    ${state.project.guidelinesHtml ? html`<div class="prose" dir="auto">${rendered(state.project.guidelinesHtml)}</div>` : html`<p class="hint">None are written yet. A curator writes them under Settings.</p>`}
    ${state.project.types.filter((type) => type.descriptionHtml).map((type) => html`<section class="prose" dir="auto"><h3><span class="chip t${type.id}"><bdi>${type.name}</bdi></span></h3>${rendered(type.descriptionHtml)}</section>`)}
  </aside>`;
}

import { unsafeHTML } from "../../vendor/directives/unsafe-html.js";

/** HTML that the server made of Markdown: it lets no HTML of the writer through. @param {string} content */
export const rendered = (content) => unsafeHTML(content);

function finished() {
  const { progress } = state.project;
  if (progress.total === 0) {
    return html`<div class="empty"><h1>Nothing to label yet</h1><p>Bring text in: a file of sentences, running text, or labelled data.</p><p><a class="button" href="#/data">Import text</a></p></div>`;
  }

  return html`<div class="empty"><h1>All done</h1><p>${number(progress.done)} sentences are labelled, ${number(progress.skipped)} skipped.</p>
    <p><a class="button" href="#/progress">See how good the tagger is</a> <a class="button" href="#/data">Export</a></p></div>`;
}
