// Actions on their way to the server: shown at once, sent one after the other, kept in the browser until the server has them. "Saved" is shown only when all are.

import { ApiError, get, post, setCsrf } from "./api.js";
import { apply, isDone, openSuggestions, wordCount } from "./sentence/model.js";
import { notify, state, update } from "./store.js";
import * as clock from "./clock.js";

/** @import { Action, Sentence } from "./types.js" */
/** @typedef {{sentence: number, revision: number, action: Action, seconds: number, next: boolean}} Waiting */

const STORE = "maner.unsent";
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 4000;
const DEFECTS = 3;

/** @type {Waiting[]} */
let waiting = [];
/** The revision that the server has of each sentence that this page has shown, by id. @type {Map<number, number>} */
const known = new Map();
/** @type {Promise<void>|null} */
let sending = null;

// Each page keeps what it could not send under a name of its own, so that two windows never write over each other; the project's own id keeps projects apart that are called the same.
const page = crypto.getRandomValues(new Uint32Array(2)).join("-");
const lockName = (/** @type {string} */ name) => `${STORE}.page.${name}`;
const prefix = () => `${STORE}.${state.project.id}.${state.project.user.id}.`;

/** @param {Waiting} one */
const keyOf = (one) => `${prefix()}${one.sentence}.${one.revision}.${page}`;

// Held as long as the page lives: what belongs to a page that is there is left to it.
navigator.locks?.request(lockName(page), () => new Promise(() => {}));

/** Takes up what pages that are gone could not send any more. */
export async function resume() {
  const living = new Set((await navigator.locks?.query())?.held?.map((lock) => lock.name) ?? []);
  const left = Object.keys(localStorage).filter((key) => key.startsWith(prefix()) && !living.has(lockName(key.slice(key.lastIndexOf(".") + 1))));
  for (const key of left) {
    waiting.push(...JSON.parse(localStorage.getItem(key) ?? "[]"));
    localStorage.removeItem(key);
  }

  keep();
  await flush();
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

  waiting.push({ sentence: sentence.id, revision: sentence.revision, action, seconds: clock.take(), next });
  keep();
  leaving ||= next;
  update({ sentence: apply(sentence, action), ...(state.saved === "saved" ? { saved: "saving", savedMessage: "" } : {}) });
  return flush();
}

/** Sends what waits; done when the server has all of it. @returns {Promise<void>} */
export function flush() {
  sending ??= sendAll().finally(() => { sending = null; });
  return sending;
}

async function sendAll() {
  let failures = 0;
  let renewals = 0;
  while (waiting.length > 0) {
    const first = /** @type {Waiting} */ (waiting[0]);
    try {
      const { kind, ...rest } = first.action;
      const action = { kind, sentence: first.sentence, revision: known.get(first.sentence) ?? first.revision, seconds: first.seconds, ...rest };
      const answer = await post("/api/actions", { action, next: first.next });
      drop(first);
      accept(answer, first);
      failures = renewals = 0;
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }

      if (error.status === 409 && error.body?.current && isDone(error.body.current, first.action)) {
        drop(first); // the server has it: only its answer was lost
        accept({ sentence: error.body.current, next: first.next ? (await post(`/api/next?after=${first.sentence}`)).sentence : null }, first);
      } else if (error.status === 401 || error.status === 403) {
        await renew(renewals++);
      } else if (error.status === 0 || error.status === 429 || error.status >= 500) {
        failures++;
        update({ saved: "unsaved", savedMessage: error.status === 0 ? "no connection" : error.status === 500 ? "the server has a defect" : error.message, canDrop: error.status === 500 && failures >= DEFECTS });
        await pause(Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1)));
      } else {
        await refuse(error, first);
      }
    }
  }

  update({ saved: "saved", savedMessage: "", canDrop: false });
}

/** @type {(() => void)|null} */
let wake = null;

/** @param {number} ms @returns {Promise<void>} */
const pause = (ms) => new Promise((resolve) => {
  wake = resolve;
  setTimeout(resolve, ms);
});

addEventListener("online", () => wake?.());

/**
 * The session has ended, or another window has begun a new one: where nobody logs in a new one begins by itself, else the person is asked. Nothing that waits is dropped, or
 * sent in another's name.
 * @param {number} renewals how often this was tried since something was saved
 */
async function renew(renewals) {
  update({ saved: "unsaved", savedMessage: "the session has ended" });
  if (renewals > 0) {
    await pause(LAST_RETRY_MS);
  }

  try {
    const session = await get("/session");
    setCsrf(session.csrfToken ?? "");
    if (session.user !== state.project.user.name) {
      await new Promise((resolve) => {
        wake = /** @type {() => void} */ (resolve);
        update({ asksToLogIn: true, savedMessage: "log in again" });
      });
    }
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }

    await pause(FIRST_RETRY_MS); // the server is away: the next try says so
  }
}

/** Somebody has logged in again; whoever is another person gets a page of the own, and what waits stays kept for its owner. */
export async function loggedInAgain() {
  const { user } = await get("/api/project");
  if (user.id !== state.project.user.id) {
    location.reload();
    return;
  }

  update({ asksToLogIn: false });
  wake?.();
}

/** Gives up the change that the server cannot take: the person has decided it. */
export async function giveUp() {
  const first = waiting[0];
  if (first) {
    update({ canDrop: false });
    await refuse(new ApiError(500, "The change was given up.", null), first);
    wake?.();
  }
}

/** @param {Waiting} one */
function drop(one) {
  waiting = waiting.filter((other) => other !== one);
  keep();
}

/** @param {any} answer @param {Waiting} sent */
function accept(answer, sent) {
  /** @type {Sentence} */
  const sentence = answer.sentence;
  known.set(sentence.id, sentence.revision);
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

/** The server has something else than this page believed: what is there now is shown, and that nothing was saved is said. @param {ApiError} error @param {Waiting} sent */
async function refuse(error, sent) {
  const current = error.body?.current ?? await get(`/api/sentences/${sent.sentence}`).catch(() => null);
  waiting = waiting.filter((one) => one.sentence !== sent.sentence);
  keep();
  if (current) {
    known.set(current.id, current.revision);
    if (state.sentence?.id === current.id) {
      update({ sentence: current });
    }
  }

  notify(`Not saved. ${error.message}`, "error");
  arrive();
}

/** Keeps what waits, by sentence and revision, until the server has it. */
function keep() {
  /** @type {Map<string, Waiting[]>} */
  const kept = new Map();
  waiting.forEach((one) => kept.set(keyOf(one), [...(kept.get(keyOf(one)) ?? []), one]));
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(prefix()) && one.endsWith(page) && !kept.has(one))) {
    localStorage.removeItem(key);
  }

  try {
    kept.forEach((list, key) => localStorage.setItem(key, JSON.stringify(list)));
  } catch {
    notify("The browser keeps no more: leave this page open until all is saved.", "error");
  }
}

/** Shows a sentence from its beginning. @param {Sentence|null} sentence */
export function show(sentence) {
  clock.restart();
  if (sentence) {
    known.set(sentence.id, sentence.revision);
  }

  const first = sentence && wordCount(sentence) > 0 ? firstOpen(sentence) : 0;
  update({ sentence, cursor: { anchor: first, focus: first }, finished: sentence === null });
  if (sentence) {
    history.replaceState(null, "", `#/label/${sentence.id}`);
  }
}

/** The sentence shown, as it is after something else than an action of this page on it. @param {Sentence} sentence */
export function replace(sentence) {
  known.set(sentence.id, sentence.revision);
  const first = Math.min(state.cursor.anchor, state.cursor.focus, Math.max(0, wordCount(sentence) - 1));
  update({ sentence, cursor: { anchor: first, focus: first } });
}

/** The cursor begins on the first suggestion, since that is what there is to decide. @param {Sentence} sentence */
const firstOpen = (sentence) => openSuggestions(sentence)[0]?.first ?? 0;
