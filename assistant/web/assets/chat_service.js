// Whose service it is and how it treats people: the head of the page and the end of the start.

import { make, outward } from './chat_tools.js';

/** The municipality's picture and name, which lead to its own site. */
export function heading(page, again) {
  const head = make('header', 'pf-head');
  const row = make('div', 'pf-head-row');
  const name = page.home ? outward(page.home, '') : make('p');
  name.className = 'pf-organisation';
  if (page.logo) {
    const logo = make('img', 'pf-logo');
    logo.src = 'logotyp';
    logo.alt = '';
    name.append(logo);
  }
  name.append(make('span', '', page.organisation));
  row.append(name, again);
  head.append(row);
  if (page.colour) document.documentElement.style.setProperty('--pf-own', page.colour);
  return head;
}

/** What the law and good manners ask to be said: the program, personal data, accessibility. */
export function aboutTheService({ about, labels }) {
  const part = make('details', 'pf-about');
  part.append(make('summary', '', labels.about));
  for (const { heading: title, text, url } of about) {
    part.append(make('h2', '', title), make('p', 'pf-text', text));
    if (!url) continue;
    const more = make('p');
    const site = new URL(url).host;
    more.append(outward(url, labels.readMore.replace('{site}', site)));
    part.append(more);
  }
  return part;
}
