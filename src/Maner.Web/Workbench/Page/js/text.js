// Pieces of text that are cut between letters as readers see them, at a space where there is one near.

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The letters of a text as readers see them. @param {string} text */
export const lettersOf = (text) => [...graphemes.segment(text)].map((part) => part.segment);

/** The end of a text. @param {string} text @param {number} most letters at the most */
export function tail(text, most) {
  const letters = lettersOf(text);
  return letters.length <= most ? text : `… ${letters.slice(-most).join("").replace(/^\S*\s+(?=\S)/u, "")}`;
}

/** The beginning of a text. @param {string} text @param {number} most letters at the most */
export function head(text, most) {
  const letters = lettersOf(text);
  return letters.length <= most ? text : `${letters.slice(0, most).join("").replace(/(?<=\S)\s+\S*$/u, "")} …`;
}
