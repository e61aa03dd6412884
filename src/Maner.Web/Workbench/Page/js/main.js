// Starts the page: who is there, which view the address names, and what is drawn around it.

import { html, nothing, render } from "../vendor/lit-html.js";
import { ApiError, get, remove, setCsrf } from "./api.js";
import * as clock from "./clock.js";
import { dialogs } from "./dialogs/all.js";
import { openDialog, showDrawnDialog } from "./dialogs/dialog.js";
import { onKey } from "./keys.js";
import * as labels from "./labels.js";
import { isSaved, resume } from "./saver.js";
import { placeLabels } from "./sentence/view.js";
import { notify, state, subscribe, update } from "./store.js";
import { applyTypes, cycleTheme, themeName } from "./theme.js";
import { logInView } from "./views/login.js";
import { views } from "./views/all.js";

const app = /** @type {HTMLElement} */ (document.getElementById("app"));

/** @type {import("./types.js").Project|null} */
let styled = null;

function draw() {
  if (!state.project) {
    render(logInView(start), app);
    return;
  }

  if (styled !== state.project) {
    styled = state.project;
    applyTypes(state.project.types);
    document.title = `${state.project.name} · Maner`;
  }

  const view = views[state.view] ?? views["label"];
  render(html`
    <a class="skip-link" href="#main" @click=${focusMain}>Skip to the text</a>
    <header class="top">
      <a class="brand" href="#/label"><img src="/icon.svg" alt="" width="22" height="22"><span><bdi>${state.project.name}</bdi></span></a>
      <nav aria-label="Views">${Object.entries(views).filter(([, one]) => !one.forCurator || state.project.user.role === "curator").map(([name, one]) => html`
        <a href="#/${name}" aria-current=${state.view === name ? "page" : nothing}>${one.title}</a>`)}</nav>
      <div class="right">
        <span class="save ${state.saved}" role="status" title=${state.savedMessage}>${savedText()}</span>
        <button class="quiet icon" aria-label="Keys" title="Keys (?)" @click=${() => openDialog("help")}>?</button>
        <button class="quiet icon" aria-label="Guidelines" aria-pressed=${state.guidelines} title="Guidelines (g)" @click=${() => update({ guidelines: !state.guidelines })}>¶</button>
        <button class="quiet icon" aria-label="Colours: ${themeName()}" title="Colours: ${themeName()}" @click=${cycleTheme}>◐</button>
        ${state.project.needsLogIn ? html`<button class="quiet user" title="Log out" @click=${logOut}><bdi>${state.project.user.name}</bdi></button>` : nothing}
      </div>
      <progress max=${state.project.progress.total || 1} value=${state.project.progress.done} aria-label="Sentences done"></progress>
    </header>
    <main id="main" tabindex="-1" class="view-${state.view}">${view?.draw()}</main>
    <div class="announce" aria-live="polite">${state.announced}</div>
    ${state.notice ? html`<div class="notice ${state.notice.kind}" role=${state.notice.kind === "error" ? "alert" : "status"}>
      <span dir="auto">${state.notice.text}</span>
      <button class="quiet icon" aria-label="Close" @click=${() => update({ notice: null })}>✕</button></div>` : nothing}
    ${state.dialog ? dialogs[state.dialog]?.() : nothing}`, app);
  showDrawnDialog();
  document.querySelectorAll(".card").forEach(placeLabels);
  keepInSight();
}

const savedText = () => ({ saved: "Saved", saving: "Saving …", unsaved: "Not saved: no connection" })[state.saved];

/** @param {Event} event */
function focusMain(event) {
  event.preventDefault();
  /** @type {HTMLElement} */ (document.querySelector(".text[tabindex]") ?? document.getElementById("main")).focus();
}

/** On a small screen the word that the keyboard is on may be out of sight. */
function keepInSight() {
  document.querySelector(".text .word.focus")?.scrollIntoView({ block: "nearest" });
}

async function logOut() {
  await remove("/session");
  location.reload();
}

/** Goes where the address points. */
async function route() {
  const [, view = "label", argument = ""] = location.hash.split("/");
  const known = views[view] ? view : "label";
  update({ view: known, argument: decodeURIComponent(argument), dialog: null });
  if (known !== "label") {
    await views[known]?.enter?.();
  } else if (argument && Number(argument) !== state.sentence?.id) {
    await labels.open(Number(argument));
  } else if (!state.sentence) {
    await labels.next();
  }

  if (known === "label") {
    /** @type {HTMLElement|null} */ (document.querySelector(".text[tabindex]"))?.focus({ preventScroll: true });
  }
}

/** Loads the session and the project; the log-in page is drawn where nobody is logged in. */
async function start() {
  const session = await get("/session");
  setCsrf(session.csrfToken ?? "");
  if (session.user === null) {
    draw();
    return;
  }

  state.project = await get("/api/project");
  state.activeType = state.project.types[0]?.id ?? null;
  subscribe(draw);
  await resume();
  await route();
}

/** What happened in a promise that nobody waits for is said on the page. @param {unknown} error */
function report(error) {
  if (error instanceof ApiError && error.status === 401) {
    location.reload();
  } else if (error instanceof ApiError) {
    notify(error.message, "error");
  } else {
    notify(`The page has a defect: ${error instanceof Error ? error.message : error}. Load it again; what is marked as saved is saved.`, "error");
  }
}

addEventListener("unhandledrejection", (event) => report(event.reason));
addEventListener("error", (event) => report(event.error));
addEventListener("hashchange", () => route().catch(report));
addEventListener("keydown", onKey);
addEventListener("pointerdown", clock.touch);
addEventListener("resize", () => document.querySelectorAll(".card").forEach(placeLabels));
addEventListener("beforeunload", (event) => {
  if (state.project && !isSaved()) {
    event.preventDefault();
  }
});
document.fonts?.ready.then(() => document.querySelectorAll(".card").forEach(placeLabels));
setInterval(async () => {
  if (state.project && !document.hidden) {
    try {
      const { learning, progress } = await get("/api/state");
      if (JSON.stringify(learning) !== JSON.stringify(state.project.learning)) {
        state.project.learning = learning;
        state.project.progress = progress;
        update({});
      }
    } catch {
      // the next action says that the server is away
    }
  }
}, 4000);

start().catch(report);
