// A sentence while one works on it: pure functions. Nothing here knows of the page or of the server.

/** @import { Sentence, Span, Action } from "../types.js" */

/**
 * A span as it is shown: confirmed, or suggested and open.
 * @typedef {Span & {suggested: boolean}} Shown
 * @typedef {{first: number, end: number}} Range
 */

/** @param {Range} a @param {Range} b */
export const overlaps = (a, b) => a.first < b.end && b.first < a.end;

/** @param {Range} a @param {Range} b */
export const sameWords = (a, b) => a.first === b.first && a.end === b.end;

/** Number of words. @param {Sentence} sentence */
export const wordCount = (sentence) => sentence.words.length / 2;

/** @param {Sentence} sentence @param {number} first @param {number} end */
export const textOf = (sentence, first, end) => sentence.text.slice(sentence.words[2 * first], sentence.words[2 * end - 1]);

/**
 * Suggestions that wait for a decision: those that nobody has rejected and that touch nothing confirmed. A sentence that is done or skipped has none.
 * @param {Sentence} sentence @returns {Shown[]}
 */
export const openSuggestions = (sentence) => sentence.state !== "new" ? [] : unrejected(sentence, sentence.rejected)
  .filter((span) => !sentence.spans.some((one) => overlaps(one, span)))
  .map((span) => ({ ...span, suggested: true }));

/** What a model suggests, without what was rejected. @param {Pick<Sentence, "suggestion">} sentence @param {Span[]} rejected */
const unrejected = (sentence, rejected) => (sentence.suggestion?.spans ?? []).filter((span) => !rejected.some((one) => isSame(one, span)));

/** @param {Span} a @param {Span} b */
const isSame = (a, b) => sameWords(a, b) && a.type === b.type;

/**
 * Suggestions by their numbers, as the store wants them: among those that were not rejected when the action comes to it.
 * @param {Action} action @param {Pick<Sentence, "suggestion">} seen the sentence as the person saw it @param {Span[]} rejected what the store has as rejected
 */
export function toStore(action, seen, rejected) {
  const { wanted, ...rest } = action;
  if (!wanted) {
    return rest;
  }

  const left = unrejected(seen, rejected);
  const numbers = wanted.map((span) => left.findIndex((one) => isSame(one, span))).filter((number) => number >= 0);
  return rest.kind === "correct-suggestion" ? { ...rest, span: numbers[0] ?? -1 } : { ...rest, spans: numbers };
}

/** What is shown: confirmed spans and open suggestions, in reading order. @param {Sentence} sentence @returns {Shown[]} */
export const shownSpans = (sentence) => [
  ...sentence.spans.map((span) => ({ ...span, suggested: false })),
  ...openSuggestions(sentence),
].sort((a, b) => a.first - b.first);

/** @param {Span[]} spans */
const sorted = (spans) => spans.toSorted((a, b) => a.first - b.first);

/** @param {Sentence} sentence @param {Range} range */
const apart = (sentence, range) => sentence.spans.filter((span) => !overlaps(span, range));

/** Labels words; what was there gives way. @param {Sentence} sentence @param {Range} range @param {number} type @returns {Action} */
export function label(sentence, range, type) {
  const suggestion = openSuggestions(sentence).find((one) => sameWords(one, range));
  if (suggestion) {
    return suggestion.type === type ? accept(sentence, [suggestion]) : correct(sentence, suggestion, range, type);
  }

  const old = sentence.spans.find((span) => sameWords(span, range));
  const span = old && old.type === type ? old : { first: range.first, end: range.end, type, origin: /** @type {const} */ ("person"), model: old?.model ?? null, score: old?.score ?? null };
  return { kind: "set-spans", spans: sorted([...apart(sentence, range), span]) };
}

/** Takes an entity away, or rejects a suggestion. @param {Sentence} sentence @param {Shown} span @returns {Action} */
export const remove = (sentence, span) => span.suggested
  ? { kind: "reject-suggestion", model: sentence.suggestion?.model ?? "", wanted: [plain(span)] }
  : { kind: "set-spans", spans: apart(sentence, span) };

/** Accepts suggestions. @param {Sentence} sentence @param {Shown[]} spans @param {"done"|null} [state] @returns {Action} */
export const accept = (sentence, spans, state = null) =>
  ({ kind: "accept-suggestion", model: sentence.suggestion?.model ?? "", wanted: spans.map(plain), state });

/** @param {Shown} span @returns {Span} */
const plain = ({ suggested: _, ...span }) => span;

/** @param {Sentence} sentence @param {Shown} span @param {Range} range @param {number} type @returns {Action} */
const correct = (sentence, span, range, type) =>
  ({ kind: "correct-suggestion", model: sentence.suggestion?.model ?? "", wanted: [plain(span)], first: range.first, end: range.end, type });

/** Gives an entity or a suggestion other words; what it meets gives way. @param {Sentence} sentence @param {Shown} span @param {Range} range @returns {Action} */
export function resize(sentence, span, range) {
  const others = sentence.spans.filter((one) => !sameWords(one, span) && !overlaps(one, range));
  if (span.suggested && others.length === sentence.spans.length) {
    return correct(sentence, span, range, span.type);
  }

  return { kind: "set-spans", spans: sorted([...others, { ...plain(span), ...range, origin: "person" }]) };
}

/** Confirms the sentence as it is shown, or without what is only suggested. @param {Sentence} sentence @param {boolean} withSuggestions @returns {Action} */
export function done(sentence, withSuggestions) {
  const open = withSuggestions ? openSuggestions(sentence) : [];
  return open.length > 0 ? accept(sentence, open, "done") : { kind: "set-state", state: "done" };
}

/** Confirms that there is no entity. @returns {Action} */
export const noEntities = () => ({ kind: "set-spans", spans: [], state: "done" });

/**
 * The sentence after an action, as the server will answer it: shown at once, before the answer is there.
 * @param {Sentence} sentence @param {Action} action @returns {Sentence}
 */
export function apply(sentence, action) {
  const state = action.state ?? sentence.state;
  const wanted = action.wanted ?? [];
  switch (action.kind) {
    case "set-spans":
      return { ...sentence, spans: action.spans ?? [], state };
    case "accept-suggestion":
      return { ...sentence, spans: sorted([...sentence.spans, ...wanted]), state };
    case "correct-suggestion": {
      const old = /** @type {Span} */ (wanted[0]);
      const span = { ...old, first: action.first ?? 0, end: action.end ?? 0, type: action.type ?? 0, origin: /** @type {const} */ ("person") };
      return { ...sentence, spans: sorted([...apart(sentence, span), span]), rejected: [...sentence.rejected, old] };
    }
    case "reject-suggestion":
      return { ...sentence, rejected: [...sentence.rejected, ...wanted] };
    case "set-state":
      return { ...sentence, state };
    case "set-flag":
      return { ...sentence, isFlagged: action.isFlagged ?? false };
    case "set-comment":
      return { ...sentence, comment: action.comment ?? "" };
    default:
      return sentence;
  }
}

/**
 * Whether a sentence is already as an action makes it: its answer was lost on the way, and it need not be done again.
 * @param {Sentence} sentence @param {Action} action
 */
export function isDone(sentence, action) {
  const wanted = action.wanted ?? [];
  const hasState = (action.state ?? sentence.state) === sentence.state;
  switch (action.kind) {
    case "set-spans": return hasState && action.spans?.length === sentence.spans.length && sentence.spans.every((span) => action.spans?.some((one) => isSame(one, span)));
    case "accept-suggestion": return hasState && wanted.every((span) => sentence.spans.some((one) => isSame(one, span)));
    case "correct-suggestion": return sentence.spans.some((one) => one.first === action.first && one.end === action.end && one.type === action.type);
    case "reject-suggestion": return wanted.every((span) => sentence.rejected.some((one) => isSame(one, span)));
    case "set-state": return hasState;
    case "set-flag": return sentence.isFlagged === action.isFlagged;
    case "set-comment": return sentence.comment === action.comment;
    default: return false;
  }
}

/**
 * Where the keyboard is: the word it is on, and the word at which a selection began.
 * @typedef {{anchor: number, focus: number}} Cursor
 */

/** The words of a selection. @param {Cursor} cursor @returns {Range} */
export const selected = (cursor) => ({ first: Math.min(cursor.anchor, cursor.focus), end: Math.max(cursor.anchor, cursor.focus) + 1 });

/**
 * What labelling, widening and removing are about: the span over the word, or a selection of several words, or the word.
 * @param {Sentence} sentence @param {Cursor} cursor @returns {Range & {span: Shown|undefined}}
 */
export function target(sentence, cursor) {
  const range = selected(cursor);
  const spans = shownSpans(sentence);
  const span = range.end - range.first === 1
    ? spans.find((one) => one.first <= range.first && range.end <= one.end)
    : spans.find((one) => sameWords(one, range));
  return span ? { first: span.first, end: span.end, span } : { ...range, span: undefined };
}

/** The next span from a word on, for Tab; undefined behind the last. @param {Sentence} sentence @param {Cursor} cursor @param {1|-1} step */
export function nextSpan(sentence, cursor, step) {
  const spans = shownSpans(sentence);
  const range = selected(cursor);
  return step > 0 ? spans.find((span) => span.first > range.first) : spans.findLast((span) => span.first < range.first);
}
