// Actions on their way to the server: shown at once, sent one after the other, kept in the browser until the server has them. "Saved" is shown only when all are.

import { ApiError, post } from "./api.js";
import { apply, isDone, openSuggestions, toStore, wordCount } from "./sentence/model.js";
import { notify, state, update } from "./store.js";
import * as clock from "./clock.js";

/** @import { Action, Sentence, Span } from "./types.js" */
/** @typedef {{sentence: number, revision: number, rejected: Span[], seen: Sentence["suggestion"], action: Action, seconds: number, next: boolean}} Waiting */

const STORE = "maner.unsent";
const RETRY_MS = 1000;

/** @type {Waiting[]} */
let waiting = [];
/** What the server has of each sentence that this page has shown, by id. @type {Map<number, {revision: number, rejected: Span[]}>} */
const known = new Map();
/** @type {Promise<void>|null} */
let sending = null;

const storeKey = () => `${STORE}.${state.project.name}.${state.project.user.id}`;

/** Takes up what a page that was closed could not send any more. */
export async function resume() {
  const kept = localStorage.getItem(storeKey());
  if (kept) {
    waiting = JSON.parse(kept);
    await flush();
  }
}

/** Whether the sentence shown is done with and the next one is on its way: what is typed meanwhile is meant for that. */
let leaving = false;

export const isLeaving = () => leaving;

/** @type {(() => void)[]} */
const arrivals = [];

/** Calls back whenever the sentence that was waited for is there, or is not coming. @param {() => void} listener */
export const whenArrived = (listener) => { arrivals.push(listener); };

function arrive() {
  if (leaving) {
    leaving = false;
    arrivals.forEach((listener) => listener());
  }
}

/** Whether all is saved. */
export const isSaved = () => waiting.length === 0;

/**
 * Carries out an action on the sentence shown. With next, the following sentence is shown as soon as this one is saved, and not before.
 * @param {Action} action @param {boolean} [next]
 */
export function act(action, next = false) {
  const sentence = state.sentence;
  if (!sentence || leaving) {
    return flush();
  }

  waiting.push({ sentence: sentence.id, revision: sentence.revision, rejected: sentence.rejected, seen: sentence.suggestion, action, seconds: clock.take(), next });
  keep();
  leaving ||= next;
  update({ sentence: apply(sentence, action), saved: "saving", savedMessage: "" });
  return flush();
}

/** Sends what waits; done when the server has all of it. @returns {Promise<void>} */
export function flush() {
  sending ??= sendAll().finally(() => { sending = null; });
  return sending;
}

async function sendAll() {
  while (waiting.length > 0) {
    const first = /** @type {Waiting} */ (waiting[0]);
    try {
      const { revision, rejected } = known.get(first.sentence) ?? first;
      const { kind, ...rest } = toStore(first.action, { suggestion: first.seen }, rejected);
      const action = { kind, sentence: first.sentence, revision, seconds: first.seconds, ...rest };
      const answer = await post("/api/actions", { action, next: first.next });
      waiting.shift();
      keep();
      accept(answer, first);
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }

      if (error.status === 0 || error.status >= 500) {
        update({ saved: "unsaved", savedMessage: error.message });
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      } else if (error.status === 409 && error.body?.current && isDone(error.body.current, first.action)) {
        waiting.shift();
        keep();
        accept({ sentence: error.body.current, next: first.next ? (await post(`/api/next?after=${first.sentence}`)).sentence : null }, first);
      } else {
        refuse(error, first);
      }
    }
  }

  update({ saved: "saved", savedMessage: "" });
}

/** @param {any} answer @param {Waiting} sent */
function accept(answer, sent) {
  /** @type {Sentence} */
  const sentence = answer.sentence;
  known.set(sentence.id, sentence);
  state.project.progress = answer.progress ?? state.project.progress;
  const more = waiting.some((one) => one.sentence === sentence.id);
  if (sent.next) {
    show(answer.next ?? null);
    arrive();
  } else if (state.sentence?.id === sentence.id && !more) {
    // A model that is new since then suggests in the sentences to come, not under the person's hands.
    update({ sentence: { ...sentence, suggestion: state.sentence.suggestion } });
  }
}

/** The server has something else than this page believed: what is there now is shown. @param {ApiError} error @param {Waiting} sent */
function refuse(error, sent) {
  waiting = waiting.filter((one) => one.sentence !== sent.sentence);
  keep();
  const current = error.body?.current;
  if (current) {
    known.set(current.id, current);
    if (state.sentence?.id === current.id) {
      update({ sentence: current });
    }
  }

  notify(error.message, "error");
  arrive();
}

function keep() {
  if (waiting.length > 0) {
    localStorage.setItem(storeKey(), JSON.stringify(waiting));
  } else {
    localStorage.removeItem(storeKey());
  }
}

/** Shows a sentence from its beginning. @param {Sentence|null} sentence */
export function show(sentence) {
  clock.restart();
  if (sentence) {
    known.set(sentence.id, sentence);
  }

  const first = sentence && wordCount(sentence) > 0 ? firstOpen(sentence) : 0;
  update({ sentence, cursor: { anchor: first, focus: first }, finished: sentence === null });
  if (sentence) {
    history.replaceState(null, "", `#/label/${sentence.id}`);
  }
}

/** The sentence shown, as it is after something else than an action of this page on it. @param {Sentence} sentence */
export function replace(sentence) {
  known.set(sentence.id, sentence);
  const first = Math.min(state.cursor.anchor, state.cursor.focus, Math.max(0, wordCount(sentence) - 1));
  update({ sentence, cursor: { anchor: first, focus: first } });
}

/** The cursor begins on the first suggestion, since that is what there is to decide. @param {Sentence} sentence */
const firstOpen = (sentence) => openSuggestions(sentence)[0]?.first ?? 0;
