// The page on which people log in.

import { html, nothing, render } from "../../vendor/lit-html.js";
import { ApiError, post } from "../api.js";

let message = "";

/** @param {() => Promise<void>} loggedIn */
export function logInView(loggedIn) {
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
      render(logInView(loggedIn), /** @type {HTMLElement} */ (document.getElementById("app")));
    }
  };
  return html`<main class="log-in">
    <form class="panel" @submit=${submit}>
      <img src="/icon.svg" alt="" width="44" height="44">
      <h1>Maner</h1>
      <label>Name <input name="name" autocomplete="username" required autofocus></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
      ${message ? html`<p class="error" role="alert">${message}</p>` : nothing}
      <button class="accept">Log in</button>
    </form>
  </main>`;
}
