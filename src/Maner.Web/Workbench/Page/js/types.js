// What the server answers, as types for the checker (tsc reads JSDoc; the browser reads past it). Positions of characters are UTF-16, positions of spans are words.

/**
 * @typedef {{id: number, name: string, key: string, color: string, description: string, descriptionHtml: string, count: number}} EntityType
 *
 * @typedef {{first: number, end: number, type: number, origin: "person"|"model"|"import", model: string|null, score: number|null}} Span
 *   Words first (inclusive) to end (exclusive); origin, model and score say where it came from before a person confirmed it.
 *
 * @typedef {{
 *   id: number, document: string, documentId: number, number: number, of: number,
 *   text: string, words: number[], before: string, after: string,
 *   state: "new"|"done"|"skipped", isFlagged: boolean, comment: string, seconds: number, revision: number,
 *   spans: Span[], rejected: Span[], suggestion: {model: string, spans: Span[]}|null,
 *   pick: {strategy: string, isRandom: boolean}|null, lockedBy: string|null, isAdjudicated: boolean,
 * }} Sentence
 *   words: begin and end of each word in text, one after the other.
 *
 * @typedef {{done: number, skipped: number, flagged: number, total: number, seconds: number, secondsPerSentence: number|null, entities: number}} Progress
 *
 * @typedef {{state: "off"|"waiting"|"training"|"failed", message: string, model: string|null, sentences: number, canTrain: boolean}} Learning
 *
 * @typedef {{id: number, name: string, role: "annotator"|"curator", hasPassword: boolean, isActive: boolean}} User
 *
 * @typedef {{id: number, name: string, format: string, sentences: number, imported: string, losses: string[]}} Document
 *
 * @typedef {{
 *   name: string, user: User, users: User[], needsLogIn: boolean, types: EntityType[], guidelines: string, guidelinesHtml: string,
 *   documents: Document[], strategy: string, strategies: {name: string, title: string}[], progress: Progress, learning: Learning,
 *   formats: {name: string, title: string, writes: boolean}[],
 * }} Project
 *
 * @typedef {{
 *   kind: string, spans?: Span[], wanted?: Span[], first?: number, end?: number, type?: number, model?: string,
 *   state?: "new"|"done"|"skipped"|null, isFlagged?: boolean, comment?: string, word?: number, offset?: number,
 * }} Action
 *   wanted: suggestions that an action is about; they become numbers when it is sent.
 *   An action of the store on a sentence (src/Maner.Annotation/Actions), without sentence and revision, which are added when it is sent.
 */

export {};
