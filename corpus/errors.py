"""The errors that a user may see. `assistant/texts.py` turns each into one Swedish sentence.

PlanfragaError
├─ SettingsError         which setting, which value, what is allowed
├─ FolderMissingError    the folder of documents that is not there
├─ NoDocumentsError      a folder without one document that could be read
├─ DocumentError         which file, and why it cannot be read
├─ CatalogueError        what is wrong in catalogue.toml
├─ IndexMissingError     where no index is
├─ IndexMismatchError    what the index was built with, and what is asked for
├─ IndexBusyError        another run is writing the same index
├─ StorageError          the disk refuses to write
├─ ModelMissingError     the embedding model that cannot be loaded
├─ QuestionError         a question that is empty or too long
├─ PortBusyError         the web server's port is taken
└─ QuestionsError        a question file that cannot be read, with its line
"""

from __future__ import annotations


class PlanfragaError(Exception):
    """Root of everything that is the user's or the machine's matter and not a bug.

    `args` are the facts that the sentence in texts.py is made of.
    """


class SettingsError(PlanfragaError):
    """A setting has a value that is not allowed: (setting, value, what is allowed)."""


class FolderMissingError(PlanfragaError):
    """The folder of documents does not exist: (folder,)."""


class NoDocumentsError(PlanfragaError):
    """The folder holds nothing that can be read: (folder,)."""


class DocumentError(PlanfragaError):
    """One file cannot be read: (file, reason, a key of texts.REASONS)."""


class CatalogueError(PlanfragaError):
    """The catalogue cannot be used: (file, what is wrong)."""


class IndexMissingError(PlanfragaError):
    """There is no index in the folder: (folder,)."""


class IndexMismatchError(PlanfragaError):
    """The index was built otherwise than this program reads it: (what, built with, expected)."""


class IndexBusyError(PlanfragaError):
    """Another process is writing this index: (folder,)."""


class StorageError(PlanfragaError):
    """A file or folder cannot be written: (path, the system's reason)."""


class ModelMissingError(PlanfragaError):
    """The embedding model is not on this machine: (name or folder,)."""


class QuestionError(PlanfragaError):
    """A question cannot be asked: (its length, the longest allowed), both in characters."""


class PortBusyError(PlanfragaError):
    """Another program listens on the web server's port: (port,)."""


class QuestionsError(PlanfragaError):
    """A question file cannot be read: (file, line number, what is wrong)."""
