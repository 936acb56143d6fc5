// Which documents the assistant knows: a few of them at the start, and all in a list to search.

import { button, filled, make, tab } from './chat_tools.js';

const SHOWN_FIRST = 4;

/** Return the dialogue with all documents, where `choose` is given those to keep to; and the start's. */
export async function knownDocuments(labels, choose) {
  const response = await fetch('chatt/dokument').catch(() => null);
  const documents = response?.ok ? await response.json() : [];
  return { dialogue: dialogue(documents, labels, choose), known: known(documents, labels), documents };
}

function known(documents, labels) {
  const part = make('section', 'pf-known');
  const list = make('ul', 'pf-known-list');
  for (const document of documents.slice(0, SHOWN_FIRST)) {
    const row = make('li');
    row.append(make('span', 'pf-text', document.title), ' ', make('span', 'pf-soft', document.date));
    list.append(row);
  }
  part.append(make('h2', '', filled(labels.known, { count: documents.length })), list);
  return part;
}

function dialogue(documents, labels, choose) {
  const box = make('dialog', 'pf-dialogue');
  const heading = make('h2', 'pf-panel-title', labels.documents);
  box.setAttribute('aria-labelledby', (heading.id = 'pf-documents-title'));
  const top = make('div', 'pf-panel-top');
  top.append(heading, button('pf-quiet', labels.close, () => box.close()));
  const label = make('label', 'pf-label', labels.findDocument);
  const field = make('input', 'pf-field');
  label.htmlFor = field.id = 'pf-find';
  field.type = 'search';
  const count = make('p', 'pf-soft');
  count.setAttribute('role', 'status');
  const list = make('ul', 'pf-documents');
  const rows = documents.map((document) => [row(document, labels), searched(document)]);
  list.append(...rows.map(([item]) => item));
  field.addEventListener('input', show);
  const boxes = rows.map(([item]) => item.querySelector('input'));
  const only = button('pf-quiet', labels.onlyThese, () => chosen());
  const all = button('pf-quiet', labels.all, () => {
    for (const one of boxes) one.checked = false;
    chosen();
  });
  const foot = make('div', 'pf-dialogue-foot');
  foot.append(only, all);
  list.addEventListener('change', showFoot);
  box.append(top, label, field, count, list, foot);
  show();
  showFoot();
  return box;

  function chosen() {
    box.close(); // what is said while the page is inert is not announced
    choose(documents.filter((_, at) => boxes[at].checked));
    showFoot();
  }

  function showFoot() {
    only.disabled = !boxes.some((one) => one.checked);
  }

  function show() {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const [item, text] of rows) item.hidden = !words.every((word) => text.includes(word));
    const left = rows.filter(([item]) => !item.hidden).length;
    count.textContent = filled(labels.documentCount, { count: left, all: rows.length });
  }
}

function searched({ title, source, date }) {
  return `${title} ${source} ${date}`.toLowerCase();
}

function row(document, labels) {
  const item = make('li', 'pf-document');
  const text = make('div');
  const chosen = make('input', 'pf-choose');
  chosen.type = 'checkbox';
  chosen.setAttribute('aria-label', filled(labels.choose, { title: document.title }));
  item.append(chosen, text);
  text.append(
    tab(document.url, document.title, labels),
    make('p', 'pf-soft', [document.source, document.date, document.passages].filter(Boolean).join(' · ')),
  );
  return item;
}
