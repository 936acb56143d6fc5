// What every part of the chat draws with. Text reaches the page through textContent alone.

const A_MOMENT = 100;
const HEARD = 10_000;

/** Return an element with a class and a text. */
export function make(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

/** Return a button that does something. */
export function button(className, text, act) {
  const node = make('button', className, text);
  node.type = 'button';
  node.addEventListener('click', act);
  return node;
}

/** Return a text with its names in braces filled in. */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** Mark what is in the language of a reply, where that is not Swedish. */
export function inLanguage(element, { language }) {
  if (language && language !== 'other') element.lang = language;
  if (language) element.dir = 'auto';
  return element;
}

/** Keep a field from spell checkers and writing aids, which send what is typed to their makers. */
export function unread(field) {
  field.spellcheck = false;
  field.setAttribute('writingsuggestions', 'false');
  return field;
}

/** Return what writes in a live region: emptied first, so that the same text is announced again. */
export function teller(region) {
  let writing;
  return (...said) => {
    clearTimeout(writing);
    region.replaceChildren();
    writing = setTimeout(() => region.replaceChildren(...said), A_MOMENT);
  };
}

/** Return what announces to screen readers alone, and is gone when it has been heard. */
export function announcer(region) {
  region.setAttribute('role', 'status');
  const tell = teller(region);
  let clearing;
  return (...said) => {
    clearTimeout(clearing);
    tell(...said);
    clearing = setTimeout(tell, HEARD);
  };
}

/** Return a link that opens one of this server's own pages in a new tab. */
export function tab(url, text, labels) {
  const link = make('a', '', text);
  link.append(make('span', 'pf-hidden', ' ' + labels.newTab));
  if (/^\/[a-z]/.test(url)) link.href = url.slice(1);
  link.target = '_blank';
  link.rel = 'noopener';
  return link;
}

/** Copy a text; without HTTPS a browser offers only the older way. */
export async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const focused = document.activeElement;
  const field = make('textarea', 'pf-hidden');
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  focused.focus({ preventScroll: true });
  if (!done) throw new Error('copy');
}

/** Return the computer's own Swedish voice, if it has one; others send what they read to a vendor. */
export function swedishVoice() {
  const voices = (window.speechSynthesis?.getVoices() ?? []).filter((voice) => voice.localService);
  const spoken = (tag) => (voice) => voice.lang.replace('_', '-').toLowerCase().startsWith(tag);
  return voices.find(spoken('sv-se')) ?? voices.find(spoken('sv'));
}

/** Return a link that leads away: to a telephone, an e-mail program or a site of one's own. */
export function outward(url, text) {
  const link = make('a', 'pf-text', text);
  if (/^(?:https?:\/\/|tel:[\d+]+$|mailto:[^?]+$)/.test(url)) link.href = url;
  link.rel = 'noopener noreferrer';
  return link;
}
