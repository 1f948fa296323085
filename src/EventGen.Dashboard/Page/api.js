// The endpoints beside this page, by relative paths: so it works under a path base and behind a proxy.

export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail ?? `The server answered ${status}.`);
    this.status = status;
  }
}

async function send(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, cache: 'no-store', credentials: 'same-origin' });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Problem(0, { detail: 'The application does not answer.' });
  }
  const isJson = response.headers.get('Content-Type')?.includes('json');
  const body = isJson ? await response.json() : null;
  if (!response.ok) throw new Problem(response.status, body);
  return body;
}

export const get = (path, signal) => send(path, { signal });

export const change = (method, path, body) => send(path, { method, body, headers: { 'X-EventGen-Request': '1' } });

export function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
