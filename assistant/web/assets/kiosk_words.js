// The interface's two languages. What the documents say stays in Swedish.

/** Return a function that puts the chosen language's words into the elements that ask for one. */
export function makeWords(root, { swedish, english, contact, organisation }) {
  let language = 'sv';

  function said(node, key) {
    const text = (language === 'sv' ? swedish : english)[key];
    return text
      .replace('{value}', () => node.dataset.value)
      .replace('{contact}', () => contact)
      .replace('{organisation}', () => organisation);
  }

  const places = {
    '[data-word]': (node) => (node.textContent = said(node, node.dataset.word)),
    '[data-label]': (node) => node.setAttribute('aria-label', said(node, node.dataset.label)),
    '[data-alt]': (node) => (node.alt = said(node, node.dataset.alt)),
    '[data-hint]': (node) => (node.placeholder = said(node, node.dataset.hint)),
  };

  function translate(within = root) {
    document.documentElement.lang = root.lang = language;
    document.title = said(root, 'title');
    for (const [selector, put] of Object.entries(places)) {
      if (within.matches(selector)) put(within);
      within.querySelectorAll(selector).forEach(put);
    }
  }

  return {
    translate,
    choose(chosen) {
      language = chosen;
      translate();
    },
    get language() {
      return language;
    },
  };
}
