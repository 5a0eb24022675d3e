// Calls of the gateway by the session's cookie. Changes carry the session's token; a session that is over shows the
// sign-in again.

/** @type {{tenant: string, token: string, expires_at: number} | null} */
let session = null;

export class Failed extends Error {
  /** @param {number} status @param {string} detail */
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** @returns {Promise<boolean>} whether there is a session */
export async function resume() {
  const answer = await fetch('/session');
  if (answer.status === 401) {
    return false;
  }
  session = await read(answer);
  return true;
}

/** @param {string} key */
export async function signIn(key) {
  session = await read(await fetch('/session', {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({key}),
  }));
}

export async function signOut() {
  await call('DELETE', '/session');
  session = null;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>} what was answered; null where that is nothing
 */
export async function call(method, path, body) {
  /** @type {Record<string, string>} */
  const headers = {};
  if (method !== 'GET') {
    headers['X-Spillway-CSRF'] = session?.token ?? '';
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  let answer;
  try {
    answer = await fetch(path, {method, headers, body: body === undefined ? undefined : JSON.stringify(body)});
  } catch {
    throw new Failed(0, 'The gateway does not answer. Try again when the connection is back.');
  }
  if (answer.status === 401) {
    window.dispatchEvent(new Event('session-over'));
  }
  return read(answer);
}

export const get = (/** @type {string} */ path) => call('GET', path);

/** @param {Response} answer */
async function read(answer) {
  const text = await answer.text();
  let body = null;
  try {
    body = text ? JSON.parse(text) : null;
  } catch {
    throw new Failed(answer.status, 'The gateway answered with something else than JSON (' + answer.status + ').');
  }
  if (!answer.ok) {
    throw new Failed(answer.status, body?.detail ?? body?.error?.message ?? 'Answered with ' + answer.status + '.');
  }
  return body;
}
