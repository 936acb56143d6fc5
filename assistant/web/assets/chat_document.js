// The document with the quotation marked: beside the conversation, or below its card.

import { button, filled, make, tab } from './chat_tools.js';

/** Return the one panel of the page; `room` is where it stands on a wide window. */
export function documentPanel(room, labels) {
  const wide = matchMedia('(min-width: 70rem)');
  const heading = make('h2', 'pf-panel-title');
  heading.tabIndex = -1;
  const close = button('pf-quiet', labels.close, shut);
  const foot = make('p', 'pf-panel-foot');
  const top = make('div', 'pf-panel-top');
  top.append(heading, close);
  const panel = make('section', 'pf-panel');
  panel.setAttribute('aria-labelledby', (heading.id = 'pf-panel-title'));
  let shown = null;
  wide.addEventListener('change', () => shown && place());
  panel.addEventListener('keydown', (event) => event.key === 'Escape' && shut());

  function place() {
    if (wide.matches) room.append(panel);
    else shown.card.after(panel);
    room.classList.toggle('pf-with-panel', wide.matches);
  }

  function forget() {
    shown = null;
    panel.remove();
    room.classList.remove('pf-with-panel');
  }

  function shut() {
    const { card, opener } = shown;
    forget();
    (opener && card.open ? opener : card.querySelector('summary')).focus();
  }

  /** Show a document; the focus goes to it only where `opener` is the button that asks for that. */
  function show(source, card, opener) {
    const frame = make('iframe', 'pf-page');
    frame.src = `${source.url.slice(1).split('#')[0]}&bredvid=1`;
    frame.addEventListener('load', () => toQuotation(frame));
    frame.title = filled(labels.framed, { title: source.title });
    heading.textContent = source.title;
    foot.replaceChildren(tab(source.url, source.open, labels));
    panel.replaceChildren(top, frame, foot);
    shown = { card, opener };
    place();
    if (!wide.matches) panel.scrollIntoView({ block: 'nearest' });
    if (opener) heading.focus({ preventScroll: true });
  }

  return { show, forget, isBeside: () => wide.matches };
}

/** An address with #citat would take the focus, and scroll the conversation as well. */
function toQuotation(frame) {
  const quotation = frame.contentDocument.getElementById('citat');
  const { innerHeight } = frame.contentWindow;
  if (quotation) frame.contentWindow.scrollTo(0, quotation.getBoundingClientRect().top - innerHeight / 3);
}
