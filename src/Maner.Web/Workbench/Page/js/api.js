// Requests to the server. Whatever is no answer becomes an ApiError with the sentence to show.

export class ApiError extends Error {
  /** @param {number} status 0: the server cannot be reached @param {string} message @param {any} body */
  constructor(status, message, body) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/** The token against requests that other sites make in this one's name; the server gives it with the session. */
let csrf = "";

/** @param {string} token */
export const setCsrf = (token) => { csrf = token; };

/** @param {string} path @returns {Promise<any>} */
export const get = (path) => request("GET", path);

/** @param {string} path @param {unknown} [body] @returns {Promise<any>} */
export const post = (path, body) => request("POST", path, body ?? {});

/** @param {string} path @param {unknown} body @returns {Promise<any>} */
export const put = (path, body) => request("PUT", path, body);

/** @param {string} path @returns {Promise<any>} */
export const remove = (path) => request("DELETE", path);

/** Sends a form with files. @param {string} path @param {FormData} form @returns {Promise<any>} */
export const upload = (path, form) => request("POST", path, form);

/** @param {string} method @param {string} path @param {unknown} [body] */
async function request(method, path, body) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (method !== "GET") {
    headers["X-Csrf-Token"] = csrf;
  }

  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) {
    headers["Content-Type"] = "application/json";
  }

  let response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? null : isForm ? body : JSON.stringify(body), credentials: "same-origin" });
  } catch {
    throw new ApiError(0, "The server cannot be reached. Is maner annotate still running?", null);
  }

  const text = await response.text();
  const answer = text && response.headers.get("Content-Type")?.includes("json") ? JSON.parse(text) : text;
  if (!response.ok) {
    throw new ApiError(response.status, answer?.detail ?? answer?.title ?? `The server answered ${response.status}.`, answer);
  }

  return answer;
}
