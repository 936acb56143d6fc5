"""The errors that a user may see. `assistant/texts.py` turns each into one Swedish sentence.

PlanfragaError
├─ SettingsError         which setting, which value, what is allowed
├─ UnknownSettingError   which name, and which there are
├─ FileError             a file or folder that the system will not read
├─ TomlError             a settings file or catalogue that is not TOML, with its line
├─ FolderMissingError    the folder of documents that is not there
├─ NotAFolderError       a file where the folder of documents should be
├─ NoDocumentsError      a folder without one document that could be read
├─ DocumentError         which file, and why it cannot be read
├─ ReadingError          the processes that read documents cannot be started
├─ AddError              what cannot be added, and why
├─ CatalogueError        what is wrong in catalogue.toml
├─ CatalogueLostError    catalogue.toml is gone, and internal documents would become public
├─ IndexMissingError     where no index is
├─ IndexMismatchError    what the index was built with, and what is asked for
│  └─ IndexDamagedError  the index has lost a part
├─ IndexElsewhereError   the index was made of another folder of documents
├─ IndexBusyError        another run is writing the same index
├─ StorageError          the disk refuses to write
├─ ModelMissingError     the embedding model that cannot be loaded
├─ QuestionError         a question that is empty or too long
├─ PortBusyError         the web server's port is taken
├─ PortForbiddenError    the system keeps the port for others
├─ AddressError          the web server's address is not this machine's
├─ QuestionsError        a question file that cannot be read, with its line
├─ PredictionsError      a file of a system's predictions that cannot be scored, with its line
├─ FaqBusyError          another run answers the same batch of questions
├─ FaqFormError          an FAQ cannot be written in the form that a file's name asks for
├─ FaqOptionsError       options that do not go together
├─ FaqReviewedError      a file with reviews would be overwritten by one without them
└─ FaqWorkerError        a process that answers a batch was ended from outside
"""

from __future__ import annotations


class PlanfragaError(Exception):
    """Root of everything that is the user's or the machine's matter and not a bug.

    `args` are the facts that the sentence in texts.py is made of.
    """


class SettingsError(PlanfragaError):
    """A setting has a value that is not allowed: (setting, value, what is allowed)."""


class UnknownSettingError(PlanfragaError):
    """There is no setting of this name: (name, the names that there are)."""


class FileError(PlanfragaError):
    """A file or folder cannot be read: (path, the system's reason)."""


class TomlError(PlanfragaError):
    """A file is not TOML: (file, line number)."""


class FolderMissingError(PlanfragaError):
    """The folder of documents does not exist: (folder,)."""


class NotAFolderError(PlanfragaError):
    """The folder of documents is a file: (path,)."""


class NoDocumentsError(PlanfragaError):
    """Nothing in the folder can be read: (folder, (file, a key of texts.REASONS) of each)."""


class DocumentError(PlanfragaError):
    """One file cannot be read: (file, reason, a key of texts.REASONS)."""


class ReadingError(PlanfragaError):
    """The processes that read documents cannot be started: ()."""


class AddError(PlanfragaError):
    """A document cannot be added: (file or address, a key of texts.NOT_ADDED, detail or "")."""


class CatalogueError(PlanfragaError):
    """The catalogue cannot be used: (file, a key of texts.CATALOGUE_REASONS, its facts …)."""


class CatalogueLostError(PlanfragaError):
    """A folder had a catalogue and has none: (folder, number of documents that were internal)."""


class IndexMissingError(PlanfragaError):
    """There is no index in the folder: (folder,)."""


class IndexMismatchError(PlanfragaError):
    """The index was built otherwise than this program reads it: (what, built with, expected)."""


class IndexDamagedError(IndexMismatchError):
    """The index has lost a part, or cannot be read: (folder,)."""


class IndexElsewhereError(PlanfragaError):
    """The index was made of another folder: (index, its folder of documents, the one wanted)."""


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


class PortForbiddenError(PlanfragaError):
    """Only the system's administrator may listen on the web server's port: (port,)."""


class AddressError(PlanfragaError):
    """The web server cannot listen on an address that this machine does not have: (address,)."""


class ConversationError(PlanfragaError):
    """What was said before is not in the form that the program gave it: ()."""


class DocumentUnknownError(PlanfragaError):
    """No document of those that may be seen has this id: (id,)."""


class QuestionsError(PlanfragaError):
    """A question file cannot be read: (file, line number, what is wrong)."""


class PredictionsError(PlanfragaError):
    """A system's predictions cannot be scored: (file, line number or 0, what is wrong)."""


class FaqBusyError(PlanfragaError):
    """Another run answers the same questions against the same index: (journal,)."""


class FaqFormError(PlanfragaError):
    """There is no form of this suffix: (file, the suffixes that there are)."""


class FaqOptionsError(PlanfragaError):
    """Options of `planfraga faq` do not go together: (a key of texts.FAQ_OPTIONS,)."""


class FaqReviewedError(PlanfragaError):
    """What a person has written would be lost: (file, how many reviews)."""


class FaqWorkerError(PlanfragaError):
    """A process of the batch was ended from outside: (number of processes,)."""
