// A reply: its sentences, the cards of their sources, and what can be done with it.

import { button, copy, filled, make, swedishVoice, tab } from './chat_tools.js';

/** Return the elements of a reply. */
export function drawReply(reply, page, panel) {
  const { labels } = page;
  if (reply.status === 'answered') return drawAnswer(reply, labels, panel);
  const parts = [make('p', 'pf-reply', reply.answer)];
  if (!reply.cards.length) return parts;
  return [
    ...parts,
    make('p', 'pf-hint', labels.nearest),
    cardList(reply.cards.map((source) => sourceCard(source, labels, panel))),
    make('p', 'pf-hint', page.contact),
  ];
}

function drawAnswer(reply, labels, panel) {
  const markers = new Map();
  const cards = reply.cards.map((source) => {
    const card = sourceCard(source, labels, panel);
    for (const place of source.places) markers.set(place.number, marker(place, source, card));
    return card;
  });
  const lines = reply.sentences.map((sentence) => {
    const line = make('p', 'pf-sentence');
    line.append(make('span', 'pf-text', sentence.text), ' ');
    for (const number of sentence.citations) line.append(markers.get(number));
    return line;
  });
  const list = cardList(cards);
  list.prepend(make('h3', 'pf-cards-heading', labels.sources));
  return [...lines, actions(reply, labels), list];

  function marker(place, source, card) {
    const node = button('pf-marker', String(place.number), () => {
      card.open = true;
      if (panel.isBeside()) panel.show({ ...source, ...place }, card);
      card.querySelector('summary').focus({ preventScroll: true });
      card.scrollIntoView({ block: 'nearest' });
    });
    node.setAttribute('aria-label', filled(labels.show, { number: place.number }));
    return node;
  }
}

function cardList(cards) {
  const list = make('div', 'pf-cards');
  list.append(...cards);
  return list;
}

function sourceCard(source, labels, panel) {
  const card = make('details', 'pf-card');
  const summary = make('summary');
  for (const { number } of source.places) {
    if (number) summary.append(make('span', 'pf-number', String(number)));
  }
  summary.append(make('span', 'pf-place', source.place));
  const quote = make('blockquote', 'pf-passage');
  for (const part of source.passage) {
    quote.append(make(part.quoted ? 'mark' : 'span', 'pf-text', part.text));
  }
  const foot = make('p', 'pf-card-foot');
  if (source.date) foot.append(make('span', '', source.date));
  const first = { ...source, ...source.places[0] };
  foot.append(
    button('pf-link', labels.inDocument, () => panel.show(first, card)),
    tab(first.url, source.open, labels),
  );
  card.append(summary, quote, foot);
  return card;
}

function actions(reply, labels) {
  const row = make('div', 'pf-actions');
  const told = make('span', 'pf-told');
  told.setAttribute('role', 'status');
  const copying = button('pf-quiet', labels.copy, async () => {
    const done = await copy(asText(reply, labels)).then(() => true, () => false);
    told.textContent = done ? labels.copied : labels.notCopied;
  });
  row.append(copying, readAloud(reply, labels), told);
  return row;
}

/** Return an answer with its sources as plain text. */
function asText(reply, labels) {
  const answer = reply.sentences.map(
    ({ text, citations }) => `${text} ${citations.map((number) => `[${number}]`).join('')}`,
  );
  const sources = reply.cards.flatMap(({ place, date, places }) =>
    places.map(({ number, url }) => {
      const address = new URL(url.slice(1), document.baseURI).href;
      return [`[${number}] ${place}`, date, address].filter(Boolean).join('. ');
    }),
  );
  return [reply.question, '', ...answer, '', `${labels.sources}:`, ...sources].join('\n');
}

/** Return the button that reads an answer; the style sheet hides it where no voice is Swedish. */
function readAloud(reply, labels) {
  const reading = button('pf-quiet pf-read', labels.read, () => {
    const stops = reading.dataset.reading;
    speechSynthesis.cancel();
    if (stops) return finished();
    const spoken = new SpeechSynthesisUtterance(reply.answer);
    spoken.lang = 'sv-SE';
    spoken.voice = swedishVoice();
    spoken.onend = spoken.onerror = finished;
    reading.dataset.reading = 'yes';
    reading.textContent = labels.stop;
    speechSynthesis.speak(spoken);
  });
  function finished() {
    delete reading.dataset.reading;
    reading.textContent = labels.read;
  }
  return reading;
}
