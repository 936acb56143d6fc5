"""One module per system, each with the same three things.

`PACKAGES` names what its version is; `index(corpus, folder, model)` reads a folder of Markdown
files, writes an index and returns the number of passages; `open_index(folder, model)` returns a
function from a question and a count to (document's id, passage), best first. A document's id is
its path without the suffix. Each is set up as its own documentation sets up document retrieval.
"""
