// The views, in the order of the menu.

import { agreementView } from "./agreement.js";
import { dataView } from "./data.js";
import { labelView } from "./label.js";
import { progressView } from "./progress.js";
import { searchView } from "./search.js";
import { settingsView } from "./settings.js";

/** @type {Record<string, {title: string, draw: () => unknown, enter?: () => Promise<unknown>, forCurator?: boolean}>} */
export const views = {
  label: { title: "Label", draw: labelView },
  search: searchView,
  progress: progressView,
  agreement: agreementView,
  data: dataView,
  settings: settingsView,
};
