// The document behind a source: the page as it looks where there is one, and the text.

import { make, word } from './kiosk_drawing.js';
import { drawDocument } from './kiosk_reply.js';
import { request, requestPicture } from './kiosk_requests.js';

const SAMPLED = 100;
const MARGIN = 0.25;

/** Let the window's parts show a document. A closed window stops fetching and forgets it. */
export function makeDocumentWindow({ dialog, title, status, text, picture, other }, translate) {
  let address = null;
  let fetching = new AbortController();

  other.addEventListener('click', () => showPicture(picture.hidden));
  dialog.addEventListener('close', () => dialog.open || wipe());

  async function open({ document, title: known, spans }) {
    wipe();
    fetching = new AbortController();
    const { signal } = fetching;
    title.textContent = known;
    say('loading_document');
    dialog.showModal();
    const data = await request('dokument', { document, spans }, signal);
    if (signal.aborted) return;
    if (!data) return say('no_document');
    title.textContent = data.title;
    text.replaceChildren(...drawDocument(data));
    translate(text);
    showPicture(false);
    if (data.pictured) await addPicture({ document, spans }, data.pictured, signal);
    else say();
  }

  async function addPicture(wanted, page, signal) {
    say('loading_page');
    const fetched = await requestPicture('sida', wanted, signal);
    if (signal.aborted) return;
    say();
    if (!fetched) return;
    address = URL.createObjectURL(fetched);
    const image = make('img', 'pk-picture', { src: address, 'data-alt': 'picture', 'data-value': page });
    const drawn = await image.decode().then(() => true, () => false);
    if (signal.aborted || !drawn) return;
    picture.replaceChildren(image);
    translate(picture);
    other.hidden = false;
    showPicture(true);
  }

  function say(...keys) {
    status.replaceChildren(...keys.map((key) => word('p', '', key)));
    translate(status);
  }

  function showPicture(on) {
    picture.hidden = !on;
    text.hidden = on;
    other.lastChild.dataset.word = on ? 'as_text' : 'as_picture';
    translate(other);
    const shown = on ? picture : text;
    if (on) scrollToMark();
    else text.querySelector('mark')?.scrollIntoView({ block: 'center' });
    shown.focus({ preventScroll: true });
  }

  /** Either the picture scrolls or, where there is little room, the whole window. */
  function scrollToMark() {
    const row = markedRow(picture.firstChild);
    picture.scrollTop = row * picture.scrollHeight;
    dialog.scrollTop = picture.offsetTop + row * picture.offsetHeight;
  }

  function wipe() {
    fetching.abort();
    dialog.close();
    for (const node of [title, status, text, picture]) node.replaceChildren();
    text.hidden = picture.hidden = other.hidden = true;
    if (address) URL.revokeObjectURL(address);
    address = null;
  }

  return { open, wipe };
}

/** Where the picture's yellow begins, as a part of its height, less a margin above it. */
function markedRow(image) {
  const canvas = make('canvas', '', { width: SAMPLED, height: SAMPLED });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(image, 0, 0, SAMPLED, SAMPLED);
  const { data } = context.getImageData(0, 0, SAMPLED, SAMPLED);
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] > 150 && data[at] - data[at + 2] > 60) {
      return Math.max(Math.floor(at / 4 / SAMPLED) / SAMPLED - MARGIN, 0);
    }
  }
  return 0;
}
