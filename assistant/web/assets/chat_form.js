// The field at the bottom of the window.

import { filled, make, teller, unread } from './chat_tools.js';

const COUNT_FROM = 0.8;
const FEW = 2;

/** The field, which says what is wrong with a question and never cuts one. */
export function questionForm(page, ask) {
  const { labels, longest } = page;
  const form = make('form', 'pf-form');
  form.noValidate = true;
  const label = make('label', 'pf-label', labels.field);
  label.htmlFor = 'pf-question';
  const field = unread(make('textarea', 'pf-field'));
  field.id = 'pf-question';
  field.rows = 1;
  field.placeholder = labels.placeholder;
  field.setAttribute('aria-describedby', 'pf-hint pf-count');
  const button = make('button', 'pf-ask', labels.ask);
  button.type = 'submit';
  const hint = make('p', 'pf-field-hint');
  hint.id = 'pf-hint';
  hint.setAttribute('role', 'alert');
  const tell = teller(hint);
  const count = make('p', 'pf-count');
  count.id = 'pf-count';
  const row = make('div', 'pf-row');
  row.append(field, button);
  const limits = make('p', 'pf-within');
  limits.setAttribute('role', 'status');
  const box = make('div', 'pf-form-box');
  box.append(limits, label, row, hint, count);
  form.append(box);
  let busy = false;

  function show(text, wrong = false) {
    tell(text);
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
    /** Say which documents the questions are kept to, none for all. */
    within(documents) {
      const titles = documents.map(({ title }) => title).join(', ');
      const few = documents.length <= FEW ? labels.within : labels.withinMany;
      limits.textContent = documents.length ? filled(few, { titles, count: documents.length }) : '';
    },
    clear() {
      field.value = '';
      showCount();
      show('');
      field.focus();
    },
    /** Put a question back, before what has been typed since. */
    giveBack(question, why) {
      field.value = [question, field.value].filter(Boolean).join('\n');
      showCount();
      show(why, true);
      field.focus();
    },
  };
}
