// Words and borders of a sentence: cut a word, join words, end the sentence earlier, join it with the next.

import { html, nothing } from "../../vendor/lit-html.js";
import { get, post } from "../api.js";
import { flush, show } from "../saver.js";
import { selected, textOf, wordCount } from "../sentence/model.js";
import { notify, state } from "../store.js";
import { closeDialog, dialogView } from "./dialog.js";

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** @param {Record<string, unknown>} action @param {string} text */
async function change(action, text) {
  await flush(); // what is on its way gives the sentence another revision
  const sentence = /** @type {import("../types.js").Sentence} */ (state.sentence);
  const answer = await post("/api/actions", { action: { sentence: sentence.id, revision: sentence.revision, seconds: 0, ...action } });
  show(answer.sentence ?? await get(`/api/sentences/${sentence.id}`));
  closeDialog();
  notify([text, ...answer.notes].join(" "));
}

export function wordsDialog() {
  const { sentence } = state;
  if (!sentence || wordCount(sentence) === 0) {
    return nothing;
  }

  const { first, end } = selected(state.cursor);
  const word = textOf(sentence, first, first + 1);
  const cuts = [...graphemes.segment(word)].map((part) => part.index).filter((index) => index > 0);
  const touching = end - first > 1 && sentence.text.slice(sentence.words[2 * first], sentence.words[2 * end - 1]) === Array.from({ length: end - first }, (_, i) => textOf(sentence, first + i, first + i + 1)).join("");
  return dialogView(
    "Words and borders",
    html`
      ${state.project.user.role === "curator" ? nothing : html`<p class="hint">Curators change words and borders.</p>`}
      <section><h3>Cut a word in two</h3>
        ${end - first > 1 ? html`<p class="hint">Put the cursor on one word.</p>` : cuts.length === 0 ? html`<p class="hint"><bdi>${word}</bdi> has one character.</p>` : html`<p class="cuts" dir="auto">${cuts.map((offset) => html`
          <button type="button" class="small" @click=${() => change({ kind: "split-word", word: first, offset }, "The word is cut.")}><bdi>${word.slice(0, offset)}</bdi> | <bdi>${word.slice(offset)}</bdi></button>`)}</p>`}</section>
      <section><h3>Join words</h3>
        ${touching ? html`<button type="button" class="small" @click=${() => change({ kind: "join-words", first, end }, "The words are one.")}><bdi>${textOf(sentence, first, end)}</bdi></button>`
    : html`<p class="hint">Select words that touch each other (shift with arrows).</p>`}</section>
      <section><h3>Sentence borders</h3><p class="row">
        <button type="button" class="small" ?disabled=${first === 0} @click=${() => change({ kind: "split-sentence", word: first }, "The sentence ends in front of that word.")}>Begin a new sentence at <bdi>${word}</bdi></button>
        <button type="button" class="small" ?disabled=${!sentence.after} @click=${() => change({ kind: "merge-sentences" }, "The sentences are one.")}>Join with the next sentence</button></p></section>
      <p class="hint">Labels stay where they are. Undo (u) takes each change back.</p>`,
    null);
}
