"""Every Swedish text that a user sees, in one place."""

from __future__ import annotations

from corpus.errors import (
    CatalogueError,
    DocumentError,
    FolderMissingError,
    IndexBusyError,
    IndexMismatchError,
    IndexMissingError,
    ModelMissingError,
    NoDocumentsError,
    PlanfragaError,
    PortBusyError,
    QuestionError,
    QuestionsError,
    SettingsError,
    StorageError,
)

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
INTRODUCTION = (
    "Ställ en fråga på svenska. Svaret är meningar ur dokumenten, ordagrant, med en siffra som "
    "leder till källan. Står det inte i dokumenten säger vi det."
)
AI_NOTICE = (
    "Du använder ett datorprogram med artificiell intelligens, inte en människa. Skriv inga "
    "personuppgifter."
)
QUESTION_LABEL = "Din fråga"
QUESTION_PLACEHOLDER = "Till exempel: Var ska nya trygghetskameror sättas upp?"
ASK_BUTTON = "Fråga"
SEARCHING = "Söker i dokumenten …"
CONNECTION_LOST = "Anslutningen bröts. Sidan försöker igen."
YOU_ASKED = "Du frågade"
SHOW_SOURCE = "Visa källa {number}"
OPEN_SOURCE = "Öppna dokumentet vid stället"
DATED = "Daterat {date}"
BACK = "Ställ en fråga"
NO_SUCH_PAGE = "Sidan finns inte."
NO_SUCH_DOCUMENT = "Dokumentet finns inte, eller visas inte här."
TOO_MUCH = "Det var för mycket på en gång."
PAGE = "sidan {page}"

REASONS = {
    "unknown-format": "formatet kan inte läsas",
    "unreadable": "filen kan inte öppnas, kontrollera rättigheterna",
    "outside": "filen är en länk till något utanför mappen",
    "broken": "filen är skadad eller inte av det format som namnet säger",
    "no-text": "filen har ingen text",
    "not-text": "filen är inte en textfil",
    "password": "filen är skyddad med lösenord, spara den utan",
}
"""Why a file was not read: the second argument of DocumentError."""

_ERRORS: dict[type[PlanfragaError], str] = {
    SettingsError: "Inställningen {0} kan inte vara ”{1}”. Tillåtet är {2}.",
    FolderMissingError: "Mappen {0} finns inte. Kontrollera sökvägen.",
    NoDocumentsError: "Mappen {0} har inga dokument som kan läsas. Lägg dit filer som PDF, Word, "
    "HTML, Markdown eller text.",
    CatalogueError: "Katalogen {0} går inte att läsa ({1}). Rätta filen och försök igen.",
    IndexMissingError: "Det finns inget index i {0}. Kör planfraga index först.",
    IndexMismatchError: "Indexet är byggt med {0} ”{1}”, men programmet använder ”{2}”. Kör "
    "planfraga index för att bygga om det.",
    IndexBusyError: "En annan körning skriver just nu till indexet i {0}. Vänta tills den är klar.",
    StorageError: "Det går inte att skriva i {0}: {1}. Frigör plats eller ändra rättigheterna.",
    ModelMissingError: "Modellen {0} finns inte på den här datorn. Ta bort inställningen model för "
    "att använda den medföljande, eller ange modellens mapp.",
    PortBusyError: "Porten {0} används redan. Välj en annan med --port.",
    QuestionsError: "Frågefilen {0} kan inte läsas, rad {1}: {2}.",
}


def error_text(error: PlanfragaError) -> str:
    """Return one Swedish sentence or two: what is wrong, and what to do."""
    if isinstance(error, QuestionError):
        length, longest = error.args
        return LONG_QUESTION.format(length=length, longest=longest) if length else EMPTY_QUESTION
    if isinstance(error, DocumentError):
        return f"Filen {error.args[0]} kan inte läsas: {REASONS[error.args[1]]}."
    return _ERRORS[type(error)].format(*error.args)


def place(title: str, section: tuple[str, ...], page: int | None) -> str:
    """Return where a passage stands: "Plan > Trygghet, sidan 3"."""
    where = " › ".join((title, *section))
    return f"{where}, {PAGE.format(page=page)}" if page else where


def place_and_date(source: str, date: str) -> str:
    """Return where a document comes from and of when: "Huddinge kommun · Daterat 2024"."""
    return " · ".join(part for part in (source, DATED.format(date=date) if date else "") if part)


CLI_DESCRIPTION = "Svarar på frågor om kommunens dokument med dokumentens egna ord."
CLI_HELP = {
    "index": "läs dokumenten och bygg eller uppdatera indexet",
    "ask": "ställ en fråga; ”-” läser en fråga per rad från standard in",
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
    "{documents} dokument, {passages} stycken: {read} lästa, {reused} oförändrade, {removed} "
    "borttagna, {unread} kunde inte läsas. {seconds:.1f} s."
)
CLI_UNREAD = "Inte läst: {path} ({reason})"
CLI_PROGRESS = "Läser dokument"
CLI_INDEXING = "Bygger index av {corpus} …"
CLI_SERVING = "Planfråga svarar på {address} (avsluta med Ctrl+C)."
CLI_SOURCES = "Källor:"
CLI_INTERRUPTED = "Avbrutet. Det tidigare indexet gäller fortfarande."

NO_PERMISSION = "du saknar skrivrättighet"
DOCTOR_QUESTION = "Vad handlar dokumenten om?"
DOCTOR_OK = "ok    {text}"
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
QUESTIONS_FIELD = "fältet {name} saknas"
QUESTIONS_EMPTY = "filen har inga frågor"
QUESTIONS_MISSING = "filen finns inte"
