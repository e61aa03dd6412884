// Colours: light, dark, or as the system has them; and those of the types.

import { redraw } from "./store.js";

/** @import { EntityType } from "./types.js" */

const KEY = "maner.theme";
const names = /** @type {const} */ (["system", "light", "dark"]);

export const themeName = () => names.find((name) => name === localStorage.getItem(KEY)) ?? "system";

export function cycleTheme() {
  const next = names[(names.indexOf(themeName()) + 1) % names.length] ?? "system";
  localStorage.setItem(KEY, next);
  applyTheme();
  redraw();
}

export function applyTheme() {
  document.documentElement.dataset["theme"] = themeName();
}

const sheet = new CSSStyleSheet();

/** One rule a type, in a sheet that the page builds: the content security policy lets no style attribute pass. @param {EntityType[]} types */
export function applyTypes(types) {
  sheet.replaceSync(types.filter((type) => /^#[0-9a-f]{6}$/i.test(type.color)).map((type) => `.t${type.id} { --c: ${type.color}; }`).join("\n"));
  document.adoptedStyleSheets = [sheet];
}

applyTheme();
