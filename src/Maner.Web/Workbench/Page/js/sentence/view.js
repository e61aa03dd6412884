// The sentence as text that can be labelled. Words are spans without padding or margin and labels stand in a layer of their own, so that letters stay joined
// as their script wants them, even where a word ends inside of joined letters.

import { html } from "../../vendor/lit-html.js";
import { selected, shownSpans, textOf, wordCount } from "./model.js";
import { typeOf } from "../store.js";

/** @import { Sentence } from "../types.js" */
/** @import { Cursor, Shown } from "./model.js" */

/**
 * @param {Sentence} sentence @param {Cursor|null} cursor null: only to be read
 * @param {Shown[]} [spans] what to show instead of the sentence's own spans
 */
export function sentenceText(sentence, cursor, spans = shownSpans(sentence)) {
  const range = cursor ? selected(cursor) : { first: -1, end: -1 };
  const pieces = [];
  let word = 0;
  while (word < wordCount(sentence)) {
    const span = spans.find((one) => one.first === word);
    const end = span ? span.end : word + 1;
    const words = [];
    for (let i = word; i < end; i++) {
      words.push(wordView(sentence, i, cursor, range, span), i + 1 < end ? gapView(sentence, i, range) : "");
    }

    pieces.push(span ? html`<span class="entity t${span.type} ${span.suggested ? "open" : ""}" data-first=${span.first}>${words}</span>` : words);
    pieces.push(gapView(sentence, end - 1, range));
    word = end;
  }

  return html`<span class="edge">${sentence.text.slice(0, sentence.words[0] ?? sentence.text.length)}</span>${pieces}`;
}

/** @param {Sentence} sentence @param {number} i @param {Cursor|null} cursor @param {{first: number, end: number}} range @param {Shown|undefined} span */
function wordView(sentence, i, cursor, range, span) {
  const text = textOf(sentence, i, i + 1);
  const isSelected = range.first <= i && i < range.end;
  if (!cursor) {
    return html`<span class="word" data-word=${i}>${text}</span>`;
  }

  const type = span && typeOf(span.type)?.name;
  const label = type ? `${text}, ${type}${span.suggested ? ", suggested" : ""}` : text;
  return html`<span class="word ${isSelected ? "selected" : ""} ${i === cursor.focus ? "focus" : ""}" id="word-${i}" data-word=${i} role="option"
    aria-selected=${isSelected} aria-label=${label}>${text}</span>`;
}

/** What stands between a word and the next. @param {Sentence} sentence @param {number} i @param {{first: number, end: number}} range */
function gapView(sentence, i, range) {
  const gap = sentence.text.slice(sentence.words[2 * i + 1], sentence.words[2 * i + 2] ?? sentence.text.length);
  return gap === "" ? "" : html`<span class="gap ${range.first <= i && i + 1 < range.end ? "selected" : ""}">${gap}</span>`;
}

/** The name of each span's type, to be placed by placeLabels. @param {Shown[]} spans */
export function labelLayer(spans) {
  return html`<div class="labels" aria-hidden="true">${spans.map((span) => html`<span class="label t${span.type} ${span.suggested ? "open" : ""}"
    data-first=${span.first}><bdi>${typeOf(span.type)?.name ?? "?"}</bdi>${span.suggested && span.score != null ? html`<i>${percent(span.score)}</i>` : ""}</span>`)}</div>`;
}

/** @param {number} share */
export const percent = (share) => `${Math.round(share * 100)} %`;

/** Puts each label under the beginning of its span, and beside one that is there already. @param {Element} card */
export function placeLabels(card) {
  const layer = card.querySelector(".labels");
  const text = /** @type {HTMLElement|null} */ (card.querySelector(".text"));
  if (!layer || !text) {
    return;
  }

  const origin = layer.getBoundingClientRect();
  const isRtl = getComputedStyle(text).direction === "rtl";
  const labels = /** @type {HTMLElement[]} */ ([...layer.children]);
  const places = labels.map((label) => {
    const entity = text.querySelector(`.entity[data-first="${label.dataset["first"]}"]`);
    const first = entity?.getClientRects()[0];
    return first ? { label, top: first.bottom - origin.top, left: first.left - origin.left, right: first.right - origin.left, width: label.offsetWidth } : null;
  });
  /** @type {Map<number, number>} */
  const ends = new Map();
  for (const place of places) {
    if (!place) {
      continue;
    }

    const line = Math.round(place.top);
    const taken = ends.get(line);
    let left = isRtl ? place.right - place.width : place.left;
    if (taken !== undefined) {
      left = isRtl ? Math.min(left, taken - place.width - 4) : Math.max(left, taken + 4);
    }

    left = Math.max(0, Math.min(left, origin.width - place.width));
    ends.set(line, isRtl ? left : left + place.width);
    place.label.style.setProperty("transform", `translate(${Math.round(left)}px, ${Math.round(place.top)}px)`);
  }
}

/** The word in the line above or below that is nearest to where a word stands. @param {Element} text @param {number} from @param {1|-1} step */
export function wordInLine(text, from, step) {
  const words = /** @type {HTMLElement[]} */ ([...text.querySelectorAll(".word")]);
  const here = words[from]?.getBoundingClientRect();
  if (!here) {
    return from;
  }

  const x = (here.left + here.right) / 2;
  const beyond = words.map((word, index) => ({ index, box: word.getBoundingClientRect() }))
    .filter(({ box }) => step > 0 ? box.top > here.bottom - 4 : box.bottom < here.top + 4);
  if (beyond.length === 0) {
    return from;
  }

  const line = step > 0 ? Math.min(...beyond.map(({ box }) => box.top)) : Math.max(...beyond.map(({ box }) => box.top));
  const near = beyond.filter(({ box }) => Math.abs(box.top - line) < 4);
  const distance = (/** @type {DOMRect} */ box) => Math.abs((box.left + box.right) / 2 - x);
  return near.reduce((best, one) => distance(one.box) < distance(best.box) ? one : best).index;
}
