// Questions to the kiosk's own routes. What is asked stands in the body, never in the address.

const PATIENCE = 20_000;
const SERVER_ERROR = 500;

/** Ask a route, with POST where there is a body; the JSON that it gives, null if none came. */
export async function request(route, body) {
  const response = await send(route, body);
  try {
    return response && response.status < SERVER_ERROR ? await response.json() : null;
  } catch {
    return null;
  }
}

/** Ask a route for a picture and return an address of it that lives in this page alone. */
export async function requestPicture(route, body) {
  const response = await send(route, body);
  return response?.ok ? URL.createObjectURL(await response.blob()) : null;
}

async function send(route, body) {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    return await fetch(new URL(route, location.href), { ...(body && post), cache: 'no-store', signal });
  } catch {
    return null;
  }
}
