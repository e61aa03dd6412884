// Seconds of work on a sentence: they run while the page is seen and something was done in the last minute.

const IDLE_MS = 60_000;

let gathered = 0;
let since = now();
let last = now();

function now() {
  return performance.now();
}

/** Begins a sentence. */
export function restart() {
  gathered = 0;
  since = last = now();
}

/** Something was done: an idle time before it does not count. */
export function touch() {
  if (now() - last > IDLE_MS) {
    gathered += (last - since) + IDLE_MS;
    since = now();
  }

  last = now();
}

/** The seconds since the last time they were taken. */
export function take() {
  touch();
  const seconds = (gathered + now() - since) / 1000;
  gathered = 0;
  since = now();
  return Math.round(seconds * 1000) / 1000;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    gathered += now() - since;
  } else {
    last = now();
  }

  since = now();
});
