// The parts of the page that are always there, by name.

import { button, make, word } from './kiosk_drawing.js';

/** Draw the page in `root` and return its parts. */
export function drawPage(root, { organisation, longest }) {
  const beginning = drawBeginning(longest);
  const reply = drawReplyFrame();
  const tools = drawTools();
  const windows = drawWindows();
  const view = make('div', 'pk-view', {}, beginning.view, reply.view);
  root.replaceChildren(
    make('header', 'pk-bar', {}, make('p', 'pk-organisation', { lang: 'sv' }, organisation)),
    view,
    reply.actions,
    tools.foot,
    ...Object.values(windows.dialogs),
  );
  return { view, beginning, reply, ...tools, ...windows };
}

function drawBeginning(longest) {
  const field = make('textarea', 'pk-field', {
    id: 'pk-field', rows: 2, maxlength: longest, inputmode: 'none', autocomplete: 'off',
    spellcheck: 'false', 'data-hint': 'placeholder', 'aria-describedby': 'pk-complaint', lang: 'sv',
  });
  const send = button('pk-primary pk-ask', 'ask', 'ask');
  send.type = 'submit';
  const complaint = make('p', 'pk-complaint', { id: 'pk-complaint', role: 'alert' });
  const form = make('form', 'pk-form');
  form.append(word('label', 'pk-label', 'field', { for: 'pk-field' }));
  form.append(make('div', 'pk-asking', {}, field, send), complaint);
  const heading = word('h2', 'pk-suggested', 'suggestions', { hidden: '' });
  const questions = make('div', 'pk-topics');
  const topicsHeading = word('h2', 'pk-suggested', 'topics', { hidden: '' });
  const topics = make('div', 'pk-chips');
  const view = make('div', 'pk-beginning');
  view.append(
    word('h1', 'pk-heading', 'heading'),
    word('p', 'pk-introduction', 'introduction'),
    word('p', 'pk-swedish-only', 'swedish_only'),
    form,
    heading,
    questions,
    make('div', 'pk-about-topics', {}, topicsHeading, topics),
  );
  return { view, form, field, complaint, heading, questions, topicsHeading, topics };
}

function drawReplyFrame() {
  const question = make('h1', 'pk-question', { tabindex: '-1', lang: 'sv' });
  const answer = make('div', 'pk-answer', { role: 'status' });
  const source = make('div', 'pk-source');
  const view = make('div', 'pk-reply', { hidden: '' });
  view.append(
    word('p', 'pk-eyebrow', 'asked'),
    question,
    answer,
    word('p', 'pk-swedish-only', 'swedish_only'),
    source,
  );
  const again = button('pk-primary', 'ask', 'new');
  const read = button('pk-secondary', 'speaker', 'read');
  const take = button('pk-secondary', 'phone', 'take');
  const actions = make('div', 'pk-actions', { hidden: '' }, again, read, take);
  return { view, question, answer, source, actions, again, read, take };
}

function drawTools() {
  const language = button('pk-tool', 'globe', 'language');
  const larger = button('pk-tool', 'letters', 'larger');
  const contrast = button('pk-tool', 'contrast', 'contrast', { 'aria-pressed': 'false' });
  const restart = button('pk-tool pk-restart', 'restart', 'restart');
  const tools = make('div', 'pk-tools', { role: 'group', 'data-label': 'display' });
  tools.append(language, larger, contrast);
  const foot = make('footer', 'pk-foot', {}, word('p', 'pk-notice', 'notice'), tools, restart);
  return { foot, language, larger, contrast, restart };
}

function drawWindows() {
  const title = make('h2', 'pk-dialog-title', { id: 'pk-document-title', lang: 'sv' });
  const status = make('div', 'pk-status', { role: 'status' });
  const region = { tabindex: 0, role: 'region', 'aria-labelledby': 'pk-document-title' };
  const text = make('div', 'pk-document', region);
  const picture = make('div', 'pk-document pk-page-picture', region);
  const other = button('pk-secondary', 'document', 'as_text');
  const code = make('div', 'pk-code-frame');
  const codeTitle = word('h2', 'pk-dialog-title', 'qr_title', { id: 'pk-code-title' });
  const seconds = make('span', 'pk-seconds');
  const countdown = make('p', 'pk-countdown', { role: 'timer', 'aria-live': 'off' });
  countdown.append(word('span', '', 'idle_seconds'), ' ', seconds);
  const stay = button('pk-primary', 'ask', 'stay', { autofocus: '' });
  const clear = button('pk-secondary', 'restart', 'clear');
  const dialogs = {
    document: closable('pk-document-dialog', title, status, text, picture),
    code: closable('pk-code-dialog', codeTitle, code, word('p', 'pk-help', 'qr_help')),
    idle: announced('idle', countdown, make('div', 'pk-choices', {}, stay, clear)),
    lost: announced('lost'),
  };
  dialogs.document.lastChild.prepend(other);
  const parts = { dialog: dialogs.document, title, status, text, picture, other };
  return { dialogs, document: parts, code, seconds, stay, clear };
}

/** A window with its way out at the bottom, where a child or a wheelchair user reaches. */
function closable(className, title, ...children) {
  const dialog = make('dialog', `pk-dialog ${className}`, { 'aria-labelledby': title.id });
  const shut = button('pk-primary', 'close', 'close');
  shut.addEventListener('click', () => dialog.close());
  dialog.append(title, ...children, make('div', 'pk-dialog-foot', {}, shut));
  return dialog;
}

function announced(name, ...children) {
  const dialog = make('dialog', 'pk-dialog pk-announced', {
    role: 'alertdialog', 'aria-labelledby': `pk-${name}-title`, 'aria-describedby': `pk-${name}-text`,
  });
  dialog.append(
    word('h2', 'pk-dialog-title', `${name}_title`, { id: `pk-${name}-title` }),
    word('p', 'pk-dialog-text', `${name}_text`, { id: `pk-${name}-text` }),
    ...children,
  );
  return dialog;
}
