// Which key does what. The page's list of keys is made from this table, and so is the handling of them: neither can say what the other does not.

/**
 * @typedef {{keys: string[], shown: string, name: string, text: string, group: string}} Binding
 *   keys as KeyboardEvent says them, with "Shift+", "Ctrl+" (also the Mac's command key) and "Alt+" in front.
 */

/** @type {Binding[]} */
export const bindings = [
  { group: "Sentence", keys: ["Enter"], shown: "Enter", name: "accept", text: "Accept what is shown, and go on" },
  { group: "Sentence", keys: ["Shift+Enter"], shown: "Shift Enter", name: "acceptConfirmed", text: "Accept without open suggestions, and go on" },
  { group: "Sentence", keys: ["o"], shown: "o", name: "noEntities", text: "No entities here, and go on" },
  { group: "Sentence", keys: [" "], shown: "Space", name: "skip", text: "Skip" },
  { group: "Sentence", keys: ["f"], shown: "f", name: "flag", text: "Flag for later" },
  { group: "Sentence", keys: ["c"], shown: "c", name: "comment", text: "Comment" },
  { group: "Sentence", keys: ["PageUp"], shown: "Page up", name: "previous", text: "Previous sentence of the text" },
  { group: "Sentence", keys: ["PageDown"], shown: "Page down", name: "following", text: "Following sentence of the text" },
  { group: "Sentence", keys: ["n"], shown: "n", name: "next", text: "Next sentence without labels" },
  { group: "Words", keys: ["ArrowLeft"], shown: "←", name: "left", text: "One word to the left" },
  { group: "Words", keys: ["ArrowRight"], shown: "→", name: "right", text: "One word to the right" },
  { group: "Words", keys: ["ArrowUp"], shown: "↑", name: "up", text: "A line up" },
  { group: "Words", keys: ["ArrowDown"], shown: "↓", name: "down", text: "A line down" },
  { group: "Words", keys: ["Home"], shown: "Home", name: "first", text: "First word" },
  { group: "Words", keys: ["End"], shown: "End", name: "last", text: "Last word" },
  { group: "Words", keys: ["Shift+ArrowLeft", "Shift+ArrowRight"], shown: "Shift ← →", name: "extend", text: "Widen or shrink the selection, or the entity's end" },
  { group: "Words", keys: ["Ctrl+Shift+ArrowLeft", "Ctrl+Shift+ArrowRight", "Alt+Shift+ArrowLeft", "Alt+Shift+ArrowRight"], shown: "Alt Shift ← →", name: "extendStart", text: "Widen or shrink the entity's beginning" },
  { group: "Words", keys: ["Tab"], shown: "Tab", name: "nextSpan", text: "Next entity or suggestion" },
  { group: "Words", keys: ["Shift+Tab"], shown: "Shift Tab", name: "previousSpan", text: "Previous entity or suggestion" },
  { group: "Words", keys: ["Escape"], shown: "Esc", name: "collapse", text: "End the selection" },
  { group: "Entities", keys: [], shown: "1 … 9", name: "label", text: "Label the word, the selection, or the entity anew" },
  { group: "Entities", keys: ["a"], shown: "a", name: "acceptSpan", text: "Accept this suggestion" },
  { group: "Entities", keys: ["Backspace", "Delete", "x"], shown: "Backspace, x", name: "removeSpan", text: "Remove this entity, reject this suggestion" },
  { group: "Entities", keys: ["Shift+A"], shown: "Shift a", name: "occurrences", text: "Label all occurrences" },
  { group: "Entities", keys: ["Shift+F"], shown: "Shift f", name: "concordance", text: "Search these words" },
  { group: "Work", keys: ["u", "Ctrl+z"], shown: "u, Ctrl z", name: "undo", text: "Undo" },
  { group: "Work", keys: ["r", "Ctrl+y", "Ctrl+Shift+Z"], shown: "r, Ctrl y", name: "redo", text: "Redo" },
  { group: "Work", keys: ["e"], shown: "e", name: "editWords", text: "Edit words and sentence borders" },
  { group: "Work", keys: ["h"], shown: "h", name: "history", text: "History of this sentence" },
  { group: "Work", keys: ["g"], shown: "g", name: "guidelines", text: "Guidelines" },
  { group: "Work", keys: ["/"], shown: "/", name: "search", text: "Search" },
  { group: "Work", keys: ["?"], shown: "?", name: "help", text: "These keys" },
];

const byKey = new Map(bindings.flatMap((binding) => binding.keys.map((key) => /** @type {const} */ ([key, binding]))));

/** Keys that a type cannot have, since they do something already. */
export const reservedKeys = new Set(bindings.flatMap((binding) => binding.keys).filter((key) => key.length === 1));

/** The key of an event as the table writes it. @param {KeyboardEvent} event */
export function keyOf(event) {
  const modifiers = (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "");
  const isShifted = event.shiftKey && (event.key.length > 1 || /\p{L}/u.test(event.key));
  return modifiers + (isShifted ? "Shift+" : "") + (modifiers && !event.shiftKey && event.key.length === 1 ? event.key.toLowerCase() : event.key);
}

/** What a key does; undefined: nothing. @param {KeyboardEvent} event */
export const bindingOf = (event) => byKey.get(keyOf(event));

/** The digit of a key, wherever the keyboard's layout puts it (a French keyboard has digits with shift, an Arabic one other digits). @param {KeyboardEvent} event */
export function digitOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return null;
  }

  const key = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
  return key !== undefined && !event.shiftKey ? key : /^[0-9]$/.test(event.key) ? event.key : null;
}
