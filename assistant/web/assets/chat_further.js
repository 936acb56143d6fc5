// What comes after a reply: whom to ask, questions to go on with, and whether it was of use.

import { button, make, outward, teller, unread } from './chat_tools.js';

/** Telephone, e-mail and web addresses as links; a place as text. */
export function contactList(contacts, heading) {
  const part = make('section', 'pf-contacts');
  const list = make('ul');
  for (const contact of contacts) {
    const row = make('li', 'pf-contact');
    row.append(make('span', 'pf-contact-name pf-text', contact.name));
    const { telephone, email, address, url } = contact;
    if (telephone) row.append(outward(`tel:${telephone.replace(/[^\d+]/g, '')}`, telephone));
    if (email) row.append(outward(`mailto:${email}`, email));
    if (url) row.append(outward(url, url.replace(/^https?:\/\/|\/$/g, '')));
    if (address) row.append(make('span', 'pf-text', address));
    list.append(row);
  }
  part.append(make('h3', 'pf-cards-heading', heading), list);
  return part;
}

/** Questions that the documents answer. */
export function furtherQuestions(questions, labels, ask) {
  const part = make('section', 'pf-further');
  const list = make('ul', 'pf-offers');
  for (const question of questions) {
    const item = make('li');
    item.append(button('pf-example', question, () => ask(question)));
    list.append(item);
  }
  part.append(make('h3', 'pf-cards-heading', labels.further), list);
  return part;
}

/** Yes or no at once; a no can be explained in a line. */
export function wasHelpful(question, labels) {
  const part = make('section', 'pf-helpful');
  const told = make('p', 'pf-told');
  told.setAttribute('role', 'status');
  told.tabIndex = -1;
  const tell = teller(told);
  const asking = make('p', '', labels.helpful);
  const yes = button('pf-quiet', labels.yes, () => keep(true, ''));
  const no = button('pf-quiet', labels.no, explain);
  part.setAttribute('role', 'group');
  part.setAttribute('aria-label', labels.helpful);
  part.append(asking, yes, no, told);
  return part;

  function explain() {
    const label = make('label', 'pf-label', labels.comment);
    const field = unread(make('input', 'pf-field'));
    field.maxLength = 500;
    const form = make('form', 'pf-comment');
    const send = make('button', 'pf-quiet', labels.send);
    form.append(label, field, send);
    label.append(field);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      keep(false, field.value);
    });
    onlyTold();
    told.before(form);
    field.focus();
  }

  async function keep(helpful, comment) {
    const response = await fetch('chatt/omdome', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question, helpful, comment }),
    }).catch(() => null);
    const kept = response?.ok && (await response.json().catch(() => null))?.kept;
    tell(kept ? labels.thanked : labels.notSent);
    if (!kept) return;
    onlyTold();
    told.focus();
  }

  /** A live region that is put in again is not announced: all but it is taken out. */
  function onlyTold() {
    for (const node of [...part.children]) if (node !== told) node.remove();
  }
}
