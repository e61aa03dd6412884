// The dialogs by name.

import { commentDialog } from "./comment.js";
import { helpDialog } from "./help.js";
import { historyDialog } from "./history.js";
import { occurrencesDialog } from "./occurrences.js";
import { mergeTypeDialog, passwordDialog } from "./settings.js";
import { wordsDialog } from "./words.js";

/** @type {Record<string, () => unknown>} */
export const dialogs = {
  comment: commentDialog,
  help: helpDialog,
  history: historyDialog,
  mergeType: mergeTypeDialog,
  occurrences: occurrencesDialog,
  password: passwordDialog,
  words: wordsDialog,
};
