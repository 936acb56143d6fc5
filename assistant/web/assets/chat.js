// The conversation. Every text is put on the page with textContent; nothing is stored anywhere.

import { addressOf, takeQuestion } from './chat_address.js';
import { drawReply, spoken } from './chat_answer.js';
import { documentPanel } from './chat_document.js';
import { knownDocuments } from './chat_documents.js';
import { questionForm } from './chat_form.js';
import { aboutTheService, heading } from './chat_service.js';
import { announcer, button, make, swedishVoice } from './chat_tools.js';

const MINUTE = 60_000;
const PREPARING = 1_000;
const ASK_AGAIN = 3_000;
const NOT_ADMITTED = [401, 403];

/** Build the page in `root` from what the server says of itself. */
export function start(root, page) {
  const { labels } = page;
  const welcome = welcoming(labels);
  const turns = make('div', 'pf-turns');
  const announced = make('p', 'pf-hidden');
  const announce = announcer(announced);
  const main = make('div', 'pf-main');
  main.append(welcome, turns, announced);
  const room = make('div', 'pf-room');
  room.append(main);
  const panel = documentPanel(room, labels);
  const loaded = Date.now(); // the history remembers turns of this page before it was reloaded
  let asks = 0;
  let said = []; // what was said before, as the server gave it back; it lives here alone
  let chosen = [];
  let waiting = new AbortController(); // for a server that was lost
  let moved = false; // to another address, while an answer was on its way
  const form = questionForm(page, (question) => ask(question));
  const again = button('pf-quiet pf-again', labels.again, startAgain);
  again.hidden = true;
  const head = heading(page, again);
  root.replaceChildren(head, room, form.element);
  const about = aboutTheService(page);
  welcome.append(about);
  offerDocuments();
  offerExamples(welcome, labels, (question) => ask(question));
  showWhetherItSpeaks(root);
  openWhatIsPrinted(turns);
  form.field.focus({ preventScroll: true });
  addEventListener('popstate', () => (form.isBusy() ? (moved = true) : goTo()));
  askWhatIsInTheAddress();

  async function ask(question, remember = history.pushState, asWritten = false) {
    if (form.isBusy()) return;
    waiting.abort();
    moved = false;
    form.setBusy(true);
    const turn = searching(question);
    try {
      const { reply, trouble } = await replyTo({ question, said, documents: chosen, as_written: asWritten });
      if (trouble || reply.status === 'error') giveBack(question, turn, trouble, reply);
      else show(reply, turn, moved ? null : remember);
    } finally {
      form.setBusy(false);
    }
    if (moved) goTo();
  }

  function searching(question) {
    const turn = make('article', 'pf-turn');
    turn.id = `pf-turn-${loaded}-${(asks += 1)}`;
    turn.append(asked(question, labels), make('p', 'pf-searching', labels.searching));
    turns.append(turn);
    turn.scrollIntoView({ block: 'start' });
    announce(labels.searching);
    return turn;
  }

  /** Draw a reply; `remember` puts its question in the address, null leaves the address alone. */
  function show(reply, turn, remember) {
    turn.querySelector('.pf-searching').remove();
    said = reply.said;
    turn.append(...drawReply(reply, page, panel, ask));
    again.hidden = false;
    remember?.call(history, { turn: turn.id }, '', addressOf(reply.address));
    turn.scrollIntoView({ block: 'start' });
    announce(...spoken(reply));
  }

  function giveBack(question, turn, trouble, reply) {
    turn.remove();
    announce();
    form.giveBack(question, trouble ? labels[trouble] : reply.answer);
    if (trouble !== 'lost') return;
    waiting = new AbortController();
    untilBack(waiting.signal, () => form.hint(labels.back));
  }

  /** Show the turn that the address belongs to; after a new conversation it is asked again. */
  function goTo() {
    const turn = document.getElementById(history.state?.turn);
    if (turn) turn.scrollIntoView({ block: 'start' });
    else if (!askWhatIsInTheAddress()) scrollTo(0, 0);
  }

  /** Ask the address's question; say whether it has one. */
  function askWhatIsInTheAddress() {
    const question = takeQuestion();
    if (question) ask(question, history.replaceState);
    return Boolean(question);
  }

  async function offerDocuments() {
    const { dialogue, known, documents } = await knownDocuments(labels, (documents) => {
      chosen = documents.map(({ id }) => id);
      form.within(documents);
    });
    if (!documents.length) return;
    const open = () => dialogue.showModal();
    known.append(button('pf-quiet', labels.allDocuments, open));
    about.before(known);
    root.append(dialogue);
    again.before(button('pf-quiet', labels.documents, open));
  }

  function startAgain() {
    if (form.isBusy()) return;
    history.pushState(null, '', location.pathname);
    window.speechSynthesis?.cancel();
    panel.forget();
    turns.replaceChildren();
    said = [];
    announce();
    again.hidden = true;
    form.clear();
    scrollTo(0, 0);
  }
}

function welcoming(labels) {
  const welcome = make('section', 'pf-welcome');
  welcome.append(
    make('h1', '', labels.title),
    make('p', 'pf-introduction', labels.introduction),
    make('p', 'pf-notice', labels.notice),
  );
  return welcome;
}

/** A browser may find its voices some time after the page is loaded. */
function showWhetherItSpeaks(root) {
  const show = () => root.classList.toggle('pf-speaks', Boolean(swedishVoice()));
  window.speechSynthesis?.addEventListener?.('voiceschanged', show);
  show();
}

/** On paper nothing can be opened: the sources are, while the page is printed. */
function openWhatIsPrinted(turns) {
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...turns.querySelectorAll('details:not([open])')];
    for (const card of opened) card.open = true;
  });
  addEventListener('afterprint', () => {
    for (const card of opened) card.open = false;
  });
}

async function offerExamples(welcome, labels, ask) {
  const response = await fetch('chatt/exempel').catch(() => null);
  if (response?.status === 202) {
    return void setTimeout(() => offerExamples(welcome, labels, ask), PREPARING);
  }
  const questions = response?.ok ? await response.json() : [];
  if (!questions.length) return;
  const list = make('ul', 'pf-examples');
  for (const question of questions) {
    const item = make('li');
    item.append(button('pf-example', question, () => ask(question)));
    list.append(item);
  }
  welcome.querySelector('.pf-notice').after(make('h2', '', labels.examples), list);
}

/** Return the server's reply, or what the trouble is: whatever else may come in its place. */
async function replyTo(asked) {
  try {
    const response = await fetch('chatt/svar', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked),
      redirect: 'manual', // a proxy whose login has expired leads to its own page
      signal: AbortSignal.timeout(MINUTE),
    });
    if (response.type === 'opaqueredirect' || NOT_ADMITTED.includes(response.status)) {
      return { trouble: 'loggedOut' };
    }
    if (response.status >= 502) return { trouble: 'lost' };
    const reply = response.ok && (await response.json());
    return reply?.status ? { reply } : { trouble: 'failed' };
  } catch (error) {
    return { trouble: error instanceof SyntaxError ? 'failed' : 'lost' };
  }
}

/** Ask after the server until it answers, or nobody waits for it any longer. */
async function untilBack(signal, done) {
  while (!signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
    const server = await fetch('version', { signal }).then((response) => response.json()).catch(() => null);
    if (server?.version && !signal.aborted) return done();
  }
}

function asked(question, labels) {
  const line = make('h2', 'pf-asked');
  line.append(make('span', 'pf-hidden', labels.asked + ': '), make('span', 'pf-text', question));
  return line;
}
