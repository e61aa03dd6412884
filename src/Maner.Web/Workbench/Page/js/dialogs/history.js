// What was done to a sentence, by whom and when.

import { html, nothing } from "../../vendor/lit-html.js";
import { get } from "../api.js";
import { flush } from "../saver.js";
import { redraw, state } from "../store.js";
import { dialogView, draft } from "./dialog.js";

async function load() {
  await flush();
  draft["events"] = (await get(`/api/sentences/${state.sentence?.id}/history`)).events;
  redraw();
}

export function historyDialog() {
  if (!draft["asked"]) {
    draft["asked"] = true;
    load();
  }

  /** @type {{id: number, time: string, user: string, kind: string, text: string}[]|undefined} */
  const events = draft["events"];
  return dialogView("History of this sentence", html`
    ${state.sentence?.seconds ? html`<p class="hint">${state.sentence.seconds.toFixed(1)} seconds were spent on it.</p>` : nothing}
    ${!events ? html`<p class="hint">Looking …</p>` : events.length === 0 ? html`<p>Nothing was done to it yet.</p>` : html`<ol class="history">${events.map((event) => html`<li>
      <time datetime=${event.time}>${event.time.replace("T", " ").slice(0, 19)}</time> <bdi>${event.user}</bdi> <strong>${event.kind.replaceAll("-", " ")}</strong> <span dir="auto">${event.text}</span></li>`)}</ol>`}`, null, { wide: true });
}
