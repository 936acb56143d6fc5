"""The open benchmark: questions over the documents of ten invented municipalities."""
