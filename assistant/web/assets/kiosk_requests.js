// Questions to the kiosk's own routes. What is asked stands in the body, never in the address.

const PATIENCE = 20_000;
const SERVER_ERROR = 500;

/**
 * Ask a route, with POST where there is a body; the JSON that it gives, null if none came or
 * `unwanted`, a signal, was given first.
 */
export async function request(route, body, unwanted) {
  const response = await send(route, body, unwanted);
  return response && response.status < SERVER_ERROR ? response.json().catch(() => null) : null;
}

/** Ask a route for a picture; null as in `request`, and where there is none. */
export async function requestPicture(route, body, unwanted) {
  const response = await send(route, body, unwanted);
  return response?.ok ? response.blob().catch(() => null) : null;
}

async function send(route, body, unwanted) {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(PATIENCE), ...(unwanted ? [unwanted] : [])]);
    return await fetch(new URL(route, location.href), { ...(body && post), cache: 'no-store', signal });
  } catch {
    return null;
  }
}
