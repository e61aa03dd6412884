// Mouse and finger: what is dragged over becomes whole words; a double click labels a word at once.

import { announce, state, update } from "../store.js";
import * as labels from "../labels.js";
import { target } from "./model.js";

/** @type {number|null} */
let anchor = null;

/** The word under a point, or the one nearest to it in the line. @param {PointerEvent|MouseEvent} event */
function wordAt(event) {
  const element = document.elementFromPoint(event.clientX, event.clientY);
  const word = element?.closest?.(".word");
  if (word instanceof HTMLElement) {
    return Number(word.dataset["word"]);
  }

  const text = element?.closest(".text");
  if (!text) {
    return null;
  }

  let best = null;
  let least = 24;
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (text.querySelectorAll(".word"))) {
    for (const box of one.getClientRects()) {
      const dx = Math.max(box.left - event.clientX, 0, event.clientX - box.right);
      const dy = Math.max(box.top - event.clientY, 0, event.clientY - box.bottom);
      if (dx + dy < least) {
        least = dx + dy;
        best = Number(one.dataset["word"]);
      }
    }
  }

  return best;
}

export const pointer = {
  /** @param {PointerEvent} event */
  down(event) {
    const word = wordAt(event);
    if (event.button !== 0 || word === null) {
      return;
    }

    anchor = event.shiftKey ? state.cursor.anchor : word;
    update({ cursor: { anchor, focus: word } });
  },

  /** @param {PointerEvent} event */
  move(event) {
    if (anchor === null || event.buttons !== 1) {
      return;
    }

    const word = wordAt(event);
    if (word !== null && word !== state.cursor.focus) {
      update({ cursor: { anchor, focus: word } });
    }
  },

  up() {
    anchor = null;
  },

  /** A double click labels the word with the type that was used last, and takes a label off that is there. @param {MouseEvent} event */
  double(event) {
    const word = wordAt(event);
    if (word === null || !state.sentence) {
      return;
    }

    event.preventDefault();
    getSelection()?.removeAllRanges();
    const { span } = target(state.sentence, { anchor: word, focus: word });
    if (span?.suggested) {
      labels.acceptSpan();
    } else if (!span) {
      const type = state.activeType ?? state.project.types[0]?.id;
      if (type !== undefined) {
        labels.label(type);
      }
    } else {
      update({ cursor: { anchor: span.first, focus: span.end - 1 } });
      announce("Entity selected");
    }
  },
};
