// The page on which people log in.

import { html, nothing, render } from "../../vendor/lit-html.js";
import { ApiError, post } from "../api.js";
import { redraw } from "../store.js";

let message = "";

/** @param {() => Promise<void>} loggedIn @param {string} [name] who logs in again */
export function logInView(loggedIn, name = "") {
  /** @param {SubmitEvent} event */
  const submit = async (event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    try {
      await post("/session", { name: form.get("name"), password: form.get("password") });
      message = "";
      await loggedIn();
    } catch (error) {
      message = error instanceof ApiError ? error.message : String(error);
      if (name) {
        redraw();
      } else {
        render(logInView(loggedIn), /** @type {HTMLElement} */ (document.getElementById("app")));
      }
    }
  };
  return html`<div class="log-in" role=${name ? "dialog" : "main"} aria-label="Log in">
    <form class="panel" @submit=${submit}>
      <img src="/icon.svg" alt="" width="44" height="44">
      <h1>${name ? "Log in again" : "Maner"}</h1>
      ${name ? html`<p class="hint">What is not saved yet is kept, and saved then.</p>` : nothing}
      <label>Name <input name="name" autocomplete="username" required autofocus .value=${name}></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
      ${message ? html`<p class="error" role="alert">${message}</p>` : nothing}
      <button class="accept">Log in</button>
    </form>
  </div>`;
}
