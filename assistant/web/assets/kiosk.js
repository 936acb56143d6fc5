// The kiosk: a question, a short answer with its source, and a clean page for the next visitor.

import { drawCode, word } from './kiosk_drawing.js';
import { makeDocumentWindow } from './kiosk_document.js';
import { makeKeyboard } from './kiosk_keyboard.js';
import { drawPage } from './kiosk_page.js';
import { drawCard, drawFurther, drawSentences, drawSuggestion } from './kiosk_reply.js';
import { request } from './kiosk_requests.js';
import { makeReader } from './kiosk_speech.js';
import { watchServer, watchVisit } from './kiosk_visit.js';
import { makeWords } from './kiosk_words.js';

const PREPARING = 3_000;
const SIZES = [1, 1.25, 1.5, 2];
const EDITING_KEYS = 'a';
const MIDDLE_BUTTON = 1;

/** Draw the page in `root`; `settings` is the value that kiosk.py gives. */
export function start(root, settings) {
  const page = drawPage(root, settings);
  const { beginning, reply, dialogs } = page;
  const { field } = beginning;
  const words = makeWords(root, settings);
  const keyboard = makeKeyboard(field, askTyped);
  const swedish = () => [...reply.answer.querySelectorAll(':lang(sv):not(.pk-searching)')];
  const reader = makeReader(reply.read, swedish, words.translate);
  let turn = 0;
  let size = 0;
  let waiting = false;

  const server = watchServer({
    address: new URL('../healthz', location.href),
    lost: sayLost,
    back: () => (visit.isFresh ? location.replace(location.pathname) : dialogs.lost.close()),
  });
  const documentWindow = makeDocumentWindow(page.document, words.translate);
  const visit = watchVisit({
    idle: settings.idle,
    warning: settings.warning,
    ask: () => dialogs.idle.showModal(),
    count: (left) => (page.seconds.textContent = left),
    end: endVisit,
    isBusy: () => waiting || reader.isReading(),
  });

  root.append(keyboard.board);
  chooseLanguage('sv');
  closeWaysOut();
  listen();
  showStart();
  drawSuggestions();

  function listen() {
    beginning.form.addEventListener('submit', (event) => {
      event.preventDefault();
      askTyped();
    });
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      askTyped();
    });
    field.addEventListener('input', () => beginning.complaint.replaceChildren());
    root.addEventListener('keydown', (event) => event.key === 'Escape' && keyboard.close());
    page.language.addEventListener('click', () => {
      chooseLanguage(words.language === 'sv' ? 'en' : 'sv');
      reader.stop();
      reader.offer();
    });
    page.larger.addEventListener('click', () => chooseSize((size + 1) % SIZES.length));
    page.contrast.addEventListener('click', () => press(page.contrast, root, 'pk-contrast'));
    for (const ending of [page.restart, page.clear]) ending.addEventListener('click', endVisit);
    reply.again.addEventListener('click', () => {
      showStart();
      field.focus();
    });
    page.stay.addEventListener('click', () => dialogs.idle.close());
    dialogs.idle.addEventListener('close', () => visit.stay());
    dialogs.lost.addEventListener('cancel', (event) => event.preventDefault());
  }

  function askTyped() {
    const question = field.value.trim();
    if (question) ask(question);
    else complain('empty');
  }

  async function ask(question) {
    showReply(question);
    const mine = ++turn;
    waiting = true;
    const data = await request('svar', { question });
    if (mine !== turn) return;
    waiting = false;
    visit.touch();
    if (data) {
      drawReply(data);
    } else {
      showStart();
      field.value = question;
      complain('no_reply');
    }
  }

  function complain(key) {
    beginning.complaint.replaceChildren(word('span', '', key));
    words.translate(beginning.complaint);
    field.focus();
  }

  function showReply(question) {
    keyboard.close();
    reader.stop();
    show('reply');
    reply.question.textContent = question;
    reply.answer.replaceChildren(word('p', 'pk-searching', 'searching'));
    reply.source.replaceChildren();
    reply.read.hidden = reply.take.hidden = true;
    words.translate(reply.view);
    reply.question.focus();
  }

  function showStart() {
    turn += 1;
    waiting = false;
    reader.stop();
    show('start');
    for (const node of [reply.question, reply.answer, reply.source, beginning.complaint]) {
      node.replaceChildren();
    }
    reply.take.onclick = null;
    field.value = '';
  }

  function show(name) {
    root.dataset.view = name;
    beginning.view.hidden = name !== 'start';
    reply.view.hidden = reply.actions.hidden = name !== 'reply';
    root.scrollTop = page.view.scrollTop = 0;
  }

  function drawReply(data) {
    reply.answer.replaceChildren(...drawSentences(data));
    const card = data.card ? [drawCard(data, () => documentWindow.open(data.card))] : [];
    reply.source.replaceChildren(...card, ...drawFurther(data, ask));
    reply.take.hidden = !data.code;
    reply.take.onclick = () => openCode(data.code);
    words.translate(reply.view);
    reader.offer();
  }

  function openCode(code) {
    page.code.replaceChildren(drawCode(code, 'qr_label'));
    words.translate(page.code);
    dialogs.code.showModal();
  }

  async function drawSuggestions() {
    const { questions, topics } = (await request('forslag')) || {};
    if (!questions) return void setTimeout(drawSuggestions, PREPARING);
    beginning.questions.replaceChildren(...questions.map((text) => drawSuggestion('pk-topic', text, ask)));
    beginning.topics.replaceChildren(...topics.map((text) => drawSuggestion('pk-chip', text, ask)));
    beginning.heading.hidden = !questions.length;
    beginning.topicsHeading.hidden = !topics.length;
  }

  function chooseLanguage(language) {
    words.choose(language);
    page.language.lang = language === 'sv' ? 'en' : 'sv';
  }

  function chooseSize(chosen) {
    size = chosen;
    document.documentElement.style.setProperty('--size', SIZES[size]);
    page.larger.lastChild.dataset.word = SIZES[size + 1] ? 'larger' : 'usual_size';
    words.translate(page.larger);
  }

  /** Nothing that a visitor reads or has to answer is covered. */
  function sayLost() {
    if (root.dataset.view !== 'start' || root.querySelector('dialog[open]')) return;
    field.focus();
    dialogs.lost.showModal();
  }

  /** A clean page: a new one where the server gives it before anyone has begun, else this one emptied. */
  async function endVisit() {
    wipe();
    if (!(await server.isThere())) server.missing();
    else if (visit.isFresh) location.replace(location.pathname);
  }

  function wipe() {
    showStart();
    keyboard.close();
    documentWindow.wipe();
    for (const dialog of [dialogs.idle, dialogs.code]) dialog.close();
    page.code.replaceChildren();
    chooseSize(0);
    press(page.contrast, root, 'pk-contrast', false);
    chooseLanguage('sv');
    sessionStorage.clear();
    localStorage.clear();
    visit.forget();
  }
}

/** Switch a button and the class that it stands for; `on` forces it. */
function press(button, node, className, on) {
  const pressed = node.classList.toggle(className, on);
  button.setAttribute('aria-pressed', String(pressed));
}

/** No context menu, no dragging, no clipboard, no browser commands from a keyboard. */
function closeWaysOut() {
  for (const name of ['contextmenu', 'dragstart', 'dragover', 'drop', 'copy', 'cut', 'paste']) {
    window.addEventListener(name, (event) => event.preventDefault());
  }
  for (const name of ['mousedown', 'mouseup', 'auxclick']) {
    window.addEventListener(name, (event) => event.button === MIDDLE_BUTTON && event.preventDefault());
  }
  window.addEventListener('keydown', (event) => {
    const edits = EDITING_KEYS.includes(event.key.toLowerCase());
    const commands = event.altKey || ((event.ctrlKey || event.metaKey) && !edits);
    if (commands || /^F\d+$/.test(event.key)) event.preventDefault();
  });
}
