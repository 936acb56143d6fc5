"""Files in, documents out: one module for each format, one function for them all."""

from corpus.reading.formats import SUFFIXES, read_document

__all__ = ["SUFFIXES", "read_document"]
