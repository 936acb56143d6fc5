// Elements made from data. Strings become text nodes, never markup.

const SVG = 'http://www.w3.org/2000/svg';
const ICONS = {
  globe: 'M12 3a9 9 0 100 18 9 9 0 000-18zM3 12h18M12 3c5 5.500 5 12.500 0 18c-5-5.500-5-12.500 0-18',
  letters: 'M3 19l5-13 5 13M4.800 14.500h6.400M15 19l3-8 3 8M16.100 16.200h3.800',
  contrast: 'M12 3a9 9 0 100 18 9 9 0 000-18zM12 3v18M15 5v14M18 7v10',
  restart: 'M4 5v5h5M4.600 10a8 8 0 113 8.300',
  ask: 'M4 12h15M13 6l6 6-6 6',
  document: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  speaker: 'M4 9v6h4l5 4V5L8 9zM16.500 9a4.500 4.500 0 010 6M19 6.500a8 8 0 010 11',
  phone: 'M7 2h10v20H7zM11 18.500h2',
  close: 'M5 5l14 14M19 5L5 19',
  shift: 'M12 4l8 8h-4v7H8v-7H4z',
  erase: 'M9 5h12v14H9l-6-7zM12.500 9.500l5 5M17.500 9.500l-5 5',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  hide: 'M3 4h18v10H3zM8 10.500h8M9 18l3 3 3-3',
};

/** Make an element: a class, attributes, and children that are nodes or text. */
export function make(name, className, attributes = {}, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** An element whose text is the interface's word `key`, in the language of the moment. */
export function word(name, className, key, attributes = {}) {
  return make(name, className, { 'data-word': key, ...attributes });
}

/** A button with an icon and a word. */
export function button(className, icon, key, attributes = {}) {
  const made = make('button', `pk-button ${className}`, { type: 'button', ...attributes });
  made.append(drawIcon(icon), word('span', '', key));
  return made;
}

export function drawIcon(name) {
  return drawPath(ICONS[name], '0 0 24 24', { class: 'pk-icon', 'aria-hidden': 'true' });
}

/** The rows of 0 and 1 as a picture, with the white edge that a camera needs. */
export function drawCode(rows, label) {
  const size = rows.length + 8;
  let path = '';
  rows.forEach((row, y) => {
    for (const run of row.matchAll(/1+/g)) {
      path += `M${run.index + 4} ${y + 4}h${run[0].length}v1h-${run[0].length}z`;
    }
  });
  const attributes = { class: 'pk-code', role: 'img', 'data-label': label };
  return drawPath(path, `0 0 ${size} ${size}`, attributes);
}

/** Fill a node with pieces of a document: [text, whether it is the quotation]. */
export function drawPieces(node, pieces) {
  for (const [text, quoted] of pieces) node.append(quoted ? make('mark', '', {}, text) : text);
  return node;
}

/** A document's blocks, with a line where a new page begins. */
export function drawBlocks(blocks) {
  const drawn = [];
  let page = null;
  let list = null;
  for (const block of blocks) {
    if (block.page && block.page !== page) {
      page = block.page;
      drawn.push(word('p', 'pk-page', 'page', { 'data-value': page }));
      list = null;
    }
    if (block.kind === 'item') {
      if (!list) drawn.push((list = make('ul', 'pk-list', { lang: 'sv' })));
      list.append(drawPieces(make('li', ''), block.pieces));
    } else {
      list = null;
      const level = Math.min(block.level + 1, 6);
      const name = block.kind === 'heading' ? `h${level}` : 'p';
      drawn.push(drawPieces(make(name, `pk-${block.kind}`, { lang: 'sv' }), block.pieces));
    }
  }
  return drawn;
}

function drawPath(path, viewBox, attributes) {
  const picture = document.createElementNS(SVG, 'svg');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  picture.setAttribute('viewBox', viewBox);
  for (const [key, value] of Object.entries(attributes)) picture.setAttribute(key, value);
  picture.append(line);
  return picture;
}
