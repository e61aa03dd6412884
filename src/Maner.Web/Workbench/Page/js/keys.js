// Keys to what they do, in the view where one labels. Fields and dialogs keep their keys.

import * as clock from "./clock.js";
import { openDialog } from "./dialogs/dialog.js";
import * as labels from "./labels.js";
import { isLeaving, whenArrived } from "./saver.js";
import { adjudicationKey } from "./views/agreement.js";
import { bindingOf, digitOf, keyOf } from "./sentence/keymap.js";
import { target, textOf, wordCount } from "./sentence/model.js";
import { state, update } from "./store.js";

/** @type {Record<string, (event: KeyboardEvent) => unknown>} false: the browser's own meaning of the key stays */
const doing = {
  accept: () => labels.accept(true),
  acceptConfirmed: () => labels.accept(false),
  noEntities: () => labels.noEntities(),
  skip: () => labels.skip(),
  flag: () => labels.flag(),
  comment: () => openDialog("comment"),
  previous: () => labels.neighbour("previous"),
  following: () => labels.neighbour("following"),
  next: () => labels.next(),
  left: () => labels.move(-1),
  right: () => labels.move(1),
  up: () => labels.moveLine(-1),
  down: () => labels.moveLine(1),
  first: () => labels.moveTo(0),
  last: () => labels.moveTo(Infinity),
  extend: (event) => labels.extend(event.key === "ArrowRight" ? 1 : -1, false),
  extendStart: (event) => labels.extend(event.key === "ArrowRight" ? 1 : -1, true),
  nextSpan: () => labels.moveSpan(1),
  previousSpan: () => labels.moveSpan(-1),
  collapse: () => labels.moveTo(state.cursor.focus),
  acceptSpan: () => labels.acceptSpan(),
  removeSpan: () => labels.removeSpan(),
  occurrences: () => openDialog("occurrences"),
  concordance: () => { location.hash = `#/search/${encodeURIComponent(selectedText())}`; },
  undo: () => labels.reverse("undo"),
  redo: () => labels.reverse("redo"),
  editWords: () => openDialog("words"),
  history: () => openDialog("history"),
  guidelines: () => update({ guidelines: !state.guidelines }),
  search: () => { location.hash = "#/search"; },
  help: () => openDialog("help"),
};

function selectedText() {
  const sentence = /** @type {import("./types.js").Sentence} */ (state.sentence);
  const { first, end } = target(sentence, state.cursor);
  return wordCount(sentence) > 0 ? textOf(sentence, first, end) : "";
}

/** Whether somebody writes. @param {EventTarget|null} element */
const isField = (element) => element instanceof HTMLElement && (element.isContentEditable || element.matches("input, textarea, select"));

/** Whether the key belongs to a button or a link that has the focus. @param {KeyboardEvent} event */
const isOfControl = (event) => event.target instanceof HTMLElement && event.target.matches("button, a, summary") && (event.key === "Enter" || event.key === " ");

/** Keys that were typed before the next sentence was there: they are for it. @type {KeyboardEvent[]} */
let early = [];

whenArrived(() => {
  const keys = early;
  early = [];
  keys.forEach(onKey); // one that leaves this sentence too keeps the others back again
});

/** @param {KeyboardEvent} event */
export function onKey(event) {
  clock.touch();
  if (isLeaving() && state.view === "label" && !state.dialog && !isField(event.target)) {
    event.preventDefault();
    early.push(event);
    return;
  }

  if (!state.project || state.dialog || isField(event.target) || event.isComposing || isOfControl(event)) {
    return;
  }

  if (adjudicationKey(event)) {
    event.preventDefault();
    return;
  }

  const binding = bindingOf(event);
  const anywhere = ["help", "search", "guidelines", "undo", "redo"];
  if (state.view !== "label" || !state.sentence) {
    if (binding && anywhere.includes(binding.name) && !(binding.name === "guidelines" && state.view !== "label")) {
      event.preventDefault();
      doing[binding.name]?.(event);
    }

    return;
  }

  const key = digitOf(event) ?? keyOf(event);
  const type = state.project.types.find((one) => one.key !== "" && one.key === key);
  if (type && wordCount(state.sentence) > 0) {
    event.preventDefault();
    labels.label(type.id);
    return;
  }

  // Tab goes through the entities of the text while the text has the focus, and on to the buttons behind the last one.
  const isTab = event.key === "Tab";
  if (binding && !(isTab && !(event.target instanceof HTMLElement && event.target.matches(".text, body")))) {
    const result = doing[binding.name]?.(event);
    if (!(isTab && result === false)) {
      event.preventDefault();
    }
  }
}
