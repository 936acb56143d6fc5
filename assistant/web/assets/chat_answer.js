// A reply: its sentences, the cards of their sources, and what can be done with it.

import { contactList, furtherQuestions, wasHelpful } from './chat_further.js';
import { button, copy, filled, inLanguage, make, swedishVoice, tab, teller } from './chat_tools.js';

/** Return the elements of a reply; `ask` asks a question that it offers. */
export function drawReply(reply, page, panel, ask) {
  const { labels } = page;
  const answered = reply.status === 'answered';
  const parts = answered ? drawAnswer(reply, labels, panel) : drawRefusal(reply, labels, panel);
  if (reply.notice) parts.unshift(inLanguage(make('p', 'pf-beside pf-text', reply.notice), reply));
  if (reply.understood) parts.unshift(understood(reply, labels, ask));
  if (reply.contacts.length) {
    const danger = reply.route === 'danger';
    parts.push(contactList(reply.contacts, danger ? labels.call : labels.whomToAsk));
  }
  if (reply.further.length) parts.push(furtherQuestions(reply.further, labels, ask));
  if (page.feedback && reply.route === 'documents') parts.push(wasHelpful(reply.question, labels));
  return parts;
}

/** How a follow-up was read, with one touch to have it read as it stands. */
function understood({ understood: question, question: typed }, labels, ask) {
  const row = make('div', 'pf-understood');
  row.append(
    make('p', 'pf-text', filled(labels.understood, { question })),
    button('pf-link', labels.asWritten, () => ask(typed, history.pushState, true)),
  );
  return row;
}

function drawRefusal(reply, labels, panel) {
  const line = inLanguage(make('p', 'pf-reply pf-text', reply.answer), reply);
  return [line, ...nearest(reply.cards, labels, panel)];
}

/** Passages that are about what was not answered. */
function nearest(cards, labels, panel) {
  if (!cards.length) return [];
  const list = cardList(cards.map((source) => sourceCard(source, labels, panel)));
  return [make('p', 'pf-hint', labels.nearest), list];
}

function isQuoted({ places }) {
  return places[0].number > 0;
}

/** Return what is read aloud of a reply, each part in its language; quotations are Swedish. */
export function spoken(reply) {
  const answer = make('span', '', reply.answer);
  if (reply.status !== 'answered') inLanguage(answer, reply);
  return reply.notice ? [inLanguage(make('span', '', reply.notice), reply), ' ', answer] : [answer];
}

function drawAnswer(reply, labels, panel) {
  const markers = new Map();
  const quoted = reply.cards.filter(isQuoted);
  const others = reply.cards.filter((source) => !isQuoted(source));
  const cards = quoted.map((source) => {
    const card = sourceCard(source, labels, panel);
    for (const place of source.places) markers.set(place.number, marker(place, source, card));
    return card;
  });
  const line = (sentence) => {
    const drawn = make('p', 'pf-sentence');
    drawn.append(make('span', 'pf-text', sentence.text), ' ');
    for (const number of sentence.citations) drawn.append(markers.get(number));
    return drawn;
  };
  const shown = [...reply.sentences];
  const list = cardList(cards);
  list.prepend(make('h3', 'pf-cards-heading', labels.sources));
  const parts = [...reply.sentences.map(line), ...rest(reply, shown, quoted, cards, line, labels)];
  return [...parts, actions(reply, shown, labels), list, ...nearest(others, labels, panel)];

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

/** What an overview leaves for a second look, added to `shown` then; the cards of its sources wait. */
function rest(reply, shown, quoted, cards, line, labels) {
  if (!reply.rest.length) return [];
  const numbers = cited(shown);
  const waiting = cards.filter(
    (card, at) => !quoted[at].places.some(({ number }) => numbers.has(number)),
  );
  for (const card of waiting) card.hidden = true;
  const { length: count } = reply.rest;
  const more = button('pf-quiet', filled(count === 1 ? labels.restOne : labels.rest, { count }), () => {
    const lines = reply.rest.map(line);
    more.replaceWith(...lines);
    left.remove();
    shown.push(...reply.rest);
    for (const card of waiting) card.hidden = false;
    lines[0].querySelector('.pf-marker').focus();
  });
  const left = make('p', 'pf-left', leftOut(count, labels));
  return [more, left];
}

function cited(sentences) {
  return new Set(sentences.flatMap(({ citations }) => citations));
}

/** What a copy or a sheet of paper says of the lines that it has not. */
function leftOut(count, labels) {
  return filled(labels.leftOut, { count });
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
  const possibly = source.passage.find((part) => part.quoted);
  if (possibly && !isQuoted(source)) summary.append(make('q', 'pf-possibly pf-text', possibly.text));
  const quote = make('blockquote', 'pf-passage');
  for (const part of source.passage) {
    quote.append(make(part.quoted ? 'mark' : 'span', 'pf-text', part.text));
  }
  const foot = make('p', 'pf-card-foot');
  if (source.date) foot.append(make('span', '', source.date));
  const first = { ...source, ...source.places[0] };
  const opener = button('pf-link', labels.inDocument, () => panel.show(first, card, opener));
  foot.append(opener, tab(first.url, source.open, labels));
  card.append(summary, quote, foot);
  return card;
}

function actions(reply, shown, labels) {
  const row = make('div', 'pf-actions');
  const told = make('span', 'pf-told');
  told.setAttribute('role', 'status');
  const tell = teller(told);
  const copying = button('pf-quiet', labels.copy, async () => {
    const done = await copy(asText(reply, shown, labels)).then(() => true, () => false);
    tell(done ? labels.copied : labels.notCopied);
  });
  row.append(copying, readAloud(reply, shown, labels), told);
  return row;
}

/** Return what is shown of an answer, with its sources, as plain text. */
function asText(reply, shown, labels) {
  const answer = shown.map(
    ({ text, citations }) => `${text} ${citations.map((number) => `[${number}]`).join('')}`,
  );
  const left = reply.sentences.length + reply.rest.length - shown.length;
  if (left) answer.push(leftOut(left, labels));
  if (reply.notice) answer.unshift(reply.notice, '');
  const numbers = cited(shown);
  const sources = reply.cards.flatMap(({ place, date, places }) =>
    places.filter(({ number }) => numbers.has(number)).map(({ number, url }) => {
      const address = new URL(url.slice(1), document.baseURI).href;
      return [`[${number}] ${place}`, date, address].filter(Boolean).join('. ');
    }),
  );
  return [reply.question, '', ...answer, '', `${labels.sources}:`, ...sources].join('\n');
}

/** Return the button that reads an answer; the style sheet hides it where no voice is Swedish. */
function readAloud(reply, shown, labels) {
  const reading = button('pf-quiet pf-read', labels.read, () => {
    const stops = reading.dataset.reading;
    speechSynthesis.cancel();
    if (stops) return finished();
    const notice = reply.language ? [] : [reply.notice];
    const read = [...notice, ...shown.map(({ text }) => text)].filter(Boolean);
    const spoken = new SpeechSynthesisUtterance(read.join('\n'));
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
