// The conversation. Every text is put on the page with textContent; nothing is stored anywhere.

const MINUTE = 60_000;
const ASK_AGAIN = 3_000;
const COUNT_FROM = 0.8;

/** Build the page in `root` from what the server says of itself. */
export function start(root, page) {
  const { labels } = page;
  const welcome = make('section', 'pf-welcome');
  welcome.append(
    make('h1', '', labels.title),
    make('p', 'pf-introduction', labels.introduction),
    make('p', 'pf-notice', labels.notice),
  );
  const turns = make('div', 'pf-turns');
  const said = make('p', 'pf-hidden');
  said.setAttribute('role', 'status');
  const main = make('div', 'pf-main');
  main.append(welcome, turns, said);
  const form = questionForm(page, (question) => ask(question));
  root.replaceChildren(heading(page), main, form.element);
  offerExamples(welcome, labels, (question) => ask(question));
  form.field.focus();

  async function ask(question) {
    if (form.isBusy()) return;
    const turn = make('article', 'pf-turn');
    turn.append(asked(question, labels), make('p', 'pf-searching', labels.searching));
    turns.append(turn);
    turn.scrollIntoView({ block: 'start' });
    form.setBusy(true);
    const { reply, trouble } = await replyTo(question);
    form.setBusy(false);
    if (trouble || reply.status === 'error') {
      turn.remove();
      form.giveBack(question, trouble ? labels[trouble] : reply.answer);
      if (trouble === 'lost') untilBack(() => form.hint(labels.back));
      return;
    }
    turn.querySelector('.pf-searching').remove();
    turn.append(...drawReply(reply, page));
    turn.scrollIntoView({ block: 'start' });
    said.textContent = reply.answer;
  }
}

function heading(page) {
  const head = make('div', 'pf-head');
  head.append(make('p', 'pf-organisation', page.organisation));
  return head;
}

async function offerExamples(welcome, labels, ask) {
  const response = await fetch('chatt/exempel').catch(() => null);
  const questions = response?.ok ? await response.json() : [];
  if (!questions.length) return;
  const list = make('ul', 'pf-examples');
  for (const question of questions) {
    const button = make('button', 'pf-example', question);
    button.type = 'button';
    button.addEventListener('click', () => ask(question));
    const item = make('li');
    item.append(button);
    list.append(item);
  }
  welcome.append(make('h2', '', labels.examples), list);
}

/** The field, which says what is wrong with a question and never cuts one. */
function questionForm(page, ask) {
  const { labels, longest } = page;
  const form = make('form', 'pf-form');
  form.noValidate = true;
  const label = make('label', 'pf-label', labels.field);
  label.htmlFor = 'pf-question';
  const field = make('textarea', 'pf-field');
  field.id = 'pf-question';
  field.rows = 1;
  field.placeholder = labels.placeholder;
  field.setAttribute('aria-describedby', 'pf-hint pf-count');
  const button = make('button', 'pf-ask', labels.ask);
  button.type = 'submit';
  const hint = make('p', 'pf-field-hint');
  hint.id = 'pf-hint';
  hint.setAttribute('role', 'alert');
  const count = make('p', 'pf-count');
  count.id = 'pf-count';
  const row = make('div', 'pf-row');
  row.append(field, button);
  const box = make('div', 'pf-form-box');
  box.append(label, row, hint, count);
  form.append(box);
  let busy = false;

  function show(text, wrong = false) {
    hint.textContent = text;
    hint.classList.toggle('pf-wrong', wrong);
    if (wrong) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
  }

  function showCount() {
    const { length } = field.value;
    count.textContent = length > COUNT_FROM * longest ? filled(labels.count, { length, longest }) : '';
    count.classList.toggle('pf-wrong', length > longest);
  }

  function refusal(question) {
    if (!question.trim()) return labels.empty;
    const { length } = question;
    return length > longest ? filled(labels.long, { length, longest }) : '';
  }

  field.addEventListener('input', () => {
    show('');
    showCount();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (busy) return;
    const question = field.value;
    const wrong = refusal(question);
    show(wrong, Boolean(wrong));
    field.focus();
    if (wrong) return;
    field.value = '';
    showCount();
    ask(question.trim());
  });

  return {
    element: form,
    field,
    hint: show,
    isBusy: () => busy,
    setBusy(on) {
      busy = on;
      button.setAttribute('aria-disabled', String(on));
    },
    giveBack(question, why) {
      field.value = field.value || question;
      showCount();
      show(why, true);
      field.focus();
    },
  };
}

async function replyTo(question) {
  let response;
  try {
    response = await fetch('chatt/svar', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question }),
      signal: AbortSignal.timeout(MINUTE),
    });
  } catch {
    return { trouble: 'lost' };
  }
  if (response.status >= 502) return { trouble: 'lost' };
  if (!response.ok) return { trouble: 'failed' };
  return { reply: await response.json() };
}

/** Ask after the server until it answers. */
async function untilBack(done) {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
    const response = await fetch('healthz').catch(() => null);
    if (response?.ok) return done();
  }
}

function asked(question, labels) {
  const line = make('h2', 'pf-asked');
  line.append(make('span', 'pf-hidden', labels.asked + ': '), make('span', 'pf-text', question));
  return line;
}

function drawReply(reply, page) {
  const { labels } = page;
  if (reply.status === 'answered') return drawAnswer(reply, labels);
  const parts = [make('p', 'pf-reply', reply.answer)];
  if (!reply.nearest.length) return parts;
  const cards = make('div', 'pf-cards');
  cards.append(...reply.nearest.map((near) => sourceCard(near, labels)));
  return [...parts, make('p', 'pf-hint', labels.nearest), cards, make('p', 'pf-hint', page.contact)];
}

function drawAnswer(reply, labels) {
  const cards = new Map(reply.citations.map((cited) => [cited.number, sourceCard(cited, labels)]));
  const lines = reply.sentences.map((sentence) => {
    const line = make('p', 'pf-sentence');
    line.append(make('span', 'pf-text', sentence.text), ' ');
    for (const number of sentence.citations) line.append(marker(number, cards.get(number), labels));
    return line;
  });
  const list = make('div', 'pf-cards');
  list.append(make('h3', 'pf-cards-heading', labels.sources), ...cards.values());
  return [...lines, list];
}

function marker(number, card, labels) {
  const button = make('button', 'pf-marker', String(number));
  button.type = 'button';
  button.setAttribute('aria-label', filled(labels.show, { number }));
  button.addEventListener('click', () => {
    card.open = true;
    card.querySelector('summary').focus({ preventScroll: true });
    card.scrollIntoView({ block: 'nearest' });
  });
  return button;
}

function sourceCard(source, labels) {
  const card = make('details', 'pf-card');
  const summary = make('summary');
  if (source.number) summary.append(make('span', 'pf-number', String(source.number)));
  summary.append(make('span', 'pf-place', source.place));
  const quote = make('blockquote', 'pf-passage');
  quote.append(...marked(source.passage, source.quotation));
  const foot = make('p', 'pf-card-foot');
  if (source.date) foot.append(make('span', '', source.date));
  const link = make('a', '', labels.open);
  link.append(make('span', 'pf-hidden', ' ' + labels.newTab));
  if (source.url.startsWith('/dokument/')) link.href = source.url.slice(1);
  link.target = '_blank';
  link.rel = 'noopener';
  foot.append(link);
  card.append(summary, quote, foot);
  return card;
}

function marked(passage, quotation) {
  const at = quotation ? passage.indexOf(quotation) : -1;
  if (at < 0) return [make('span', 'pf-text', passage)];
  return [
    make('span', 'pf-text', passage.slice(0, at)),
    make('mark', 'pf-text', quotation),
    make('span', 'pf-text', passage.slice(at + quotation.length)),
  ];
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

function make(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}
