const root = element.querySelector('.pf-answers') || element;
root.setAttribute('role', 'log');
root.setAttribute('aria-live', 'polite');

function make(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

function paragraphs(parent, text, mark) {
  const at = mark ? text.indexOf(mark) : -1;
  if (at < 0) {
    parent.append(make('span', 'pf-text', text));
    return;
  }
  parent.append(
    make('span', 'pf-text', text.slice(0, at)),
    make('mark', 'pf-text', mark),
    make('span', 'pf-text', text.slice(at + mark.length)),
  );
}

function sourceCard(place, date, passage, quotation, url, labels) {
  const card = make('details', 'pf-card');
  card.append(make('summary', '', place));
  const quote = make('blockquote', 'pf-passage');
  paragraphs(quote, passage, quotation);
  card.append(quote);
  const foot = make('p', 'pf-card-foot', date ? date + ' · ' : '');
  const link = make('a', '', labels.open);
  if (url.startsWith('/dokument/')) link.href = url;
  link.target = '_blank';
  link.rel = 'noopener';
  foot.append(link);
  card.append(foot);
  return card;
}

function openCard(card) {
  card.open = true;
  card.querySelector('summary').focus();
  card.scrollIntoView({ block: 'nearest' });
}

function drawAnswer(turn, data, cards) {
  for (const sentence of data.sentences) {
    const line = make('p', 'pf-sentence');
    line.append(make('span', 'pf-text', sentence.text), ' ');
    for (const number of sentence.citations) {
      const button = make('button', 'pf-marker', '[' + number + ']');
      button.type = 'button';
      button.setAttribute('aria-label', data.labels.show.replace('{number}', number));
      button.addEventListener('click', () => openCard(cards[number]));
      line.append(button);
    }
    turn.append(line);
  }
}

function draw() {
  const data = props.value;
  if (!data || !data.status) return;
  const turn = make('article', 'pf-turn');
  if (data.question) turn.append(make("h2", "pf-asked", data.question));
  const cards = {};
  const list = make('div', 'pf-cards');
  list.setAttribute('aria-live', 'off');
  if (data.status === 'answered') {
    for (const c of data.citations) {
      cards[c.number] = sourceCard('[' + c.number + '] ' + c.place, c.date, c.passage, c.quotation, c.url, data.labels);
      list.append(cards[c.number]);
    }
    drawAnswer(turn, data, cards);
  } else {
    turn.append(make('p', 'pf-reply', data.answer));
    if (data.nearest && data.nearest.length) {
      turn.append(make('p', 'pf-hint', data.labels.hint));
      for (const n of data.nearest) list.append(sourceCard(n.place, '', n.passage, '', n.url, data.labels));
      list.append(make('p', 'pf-hint', data.labels.contact));
    }
  }
  if (list.childElementCount) turn.append(list);
  root.append(turn);
  turn.scrollIntoView({ block: 'nearest' });
}

watch('value', draw);
