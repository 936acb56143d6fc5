// A Swedish keyboard on the screen. The field keeps the focus and the caret while keys are touched.

import { drawIcon, make, word } from './kiosk_drawing.js';

const ROWS = ['1234567890', 'qwertyuiopå', 'asdfghjklöä', 'zxcvbnm,.?-'];
const REPEAT_AFTER = 500;
const REPEAT_EVERY = 90;

/** Make the keyboard of a field; `enter` is called by the ask key. */
export function makeKeyboard(field, enter) {
  const board = make('div', 'pk-keyboard', { role: 'group', 'data-label': 'keyboard', hidden: '' });
  const letters = [];
  const shift = iconKey('shift', 'shift', () => setShift(shift.ariaPressed !== 'true'));
  shift.setAttribute('aria-pressed', 'false');

  function setShift(on) {
    shift.setAttribute('aria-pressed', String(on));
    for (const key of letters) {
      key.textContent = on ? key.textContent.toUpperCase() : key.textContent.toLowerCase();
    }
  }

  function type(text) {
    const [from, to] = [field.selectionStart, field.selectionEnd];
    if (field.value.length - (to - from) + text.length > field.maxLength) return;
    field.setRangeText(text, from, to, 'end');
    changed();
    setShift(false);
  }

  function erase() {
    const { selectionStart: from, selectionEnd: to } = field;
    const before = [...field.value.slice(0, from)].at(-1) || '';
    field.setRangeText('', from === to ? from - before.length : from, to, 'end');
    changed();
  }

  function move(step) {
    const at = Math.min(Math.max(field.selectionStart + step, 0), field.value.length);
    field.setSelectionRange(at, at);
  }

  function changed() {
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.scrollTop = field.scrollHeight;
  }

  function letterKey(letter) {
    const key = make('button', 'pk-key', { type: 'button' }, letter);
    key.addEventListener('click', () => type(key.textContent));
    letters.push(key);
    return key;
  }

  const space = word('button', 'pk-key pk-space', 'space', { type: 'button' });
  space.addEventListener('click', () => type(' '));
  const ask = word('button', 'pk-key pk-enter', 'ask', { type: 'button' });
  ask.addEventListener('click', enter);
  const eraser = iconKey('erase', 'erase', erase);
  repeatWhileHeld(eraser, erase);

  const rows = ROWS.map((row) => make('div', 'pk-keys', {}, ...[...row].map(letterKey)));
  rows[0].append(eraser);
  rows[3].prepend(shift);
  rows.push(
    make(
      'div', 'pk-keys', {},
      iconKey('hide', 'hide', close),
      iconKey('left', 'left', () => move(-1)),
      space,
      iconKey('right', 'right', () => move(1)),
      ask,
    ),
  );
  board.append(...rows);
  // A touched key must not take the focus, or the caret would be lost.
  board.addEventListener('pointerdown', (event) => event.preventDefault());
  field.addEventListener('click', open);

  function open() {
    board.hidden = false;
    board.closest('.pk').dataset.typing = '';
    field.scrollIntoView({ block: 'nearest' });
  }

  function close() {
    board.hidden = true;
    delete board.closest('.pk').dataset.typing;
    setShift(false);
  }

  return { board, close };
}

function iconKey(icon, label, onClick) {
  const key = make('button', 'pk-key pk-icon-key', { type: 'button', 'data-label': label });
  key.append(drawIcon(icon));
  key.addEventListener('click', onClick);
  return key;
}

/** The first stroke is the click's; holding the key down strikes again and again. */
function repeatWhileHeld(key, strike) {
  let waiting;
  let striking;
  const stop = () => {
    clearTimeout(waiting);
    clearInterval(striking);
  };
  key.addEventListener('pointerdown', () => {
    waiting = setTimeout(() => (striking = setInterval(strike, REPEAT_EVERY)), REPEAT_AFTER);
  });
  for (const end of ['pointerup', 'pointerleave', 'pointercancel']) key.addEventListener(end, stop);
}
