// The learning curve: F1 over labelled sentences, with its interval as a band.

import { html, svg } from "../../vendor/lit-html.js";

/** @typedef {{sentences: number, f1: number, low: number, high: number, scored: number, model: string}} Point */

const WIDTH = 640, HEIGHT = 260, LEFT = 44, RIGHT = 14, TOP = 12, BOTTOM = 34;

/** @param {Point[]} points */
export function curve(points) {
  const most = niceCeiling(Math.max(10, ...points.map((point) => point.sentences)));
  const x = (/** @type {number} */ sentences) => LEFT + (WIDTH - LEFT - RIGHT) * sentences / most;
  const y = (/** @type {number} */ f1) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - f1);
  const path = (/** @type {number[][]} */ places) => places.map(([a, b], index) => `${index ? "L" : "M"}${a?.toFixed(1)} ${b?.toFixed(1)}`).join(" ");
  const line = points.map((point) => [x(point.sentences), y(point.f1)]);
  const band = [...points.map((point) => [x(point.sentences), y(point.high)]), ...points.toReversed().map((point) => [x(point.sentences), y(point.low)])];
  const last = points.at(-1);
  return html`<svg class="curve" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Learning curve: ${last ? `F1 ${last.f1.toFixed(2)} after ${last.sentences} sentences, interval ${last.low.toFixed(2)} to ${last.high.toFixed(2)}` : "no score yet"}">
    ${[0, 0.2, 0.4, 0.6, 0.8, 1].map((value) => svg`<line class="grid" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(value)} y2=${y(value)}></line><text x=${LEFT - 8} y=${y(value) + 4} text-anchor="end">${value.toFixed(1)}</text>`)}
    ${[0, 0.25, 0.5, 0.75, 1].map((part) => svg`<text x=${x(most * part)} y=${HEIGHT - BOTTOM + 18} text-anchor="middle">${Math.round(most * part)}</text>`)}
    <text x=${(LEFT + WIDTH - RIGHT) / 2} y=${HEIGHT - 2} text-anchor="middle">sentences labelled</text>
    ${points.length > 1 ? svg`<path class="band" d="${path(band)} Z"></path><path class="line" d=${path(line)}></path>` : ""}
    ${points.map((point) => svg`<g class="point"><title>F1 ${point.f1.toFixed(3)} (${point.low.toFixed(3)} to ${point.high.toFixed(3)}) after ${point.sentences} sentences, on ${point.scored} chosen at random; ${point.model}</title>
      ${points.length === 1 ? svg`<line class="whisker" x1=${x(point.sentences)} x2=${x(point.sentences)} y1=${y(point.low)} y2=${y(point.high)}></line>` : ""}
      <circle cx=${x(point.sentences)} cy=${y(point.f1)} r="4"></circle></g>`)}
  </svg>`;
}

/** @param {number} value */
function niceCeiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}
