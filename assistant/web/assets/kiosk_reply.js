// A reply and a document, drawn from the JSON of kiosk.py.

import { button, drawBlocks, drawIcon, drawPieces, make, word } from './kiosk_drawing.js';

const SHORT = 180;

/** The answer's sentences in the documents' Swedish, or the refusal with whom to ask. */
export function drawSentences({ status, sentences, reply, notice, language }) {
  const said = { lang: language, dir: 'auto' };
  const beside = notice ? [make('p', 'pk-contact', said, notice)] : [];
  if (status === 'not_found' || status === 'not_sure') {
    return [...beside, word('p', 'pk-sentence', status), word('p', 'pk-contact', 'contact')];
  }
  const [texts, attributes] = sentences.length ? [sentences, { lang: 'sv' }] : [[reply], said];
  const length = texts.join('').length > SHORT ? ' pk-long' : '';
  return [...beside, ...texts.map((text) => make('p', `pk-sentence${length}`, attributes, text))];
}

/** The questions that a reply offers instead; `ask` asks one. */
export function drawFurther({ further }, ask) {
  const questions = further.map((text) => drawSuggestion('pk-topic', text, ask));
  return questions.length
    ? [word('h2', 'pk-suggested', 'further'), make('div', 'pk-topics', {}, ...questions)]
    : [];
}

/** The one source; `open` shows its document. */
export function drawCard({ card, status }, open) {
  const made = make('section', 'pk-card', { 'aria-labelledby': 'pk-card-title' });
  const about = make('p', 'pk-about');
  if (card.page) about.append(word('span', '', 'page', { 'data-value': card.page }));
  if (card.date) about.append(word('span', '', 'dated', { 'data-value': card.date }));
  if (card.validity) {
    const [said, date] = card.validity;
    about.append(word('strong', 'pk-validity', said, { 'data-value': date }));
  }
  const show = button('pk-secondary', 'document', 'show_document');
  show.addEventListener('click', open);
  made.append(
    word('p', 'pk-eyebrow', status === 'answered' ? 'source' : 'nearest'),
    make('h2', 'pk-card-title', { id: 'pk-card-title', lang: 'sv' }, card.title),
    make('p', 'pk-where', { lang: 'sv' }, card.section.join(' › ')),
    drawPieces(make('blockquote', 'pk-passage', { lang: 'sv' }), card.pieces),
    about,
    show,
  );
  return made;
}

export function drawDocument({ about, part, blocks }) {
  const head = [make('p', 'pk-about', { lang: 'sv' }, about)];
  if (part) head.push(word('p', 'pk-part', 'document_part'));
  return [...head, ...drawBlocks(blocks)];
}

/** A question or a topic to touch; `ask` asks it. */
export function drawSuggestion(className, text, ask) {
  const made = make('button', className, { type: 'button', lang: 'sv' }, make('span', '', {}, text));
  made.append(drawIcon('ask'));
  made.addEventListener('click', () => ask(text));
  return made;
}
