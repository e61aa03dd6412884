// What keys, clicks and buttons do to the sentence shown.

import { post, get } from "./api.js";
import * as model from "./sentence/model.js";
import { wordInLine } from "./sentence/view.js";
import { act, flush, replace, show } from "./saver.js";
import { announce, notify, state, typeOf, update } from "./store.js";


const sentence = () => /** @type {import("./types.js").Sentence} */ (state.sentence);
const words = () => model.wordCount(sentence());
const clamp = (/** @type {number} */ word) => Math.max(0, Math.min(words() - 1, word));

/** Puts the cursor on a word. @param {number} focus @param {number} [anchor] */
export function moveTo(focus, anchor = focus) {
  update({ cursor: { anchor: clamp(anchor), focus: clamp(focus) } });
}

/** The text's direction: the arrow to the left goes on in Arabic. */
const isRtl = () => {
  const text = document.querySelector(".card .text");
  return text !== null && getComputedStyle(text).direction === "rtl";
};

/** One word in the direction of an arrow. @param {1|-1} step */
export const move = (step) => moveTo(state.cursor.focus + logical(step));

/** @param {1|-1} step @returns {1|-1} */
const logical = (step) => isRtl() ? (step > 0 ? -1 : 1) : step;

/** To the nearest word of the next line. @param {1|-1} step */
export function moveLine(step) {
  const text = document.querySelector(".card .text");
  if (text) {
    moveTo(wordInLine(text, state.cursor.focus, step));
  }
}

/** Widens or shrinks the entity or suggestion under the cursor, else the selection. @param {1|-1} arrow @param {boolean} atStart */
export function extend(arrow, atStart) {
  const step = logical(arrow);
  const { span } = model.target(sentence(), state.cursor);
  if (!span) {
    moveTo(state.cursor.focus + step, state.cursor.anchor);
    return;
  }

  const range = atStart ? { first: Math.max(0, span.first + step), end: span.end } : { first: span.first, end: Math.min(words(), span.end + step) };
  if (range.first < range.end && !model.sameWords(range, span)) {
    update({ cursor: { anchor: range.first, focus: range.end - 1 } });
    act(model.resize(sentence(), span, range));
    announce(`${model.textOf(sentence(), range.first, range.end)}, ${typeOf(span.type)?.name}`);
  }
}

/** The next entity or suggestion; false behind the last, so that Tab leaves the text as everywhere. @param {1|-1} step */
export function moveSpan(step) {
  const span = model.nextSpan(sentence(), state.cursor, step);
  if (span) {
    update({ cursor: { anchor: span.first, focus: span.end - 1 } });
  }

  return span !== undefined;
}

/** Labels what is under the cursor. @param {number} type */
export function label(type) {
  update({ activeType: type });
  const { first, end } = model.target(sentence(), state.cursor);
  act(model.label(sentence(), { first, end }, type));
  announce(`${model.textOf(sentence(), first, end)}, ${typeOf(type)?.name}`);
  moveTo(end - 1, first);
}

/** Accepts the suggestion under the cursor and goes on to the next one. */
export function acceptSpan() {
  const { span } = model.target(sentence(), state.cursor);
  if (span?.suggested) {
    act(model.accept(sentence(), [span]));
    announce(`Accepted ${model.textOf(sentence(), span.first, span.end)}, ${typeOf(span.type)?.name}`);
    nextOpen(span.end);
  } else {
    notify("There is no suggestion here. Tab goes to the next one.");
  }
}

/** Removes the entity under the cursor, or rejects the suggestion. */
export function removeSpan() {
  const { span } = model.target(sentence(), state.cursor);
  if (span) {
    act(model.remove(sentence(), span));
    announce(`${span.suggested ? "Rejected" : "Removed"} ${model.textOf(sentence(), span.first, span.end)}`);
    if (span.suggested) {
      nextOpen(span.end);
    } else {
      moveTo(span.first);
    }
  }
}

/** @param {number} from */
function nextOpen(from) {
  const open = model.openSuggestions(sentence());
  const next = open.find((one) => one.first >= from) ?? open[0];
  if (next) {
    update({ cursor: { anchor: next.first, focus: next.end - 1 } });
  } else {
    moveTo(state.cursor.focus);
  }
}

/** Confirms the sentence and goes on. @param {boolean} withSuggestions */
export const accept = (withSuggestions) => act(model.done(sentence(), withSuggestions), true);

export const noEntities = () => act(model.noEntities(), true);

export const skip = () => act({ kind: "set-state", state: "skipped" }, true);

export const flag = () => act({ kind: "set-flag", isFlagged: !sentence().isFlagged });

/** @param {string} text */
export const comment = (text) => act({ kind: "set-comment", comment: text });

/** Opens a sentence by its id. @param {number} id */
export async function open(id) {
  await flush();
  show(await get(`/api/sentences/${id}`));
}

/** The next sentence that waits for labels. */
export async function next() {
  await flush();
  show((await post("/api/next")).sentence);
}

/** The neighbour in the text. @param {"previous"|"following"} which */
export async function neighbour(which) {
  await flush();
  const answer = await get(`/api/sentences/${sentence().id}/${which}`);
  if (answer.sentence) {
    show(answer.sentence);
  } else {
    notify(which === "previous" ? "This is the first sentence." : "This is the last sentence.");
  }
}

/** Undoes the last action, or does it again, wherever it was. @param {"undo"|"redo"} which */
export async function reverse(which) {
  await flush();
  const answer = await post(`/api/${which}`);
  if (!answer.kind) {
    notify(which === "undo" ? "There is nothing to undo." : "There is nothing to redo.");
    return;
  }

  state.project.progress = answer.progress ?? state.project.progress;
  if (answer.project) {
    state.project = answer.project;
  }

  if (answer.sentence && answer.sentence.id === state.sentence?.id) {
    replace(answer.sentence);
  } else if (answer.sentence) {
    show(answer.sentence);
  }

  notify(`${which === "undo" ? "Undone" : "Done again"}: ${answer.text}`);
}
