// The page's address: the question stands in its fragment, which no server is ever sent.

const NAME = 'fraga';

/** Return the question of the address; one that a link brought as a query is taken out of it. */
export function takeQuestion() {
  const query = new URLSearchParams(location.search).get(NAME);
  if (query !== null) history.replaceState(null, '', location.pathname + location.hash);
  return (new URLSearchParams(location.hash.slice(1)).get(NAME) ?? query)?.trim();
}

/** Return the page's address with a question, "" for none. */
export function addressOf(question) {
  return location.pathname + (question && `#${new URLSearchParams({ [NAME]: question })}`);
}
