// The page's one state, and who is told when it changes.

/** @import { Project, Sentence } from "./types.js" */
/** @import { Cursor } from "./sentence/model.js" */

/**
 * @typedef {{
 *   project: Project, sentence: Sentence|null, cursor: Cursor, saved: "saved"|"saving"|"unsaved", savedMessage: string,
 *   notice: {text: string, kind: "info"|"error"}|null, guidelines: boolean, view: string, argument: string, finished: boolean, announced: string, activeType: number|null, dialog: string|null,
 * }} State
 */

/** @type {State} */
export const state = {
  project: /** @type {any} */ (null), sentence: null, cursor: { anchor: 0, focus: 0 }, saved: "saved", savedMessage: "",
  notice: null, guidelines: false, view: "label", argument: "", finished: false, announced: "", activeType: null, dialog: null,
};

/** @type {(() => void)[]} */
const listeners = [];
let waiting = false;

/** @param {() => void} listener */
export const subscribe = (listener) => { listeners.push(listener); };

/** Changes the state; the page is drawn once before the next frame, however many changes there were. @param {Partial<State>} change */
export function update(change) {
  Object.assign(state, change);
  redraw();
}

/** Draws the page anew though the state is another view's own. */
export function redraw() {
  if (!waiting) {
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      listeners.forEach((listener) => listener());
    });
  }
}

let noticeTimer = 0;

/** Says something at the foot of the page for some seconds; errors stay until they are closed. @param {string} text @param {"info"|"error"} [kind] */
export function notify(text, kind = "info") {
  clearTimeout(noticeTimer);
  update({ notice: { text, kind } });
  if (kind === "info") {
    noticeTimer = setTimeout(() => update({ notice: null }), 5000);
  }
}

/** Says something to screen readers alone. @param {string} text */
export const announce = (text) => update({ announced: text });

/** The type with an id. @param {number} id */
export const typeOf = (id) => state.project.types.find((type) => type.id === id);
