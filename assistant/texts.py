"""Every Swedish text that a user sees, in one place."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence

from corpus.catalogue import Gaps
from corpus.errors import (
    AddError,
    AddressError,
    CatalogueError,
    DocumentError,
    FileError,
    FolderMissingError,
    IndexBusyError,
    IndexMismatchError,
    IndexMissingError,
    ModelMissingError,
    NoDocumentsError,
    NotAFolderError,
    PlanfragaError,
    PortBusyError,
    PortForbiddenError,
    QuestionError,
    QuestionsError,
    SettingsError,
    StorageError,
    TomlError,
    UnknownSettingError,
)
from corpus.types import Audience

_LISTED = 20

NAME = "Planfråga"
NOT_FOUND = "Det framgår inte av dokumenten."
NOT_FOUND_HINT = "Närmast handlar de här styckena om det du frågar:"
CONTACT = "Fråga {contact} om du behöver veta mer."
HELLO = "Hej! Ställ en fråga om dokumenten, så svarar jag med deras egna ord."
THANKS = "Varsågod! Fråga gärna mer om dokumenten."
GOODBYE = "Hej då, och välkommen åter."
EMPTY_QUESTION = "Skriv en fråga först."
LONG_QUESTION = "Frågan är {length} tecken lång. Korta den till högst {longest} tecken."
PAGE_TITLE = "Fråga {organisation} om planen"
DATED = "Daterat {date}"
BACK = "Ställ en fråga"
NO_SUCH_PAGE = "Sidan finns inte."
DOCUMENT_CHANGED = "Dokumentet har ändrats sedan svaret gavs. Fråga gärna igen."
PAGE_PICTURE = "Sidan {page} som den ser ut i dokumentet"
TO_TEXT = "Visa citatet i texten"
NO_SUCH_DOCUMENT = "Dokumentet finns inte, eller visas inte här."
TOO_MUCH = "Det var för mycket på en gång."
PAGE = "sidan {page}"
PRINTED = " (numrerad {label})"
WILL_BE_VALID = "gäller från {date}"
WAS_VALID = "gällde till {date}"
REPLACED = "har ersatts av ett nyare dokument"

REASONS = {
    "unknown-format": "formatet kan inte läsas",
    "unreadable": "kan inte öppnas, kontrollera rättigheterna",
    "special": "är varken en fil eller en mapp",
    "name": "namnet är inte skrivet i UTF-8, byt namn på filen",
    "outside": "filen är en länk till något utanför mappen",
    "broken": "filen är skadad eller inte av det format som namnet säger",
    "no-text": "filen har ingen text",
    "scan-unread": "sidorna är inlästa som bilder, installera tesseract-ocr och tesseract-ocr-swe",
    "too-large": "filen är för stor, dela upp den",
    "hostile": "filen är gjord så att den inte går att läsa på ett säkert sätt",
    "timeout": "filen tog för lång tid att läsa, dela upp den eller höj reading_seconds",
    "memory": "filen krävde för mycket minne eller avbröt läsningen, dela upp den",
    "not-text": "filen är inte en textfil",
    "password": "filen är skyddad med lösenord, spara den utan",
}
"""Why a file was not read: the second argument of DocumentError."""

NOT_ADDED = {
    "missing": "Filen {0} finns inte. Kontrollera sökvägen.",
    "taken": "Det finns redan ett dokument som heter {0}. Byt namn på det nya, eller ersätt det "
    "gamla med --replace.",
    "unreachable": "Adressen {0} går inte att nå. Kontrollera den och nätverket.",
    "refused": "Adressen {0} gav inget dokument (felkod {1}). Kontrollera den.",
}
"""Why nothing was added: the second argument of AddError."""

NOTES = {
    "scan-unread": "sidor inlästa som bilder kunde inte läsas ({which}): installera tesseract-ocr "
    "och tesseract-ocr-swe",
    "scan": "sidor inlästa som bilder är tolkade och kan ha fel ({which})",
    "page-broken": "sidor som är skadade kunde inte läsas ({which})",
    "attachments": "bilagor är inte lästa, lägg dem i mappen för sig ({which})",
}
"""What an administrator should know of a document that was read: the first part of its notes."""

CATALOGUE_REASONS = {
    "rows": "dokumenten ska stå under [[document]]",
    "table": "{0} hör inte hemma där, dokumenten ska stå under [[document]]",
    "no-file": "dokument nummer {0} saknar file",
    "twice": "{0} står två gånger",
    "key": "{0} har uppgiften {1}, som inte finns; de som finns är {2}",
    "date": "{0} har ”{2}” som {1}; skriv 2025, 2025-01 eller 2025-01-31",
    "audience": "{0} har målgruppen ”{1}”; skriv public eller internal",
}
"""What is wrong in a catalogue: the second argument of CatalogueError."""

SYSTEM_REASONS = {
    os.strerror(number): reason
    for number, reason in {
        errno.EACCES: "rättigheten saknas",
        errno.EPERM: "rättigheten saknas",
        errno.ENOENT: "sökvägen finns inte",
        errno.ENOTDIR: "en del av sökvägen är en fil",
        errno.EISDIR: "det är en mapp",
        errno.EEXIST: "där ligger redan något annat",
        errno.ENAMETOOLONG: "namnet är för långt",
        errno.ELOOP: "länkarna leder runt i en ring",
        errno.ENOSPC: "disken är full",
        errno.EDQUOT: "utrymmet är slut",
        errno.EROFS: "disken är skrivskyddad",
        errno.EIO: "disken svarar med fel",
        errno.EMFILE: "för många filer är öppna",
    }.items()
}
"""What the system says when a file cannot be used, in Swedish."""


def error_text(error: PlanfragaError) -> str:
    """Return one Swedish sentence or two: what is wrong, and what to do."""
    text = _ERRORS[type(error)]
    return text.format(*error.args) if isinstance(text, str) else text(*error.args)


def system_error_text(error: OSError) -> str:
    """Return what the system refused, for a file that no other error speaks of."""
    return _file_wrong(error.filename or NAME, error.strerror or str(error))


def _file_wrong(path: str, reason: str) -> str:
    text = "Det går inte att använda {path}: {reason}. Kontrollera sökvägen och rättigheterna."
    return text.format(path=path, reason=SYSTEM_REASONS.get(reason, reason))


def _no_documents(folder: str, unread: Sequence[tuple[str, str]]) -> str:
    if not unread:
        return (
            f"Mappen {folder} har inga dokument som kan läsas. Lägg dit filer som PDF, Word, HTML, "
            "Markdown eller text."
        )
    files = listed([f"{path} ({REASONS[reason]})" for path, reason in unread])
    return f"Inget i mappen {folder} kunde läsas: {files}. Rätta filerna eller lägg dit andra."


def _question_wrong(length: int, longest: int) -> str:
    return LONG_QUESTION.format(length=length, longest=longest) if length else EMPTY_QUESTION


def _questions_wrong(path: str, line: int, reason: str) -> str:
    where = f", rad {line}" if line else ""
    return f"Frågefilen {path} kan inte läsas{where}: {reason}."


def _catalogue_wrong(path: str, reason: str, *facts: object) -> str:
    found = CATALOGUE_REASONS[reason].format(*facts)
    return f"Katalogen {path} stämmer inte: {found}. Rätta filen och försök igen."


_ERRORS: dict[type[PlanfragaError], str | Callable[..., str]] = {
    SettingsError: "Inställningen {0} kan inte vara ”{1}”. Tillåtet är {2}.",
    UnknownSettingError: lambda name, known: (
        f"Inställningen {name} finns inte. De som finns är {', '.join(known)}."
    ),
    FileError: _file_wrong,
    TomlError: "Filen {0} är inte riktigt skriven TOML på rad {1}. Rätta filen och försök igen.",
    FolderMissingError: "Mappen {0} finns inte. Kontrollera sökvägen.",
    NotAFolderError: "{0} är en fil, inte en mapp. Ange mappen som filen ligger i.",
    NoDocumentsError: _no_documents,
    DocumentError: lambda file, reason: f"Filen {file} kan inte läsas: {REASONS[reason]}.",
    CatalogueError: _catalogue_wrong,
    IndexMissingError: "Det finns inget index i {0}. Kör planfraga index först.",
    IndexMismatchError: "Indexet är byggt med {0} ”{1}”, men programmet använder ”{2}”. Kör "
    "planfraga index för att bygga om det.",
    IndexBusyError: "En annan körning skriver just nu till indexet i {0}. Vänta tills den är klar.",
    StorageError: lambda path, reason: (
        f"Det går inte att skriva i {path}: {SYSTEM_REASONS.get(reason, reason)}. Frigör plats "
        "eller ändra rättigheterna."
    ),
    ModelMissingError: "Modellen {0} finns inte på den här datorn. Ta bort inställningen model för "
    "att använda den medföljande, eller ange modellens mapp.",
    QuestionError: _question_wrong,
    PortBusyError: "Porten {0} används redan. Välj en annan med --port.",
    PortForbiddenError: "Porten {0} får bara systemets administratör använda. Välj en över 1023 "
    "med --port.",
    AddError: lambda source, reason, *facts: NOT_ADDED[reason].format(source, *facts),
    AddressError: "Adressen ”{0}” finns inte på den här datorn. Ange en annan med --host, till "
    "exempel 127.0.0.1, eller 0.0.0.0 för alla.",
    QuestionsError: _questions_wrong,
}


def listed(names: Sequence[str]) -> str:
    """Return the first names of a list, and how many more there are."""
    shown = ", ".join(names[:_LISTED])
    return f"{shown} och {len(names) - _LISTED} till" if len(names) > _LISTED else shown


def catalogue_notes(folder: str, gaps: Gaps) -> list[str]:
    """Return what somebody should know of a folder and its catalogue."""
    if not gaps.has_catalogue:
        return [f"Mappen {folder} har ingen catalogue.toml: alla dokument i den är offentliga."]
    notes = []
    if gaps.unnamed:
        notes.append(
            "Står inte i catalogue.toml, och visas därför bara internt tills de gör det: "
            f"{listed(gaps.unnamed)}."
        )
    if gaps.missing:
        notes.append(f"Står i catalogue.toml men finns inte: {listed(gaps.missing)}.")
    return notes


def place(title: str, section: tuple[str, ...], page: int | None, label: str = "") -> str:
    """Return where a passage stands: "Plan › Trygghet, sidan 3"."""
    where = " › ".join((title, *section))
    if not page:
        return where
    return f"{where}, {PAGE.format(page=page)}" + (PRINTED.format(label=label) if label else "")


def validity(valid_from: str, valid_to: str, replaced_by: str) -> str:
    """Return why a document does not hold good (corpus.validity.out_of_force), "" if it does."""
    if valid_from:
        return WILL_BE_VALID.format(date=valid_from)
    return WAS_VALID.format(date=valid_to) if valid_to else REPLACED if replaced_by else ""


def in_brackets(remark: str) -> str:
    """Return a remark as it stands after something, "" for none."""
    return f" ({remark})" if remark else ""


def place_and_date(source: str, date: str) -> str:
    """Return where a document comes from and of when: "Huddinge kommun · Daterat 2024"."""
    return " · ".join(part for part in (source, DATED.format(date=date) if date else "") if part)


CLI_DESCRIPTION = "Svarar på frågor om kommunens dokument med dokumentens egna ord."
CLI_HELP = {
    "index": "läs dokumenten och bygg eller uppdatera indexet",
    "ask": "ställ en fråga; ”-” läser en fråga per rad från standard in",
    "add": "lägg till ett dokument: en fil eller en webbadress",
    "watch": "följ mappen och uppdatera indexet när något ändras",
    "report": "visa vad som lästes av varje dokument, och vad som inte gick att läsa",
    "documents": "lista dokumenten i indexet",
    "doctor": "kontrollera att allt är på plats",
    "serve": "starta webbservern",
    "eval": "mät svaren mot en fil med frågor",
}
OPTION_HELP = {
    "question": "frågan, eller ”-” för en fråga per rad från standard in",
    "questions": "filen med frågor, en JSON per rad",
    "corpus": "mappen med dokument",
    "index": "mappen för indexet",
    "audience": "vilka dokument som får användas: public eller internal",
    "json": "skriv JSON i stället för text",
    "details": "skriv varje fråga med vad som hittades till den här filen",
    "source": "filen, eller adressen som börjar med http:// eller https://",
    "title": "dokumentets titel; annars gissas den",
    "add_audience": "vilka som får se dokumentet: public (alla) eller internal (anställda, om "
    "inget annat sägs)",
    "replace": "ersätt ett dokument som har samma namn",
    "write": "skriv det som har gissats till catalogue.toml, så att du kan rätta det",
    "host": "adressen att lyssna på",
    "port": "porten att lyssna på",
    "version": "visa versionen",
}
CLI_ERROR = "Fel: {message}"
CLI_USAGE_ERROR = "{message} Kör {program} --help för att se vad som finns."
ARGPARSE = {
    "usage: ": "Användning: ",
    "positional arguments": "Argument",
    "options": "Flaggor",
    "show this help message and exit": "visa den här hjälpen",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "unrecognized arguments: %s": "Okänt: %s.",
    "the following arguments are required: %s": "Det saknas: %s.",
    "expected one argument": "ett värde saknas.",
    "ignored explicit argument %r": "flaggan tar inget värde, men fick %r.",
    "invalid choice: %(value)r (choose from %(choices)s)": "”%(value)s” är inte tillåtet. "
    "Välj bland %(choices)s.",
}
"""What argparse says in English, and what it is to say instead."""
CLI_SUMMARY = (
    "{documents} dokument, {passages} stycken: {read} lästa, {reused} oförändrade, {moved} "
    "flyttade, {removed} borttagna, {unread} kunde inte läsas. {seconds:.1f} s."
)
CLI_UNREAD = "Inte läst: {path} ({reason})"
CLI_ADDED = "{title} är tillagt: {passages} stycken. Det visas för {audience}."
AUDIENCES = {Audience.PUBLIC: "alla", Audience.INTERNAL: "anställda"}
CLI_WRITTEN = "{count} dokument fick nya uppgifter i {file}."
CLI_WATCHING = "Följer {corpus} (avsluta med Ctrl+C)."
CLI_REPORT_COLUMNS = ("sidor", "stycken", "dokument")
CLI_REPORT_SUMMARY = "{documents} dokument lästa, {noted} med anmärkning, {unread} inte lästa."
CLI_PROGRESS = "Läser dokument"
CLI_INDEXING = "Bygger index av {corpus} …"
CLI_NOTE = "Obs: {text}"
CLI_SERVING_INTERNAL = "Interna dokument visas bara för den som sitter vid den här datorn."
CLI_SERVING = "Planfråga svarar på {address} (avsluta med Ctrl+C)."
CLI_SOURCES = "Källor:"
CLI_INTERRUPTED = "Avbrutet. Det tidigare indexet gäller fortfarande."

NO_PERMISSION = "du saknar skrivrättighet"
DOCTOR_QUESTION = "Vad handlar dokumenten om?"
DOCTOR_OK = "ok    {text}"
DOCTOR_NOTE = "obs   {text}"
DOCTOR_BAD = "FEL   {text}"
DOCTOR_CORPUS = "{count} filer i {folder}"
DOCTOR_MODEL = "modellen {name} med {dimensions} dimensioner"
DOCTOR_INDEX = "indexet i {folder}: {documents} dokument, {passages} stycken, byggt {built}"
DOCTOR_STATE = "mappen {folder} går att skriva i"
DOCTOR_ANSWER = "indexet svarar på en fråga"

EVAL_FIGURES = {
    "questions": "frågor",
    "document_at_1": "rätt dokument först",
    "document_at_5": "rätt dokument bland de fem bästa",
    "passage_at_5": "rätt stycke bland de fem bästa",
    "answer": "svar, strikt",
    "answer_loose": "svar, oavsett dokument",
    "words_shown": "visade ord (median)",
    "wrongly_refused": "felaktigt avböjda",
    "wrongly_refused_found": "felaktigt avböjda, stycket funnet",
    "rightly_refused": "rätt avböjda",
    "exact_quotations": "exakta citat",
    "milliseconds_median": "millisekunder (median)",
    "milliseconds_p95": "millisekunder (p95)",
}
QUESTIONS_NOT_JSON = "raden är inte JSON"
QUESTIONS_NO_TEXT = "question och answers ska vara text som inte är tom"
QUESTIONS_FIELD = "fältet {name} saknas"
QUESTIONS_EMPTY = "filen har inga frågor"
QUESTIONS_MISSING = "filen finns inte"

# The chat page.
NO_SCRIPT = (
    "Den här sidan behöver JavaScript för att fungera. Slå på det i webbläsaren och ladda om sidan."
)
CHAT = {
    "introduction": "Ställ en fråga på svenska. Svaret är meningar ur dokumenten, ordagrant, med "
    "en siffra som leder till källan. Står det inte i dokumenten säger vi det.",
    "examples": "Frågor att börja med",
    "field": "Din fråga",
    "placeholder": "Skriv din fråga här",
    "ask": "Fråga",
    "notice": "Du använder ett datorprogram med artificiell intelligens, inte en människa. Skriv "
    "inga personuppgifter.",
    "asked": "Du frågade",
    "searching": "Söker i dokumenten …",
    "empty": EMPTY_QUESTION,
    "long": LONG_QUESTION,
    "count": "{length} av {longest} tecken",
    "lost": "Servern svarar inte. Frågan står kvar i fältet. Sidan försöker igen av sig själv.",
    "back": "Servern svarar igen. Du kan ställa frågan nu.",
    "failed": "Något gick fel på servern. Frågan står kvar i fältet. Försök igen om en stund.",
    "sources": "Källor",
    "show": "Visa källa {number}",
    "open": "Öppna dokumentet vid stället",
    "newTab": "(ny flik)",
    "nearest": NOT_FOUND_HINT,
}
"""What chat.js shows; names in braces are filled in there."""
