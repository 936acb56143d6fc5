// The document behind a source: the page as it looks where there is one, and the text.

import { make } from './kiosk_drawing.js';
import { drawDocument } from './kiosk_reply.js';
import { request, requestPicture } from './kiosk_requests.js';

const SAMPLED = 100;
const MARGIN = 0.25;

/** Let the window's parts show a document; `missing` is called where the server is gone. */
export function makeDocumentWindow({ dialog, title, text, picture, other }, translate, missing) {
  let address = null;

  other.addEventListener('click', () => showPicture(picture.hidden));

  async function open({ document, spans }) {
    const data = await request('dokument', { document, spans });
    if (!data) return missing();
    title.textContent = data.title;
    text.replaceChildren(...drawDocument(data));
    const image = data.pictured && (await loadPicture({ document, spans }, data.pictured));
    other.hidden = !image;
    if (image) picture.replaceChildren(image);
    translate(dialog);
    dialog.showModal();
    showPicture(Boolean(image));
  }

  async function loadPicture(wanted, page) {
    address = await requestPicture('sida', wanted);
    if (!address) return null;
    const image = make('img', 'pk-picture', { src: address, 'data-alt': 'picture', 'data-value': page });
    return image.decode().then(() => image, () => null);
  }

  function showPicture(on) {
    picture.hidden = !on;
    text.hidden = on;
    other.lastChild.dataset.word = on ? 'as_text' : 'as_picture';
    translate(other);
    const shown = on ? picture : text;
    if (on) picture.scrollTop = markedRow(picture.firstChild) * picture.scrollHeight;
    else text.querySelector('mark')?.scrollIntoView({ block: 'center' });
    shown.focus({ preventScroll: true });
  }

  function wipe() {
    dialog.close();
    for (const node of [title, text, picture]) node.replaceChildren();
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
