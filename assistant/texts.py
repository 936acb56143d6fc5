"""Every Swedish text that a user sees, in one place."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence

from assistant.types import Contact, Route
from corpus.catalogue import Gaps
from corpus.errors import (
    AddError,
    AddressError,
    CatalogueError,
    CatalogueLostError,
    ConversationError,
    DocumentError,
    DocumentUnknownError,
    FaqBusyError,
    FaqFormError,
    FaqOptionsError,
    FaqReviewedError,
    FaqWorkerError,
    FileError,
    FolderMissingError,
    IndexBusyError,
    IndexDamagedError,
    IndexElsewhereError,
    IndexMismatchError,
    IndexMissingError,
    ModelMissingError,
    NoDocumentsError,
    NotAFolderError,
    PlanfragaError,
    PortBusyError,
    PortForbiddenError,
    PredictionsError,
    QuestionError,
    QuestionsError,
    ReadingError,
    SettingsError,
    StorageError,
    TomlError,
    UnknownSettingError,
)
from corpus.types import Audience

_LISTED = 20

NAME = "Planfråga"
NOT_FOUND = "Det framgår inte av dokumenten."
NOT_SURE = "Det framgår inte säkert av dokumenten."
NOT_FOUND_HINT = "Det här ligger närmast det du frågar om:"
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
    "held": "kan inte öppnas just nu, svaren ges ur filen som den var senast",
    "special": "är varken en fil eller en mapp",
    "name": "namnet är inte skrivet i UTF-8, byt namn på filen",
    "outside": "är en länk till något utanför mappen",
    "broken": "filen är skadad eller inte av det format som namnet säger",
    "no-text": "filen har ingen text",
    "empty": "filen är tom, spara eller hämta den igen",
    "scan-unread": "sidorna är inlästa som bilder, installera tesseract-ocr och tesseract-ocr-swe",
    "too-large": "filen är för stor, dela upp den",
    "hostile": "filen är gjord så att den inte går att läsa på ett säkert sätt",
    "timeout": "filen tog för lång tid att läsa, dela upp den eller höj reading_seconds",
    "memory": "filen krävde för mycket minne eller avbröt läsningen, dela upp den "
    "eller höj reading_megabytes",
    "not-text": "filen är inte en textfil",
    "password": "filen är skyddad med lösenord, spara den utan",
}
"""Why a file was not read: the second argument of DocumentError."""

NOT_ADDED = {
    "missing": "Filen {0} finns inte. Kontrollera sökvägen.",
    "shipped": "{0} läggs inte bland programmets egna dokument. Ange din mapp med inställningen "
    "corpus eller med --corpus.",
    "taken": "Det finns redan ett dokument som heter {0}. Byt namn på det nya, eller ersätt det "
    "gamla med --replace.",
    "unreachable": "Adressen {0} går inte att nå. Kontrollera den och nätverket.",
    "broken": "Hämtningen av {0} avbröts innan allt hade kommit. Försök igen.",
    "refused": "Adressen {0} gav inget dokument (felkod {1}). Kontrollera den.",
}
"""Why nothing was added: the second argument of AddError."""

NOTES = {
    "scan-unread": "sidor inlästa som bilder kunde inte läsas ({which}): installera tesseract-ocr "
    "och tesseract-ocr-swe",
    "scan-failed": "sidor inlästa som bilder gick inte att tolka ({which})",
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


def _catalogue_lost(folder: str, internal: int) -> str:
    said = f"{internal} dokument som var interna skulle bli offentliga"
    if internal == 1:
        said = "ett dokument som var internt skulle bli offentligt"
    return (
        f"Katalogen catalogue.toml i {folder} är borta, och {said}: lägg tillbaka den, eller skriv "
        "en ny där varje fil som ska vara offentlig står."
    )


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
    ReadingError: "Dokumenten kan inte läsas: processerna som läser dem går inte att starta. Se "
    "till att det finns ledigt minne och att systemets gränser (ulimit) inte är för låga.",
    DocumentError: lambda file, reason: f"Filen {file} kan inte läsas: {REASONS[reason]}.",
    CatalogueError: _catalogue_wrong,
    CatalogueLostError: _catalogue_lost,
    IndexMissingError: "Det finns inget index i {0}. Kör planfraga index först.",
    IndexMismatchError: "Indexet är byggt med {0} ”{1}”, men programmet använder ”{2}”. Kör "
    "planfraga index för att bygga om det.",
    IndexDamagedError: "Indexet i {0} är skadat eller går inte att läsa. Kör planfraga index, som "
    "gör om det.",
    IndexElsewhereError: "Indexet i {0} är gjort av mappen {1}, inte av {2}. Ange rätt mapp "
    "med --corpus eller rätt index med --index. Ska det göras om: kör planfraga index med båda.",
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
    ConversationError: "Det som sades tidigare kan inte läsas. Välj Ny konversation.",
    DocumentUnknownError: "Det finns inget dokument med id ”{0}”. Kör planfraga documents för att "
    "se dem som finns.",
    QuestionsError: _questions_wrong,
    PredictionsError: lambda path, line, reason: (
        f"Filen {path} kan inte poängsättas{f', rad {line}' if line else ''}: {reason}."
    ),
    FaqBusyError: "En annan körning svarar just nu på samma frågor. Vänta tills den är klar.",
    FaqFormError: "Filen {0} kan inte skrivas i det formatet. Använd någon av {1}.",
    FaqOptionsError: lambda reason: FAQ_OPTIONS[reason],
    FaqReviewedError: "Filen {0} har {1} granskade svar som skulle gå förlorade. Läs in dem först, "
    "eller skriv till en annan fil.",
    FaqWorkerError: "En av {0} processer avslutades utifrån, kanske för att minnet tog slut. Kör "
    "samma kommando igen med --resume och färre --workers.",
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


def joined(names: Sequence[str]) -> str:
    """Return names as Swedish lists them: "a, b och c"."""
    *first, last = names
    return f"{', '.join(first)} {AND} {last}" if first else last


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


def passage_count(count: int) -> str:
    """Return "1 stycke", "5 stycken"."""
    return f"{count} {'stycke' if count == 1 else 'stycken'}"


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
    "faq": "gör en sida med frågor och svar, granska den och håll den aktuell",
}
OPTION_HELP = {
    "question": "frågan, eller ”-” för en fråga per rad från standard in",
    "questions": "filen med frågor, en JSON per rad",
    "corpus": "mappen med dokument",
    "index": "mappen för indexet",
    "audience": "vilka dokument som får användas: public eller internal",
    "chat": "samtala: följdfrågor förstås av det som sagts",
    "document": "fråga bara det här dokumentet (id från planfraga documents); får upprepas",
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
    "faq_questions": "filen med frågor: .txt, .csv, .xlsx, .json eller .jsonl",
    "faq_output": "filen att skriva: .html, .md, .docx, .csv, .xlsx eller .json; kan anges flera "
    "gånger",
    "faq_suggest": "föreslå så här många frågor ur dokumenten",
    "faq_review": "skriv en granskningsfil (.xlsx), det osäkra först",
    "faq_reviewed": "läs in omdömen och egna formuleringar ur en ifylld granskningsfil",
    "faq_update": "svara igen på frågorna i en FAQ (.json) och säg vad som har ändrats",
    "faq_report": "skriv vad som har ändrats till en fil: .md eller .json",
    "faq_resume": "fortsätt en körning som avbröts",
    "faq_per_category": "skriv en sida för varje kategori",
    "faq_title": "sidans rubrik",
    "faq_link_base": "adressen till webbservern, så att källorna blir länkar",
    "faq_workers": "så många processer svarar samtidigt; annars en för varje kärna",
    "faq_no_merge": "slå inte samman frågor som frågar efter samma sak",
    "faq_approved_only": "skriv bara svar som någon har godkänt eller formulerat",
}
CLI_ERROR = "Fel: {message}"
CLI_FAULT = (
    "Ett fel i programmet avbröt kommandot. Försök igen; kommer felet tillbaka, skicka {file}, där "
    "detaljerna står, till den som sköter programmet."
)
CLI_FAULT_NOT_KEPT = (
    "Ett fel i programmet avbröt kommandot. Skicka det som följer till den som sköter programmet."
)
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
    "invalid %(type)s value: %(value)r": "”%(value)s” är inte ett tal.",
    "ignored explicit argument %r": "flaggan tar inget värde, men fick %r.",
    "invalid choice: %(value)r (choose from %(choices)s)": "”%(value)s” är inte tillåtet. "
    "Välj bland %(choices)s.",
}
"""What argparse says in English, and what it is to say instead."""
CLI_SUMMARY = (
    "{documents} dokument, {passages} stycken: {read} lästa, {reused} oförändrade, {moved} "
    "flyttade, {removed} borttagna, {unread} kunde inte läsas. {seconds:.1f} s med modellen "
    "{model}."
)
CLI_UNREAD = "Inte läst: {path} ({reason})"
CLI_ADDED = "{title} är tillagt: {passages} stycken. Det visas för {audience}."
AUDIENCES = {Audience.PUBLIC: "alla", Audience.INTERNAL: "anställda"}
CLI_WRITTEN = "{count} dokument fick nya uppgifter i {file}."
CLI_WATCHING = "Följer {corpus} (avsluta med Ctrl+C)."
CLI_REPORT_COLUMNS = ("sidor", "stycken", "dokument")
CLI_REPORT_SUMMARY = "{documents} dokument lästa, {noted} med anmärkning, {unread} inte lästa."
CLI_PROGRESS = "Läser dokument med modellen {model}"
CLI_INDEXING = "Bygger index av {corpus} …"
CLI_NOTE = "Obs: {text}"
CLI_INDEX_AS_BEFORE = "Obs: {reason} Tills dess används det tidigare indexet."
SETTINGS_READ = "inställningarna är lästa ur {file}"
SETTINGS_NOT_READ = (
    "ingen {name} finns i {folder}, så bara miljön, flaggorna och förvalen gäller; peka ut filen "
    "med PLANFRAGA_SETTINGS om den ligger någon annanstans"
)
ORGANISATION_UNSET = (
    "på sidan står {organisation}, fast dokumenten är egna: sätt inställningen organisation"
)
UNKNOWN_VARIABLES = "miljön har {names}, som inte är inställningar och inte används."
NOT_RELOADED = (
    "Det nya indexet kunde inte tas i bruk, så svaren kommer ur det tidigare; ett nytt försök görs "
    "strax. Bygg om indexet med planfraga index eller starta om servern om det inte går över."
)
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
DOCTOR_INDEX_ELSEWHERE = (
    "indexet i {index} är gjort av mappen {made_of}, inte av {corpus}: det är den mappens dokument "
    "som svaren kommer ur"
)
DOCTOR_WRITABLE = "mappen {folder} går att skriva i"
DOCTOR_ADDRESS = "servern kan lyssna på {host}, port {port}"
DOCTOR_PORT_BUSY = (
    "porten {port} används redan: om det inte är av servern, välj en annan med inställningen port"
)
DOCTOR_LOGO = "logotypen {file} kan visas"
DOCTOR_SCANS = "inskannade sidor läses, med Tesseract och svenska"
DOCTOR_NO_SCANS = (
    "inskannade sidor läses inte, för Tesseract eller dess svenska saknas: installera "
    "tesseract-ocr och tesseract-ocr-swe om dokumenten har sådana"
)
DOCTOR_ANSWER = "indexet svarar på en fråga"

EVAL_FIGURES = {
    "questions": "frågor",
    "document_at_1": "rätt dokument först",
    "document_at_5": "rätt dokument bland de fem bästa",
    "passage_at_1": "rätt stycke först",
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
CHOSEN_GONE = (
    "Ett dokument som du har valt finns inte kvar. Välj Fråga alla dokument, eller ladda om sidan "
    "och välj på nytt."
)
OPEN_AT_PLACE = "Öppna dokumentet vid stället"
OPEN_AT_PAGE = "Öppna dokumentet på sidan {page}"
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
    "lost": "Servern svarar inte. Frågan står kvar i fältet. Sidan säger till när servern "
    "svarar igen.",
    "back": "Servern svarar igen. Du kan ställa frågan nu.",
    "failed": "Något gick fel på servern. Frågan står kvar i fältet. Försök igen om en stund.",
    "loggedOut": "Du är inte längre inloggad. Frågan står kvar i fältet: kopiera den, ladda om "
    "sidan och logga in igen.",
    "notLoaded": "Sidan kom inte fram i sin helhet. Ladda om den.",
    "sources": "Källor",
    "show": "Visa källa {number}",
    "inDocument": "Visa i dokumentet",
    "framed": "Dokumentet {title}",
    "close": "Stäng",
    "again": "Ny konversation",
    "copy": "Kopiera svaret med källor",
    "copied": "Kopierat.",
    "notCopied": "Webbläsaren tillåter inte att sidan kopierar.",
    "read": "Läs upp",
    "stop": "Sluta läsa",
    "known": "Dokument som sidan svarar ur: {count}",
    "documents": "Dokument",
    "allDocuments": "Visa alla dokument",
    "findDocument": "Sök bland dokumenten",
    "documentCount": "{count} av {all} dokument",
    "newTab": "(ny flik)",
    "nearest": NOT_FOUND_HINT,
    "understood": "Du frågar om: {question}",
    "asWritten": "Fråga precis som jag skrev",
    "rest": "Visa resten: {count} rader till",
    "restOne": "Visa resten: en rad till",
    "leftOut": "Rader som inte är med här: {count}.",
    "further": "Fråga gärna vidare",
    "whomToAsk": "Fråga en människa",
    "call": "Ring",
    "onlyThese": "Fråga bara de valda",
    "all": "Fråga alla dokument",
    "within": "Svarar bara ur: {titles}",
    "withinMany": "Svarar bara ur {count} valda dokument",
    "choose": "Fråga ur {title}",
    "helpful": "Hade du nytta av svaret?",
    "yes": "Ja",
    "no": "Nej",
    "comment": "Vad saknade du? Skriv inga personuppgifter. (frivilligt)",
    "send": "Skicka",
    "thanked": "Tack, ditt omdöme är sparat.",
    "notSent": "Omdömet kunde inte sparas. Försök igen om en stund.",
    "about": "Om tjänsten",
    "ai": "Artificiell intelligens",
    "privacy": "Personuppgifter",
    "accessibility": "Tillgänglighet",
    "readMore": "Läs mer på {site}",
    "home": "Till {organisation}",
}
"""What chat.js shows; names in braces are filled in there."""

# Batch FAQ

FAQ_QUESTIONS = {
    "when": "När {verb} {tail}?",
    "from": "Från och med när {verb} {tail}?",
    "latest": "Senast när {verb} {tail}?",
    "how_many": "Hur många {noun} {verb} {tail}?",
    "how_much": "Hur mycket pengar {verb} {tail}?",
    "how_much_is": "Hur mycket {verb} {tail}?",
    "may": "{verb} {tail}?",
    "costs": "Vad {verb} {tail}?",
    "amounts_to": "Hur mycket {verb} {tail} till?",
    "high": "Hur hög {verb} {tail}?",
    "large": "Hur stor {verb} {tail}?",
    "where": "Var {verb} {tail}?",
    "who": "Vem {verb} {tail}?",
    "which_board": "Vilken nämnd {verb} {tail}?",
    "which_agency": "Vilken myndighet {verb} {tail}?",
    "which_law": "I vilken lag regleras {tail}?",
    "happens": "Vad ska hända med {subject}?",
    "what_does": "Vad {verb} {subject}?",
    "what_to": "Vad ska {subject} {infinitive}?",
    "says": "Vad säger {who} om {topic}?",
    "how_often": "Hur ofta {verb} {tail}?",
    "why": "Varför {verb} {tail}?",
    "how": "Hur {verb} {tail}?",
    "what_is": "Vad är {article} {subject}?",
    "what_means": "Vad innebär {subject}?",
    "list_which": "Vilka {which} {noun} {verb} {tail}?",
    "list_in": "{preposition} vilka {which} {noun} {verb} {tail}?",
    "purpose": "Vad är {what} {of}?",
    "meaning": "Vad {verb} med {term}?",
    "task": "Vad har regeringen gett {who} i uppdrag att göra?",
    "appointed": "Vem har regeringen {done} {role}?",
    "topic": "Vad säger {document} om {topic}?",
    "topic_any": "Vad säger dokumenten om {topic}?",
    "aim": "Vad är syftet med {document}?",
    "fee": "Hur hög är avgiften för {item}?",
    "share": "Hur stor andel av {whole} {verb} {tail}?",
    "by_percent": "Med hur många procent {verb} {tail}?",
    "consists_of": "Hur många {noun} {verb} {subject} av?",
    "under_law": "Enligt vilken lag {verb} {tail}?",
    "is_part": "Vad {verb} {whole}?",
    "what_kind": "Vilket slags {noun} ska {subject} {verb}?",
    "shall_do": "Vad {verb} {subject} {infinitive}?",
    "called": "Vad heter {subject}?",
    "whom": "Vem {verb} {subject} {preposition}?",
    "how_long": "Hur länge {verb} {subject}?",
    "within": "Inom vilken tid {verb} {tail}?",
    "allowed": "{verb} det {how} att {what}?",
    "adopted": "När antogs {document}?",
    "adopted_by": "Vem antog {document}?",
    "in_charge": "Vem ansvarar för {document}?",
}
"""Questions made from the documents' own sentences; the parts are the documents' words."""

FAQ_TITLE = "Frågor och svar"
FAQ_OTHER = "Övriga frågor"
FAQ_COLUMNS = {
    "question": ("fråga", "frågor", "question", "fraga"),
    "category": ("kategori", "category", "ämne"),
    "id": ("id", "nr", "nummer"),
}
"""Headings of the columns of a question file, in lower case."""
FAQ_ROWS = {
    "empty": "raden har ingen fråga",
    "no-words": "raden har inga ord",
    "long": "frågan är för lång",
    "twice": "frågan står redan på en tidigare rad",
    "id": "id:t används redan på en tidigare rad",
    "columns": "raden har fler rutor än rubrikraden, sätt text med skiljetecken inom citattecken",
    "encoding": "raden är inte skriven i filens teckenkodning, spara filen som UTF-8",
    "json": "raden är inte en fråga i JSON",
    "verdict": "omdömet går inte att förstå",
    "unknown": "raden hör inte till den här granskningsfilen",
}
"""Why a row gave nothing: BadRow.reason."""
FAQ_BAD_ROW = "Rad {row} i {file}: {reason}{shown}."
FAQ_FILE_FORM = "formatet kan inte läsas, använd någon av {forms}"
FAQ_NOT_JSON = "filen är inte JSON"
FAQ_NO_LIST = "filen har ingen lista med frågor"
FAQ_NOT_XLSX = "filen är inte en Excelfil (.xlsx)"
FAQ_OPEN_QUOTE = "ett citattecken som börjar en ruta avslutas aldrig"
FAQ_NO_COLUMN = "ingen kolumn heter fråga"
FAQ_NOT_REVIEW = (
    "filen är inte en granskningsfil från planfraga faq --review, eller skrevs av en äldre version"
)
FAQ_NOT_FAQ = "filen är inte en FAQ som planfraga faq har skrivit"
FAQ_FOR_INTERNAL = (
    "den är gjord för dem som får se interna dokument, så inget ur den får bli en offentlig sida; "
    "lägg till --audience internal eller granska en offentlig FAQ"
)

FAQ_ABOUT = (
    "Svaren är ordagranna citat ur {organisation}s dokument. Under varje svar står var det är "
    "hämtat."
)
FAQ_ABOUT_WORDING = (
    "Några svar är formulerade av en medarbetare, och det står i så fall vid svaret."
)
FAQ_MADE = (
    "Sammanställt av Planfråga, ett datorprogram med artificiell intelligens, ur {documents} "
    "dokument som lästes {built}. {reviewed} av {all} svar är granskade av en människa."
)
FAQ_INTERNAL = "Internt: svaren bygger också på interna dokument. Publicera inte den här sidan."
FAQ_CONTENTS = "Innehåll"
FAQ_PAGES = "Alla sidor"
FAQ_SKIP = "Hoppa till svaren"
FAQ_SEARCH = "Sök bland frågor och svar"
FAQ_FOUND = "{shown} av {all} frågor visas"
FAQ_SOURCE = "Källa:"
FAQ_ALSO = "Besvarar också: {questions}"
FAQ_BY = "av {by}"
FAQ_MARKS = {
    "approved": "Svaret är granskat{who}{when}.",
    "reworded": "Svaret är formulerat{who}{when}.",
}
FAQ_STALE = "Dokumenten har ändrats sedan dess, så det kan ha blivit inaktuellt."
FAQ_STATUSES = {
    "answered": "besvarad",
    "uncertain": "osäker",
    "unanswered": "obesvarad",
    "stale": "granska igen",
    "approved": "godkänd",
    "reworded": "egen formulering",
    "removed": "borttagen",
}
FAQ_STANDS = "Status: {status}, säkerhet {confidence}"
FAQ_UNANSWERED = "Frågor utan svar"
FAQ_REVIEW_LINE = "Granskning:  ☐ godkänns   ☐ ändras till:   ☐ tas bort   Av, datum:"
FAQ_SHEET = "Frågor och svar"
FAQ_TABLE_COLUMNS = (
    "Id",
    "Kategori",
    "Fråga",
    "Besvarar också",
    "Status",
    "Säkerhet",
    "Svar",
    "Källa",
    "Granskad av",
    "Datum",
)
FAQ_REVIEW_SHEET = "Granskning"
FAQ_REVIEW_COLUMNS = {
    "id": "Id",
    "question": "Fråga",
    "category": "Kategori",
    "status": "Status",
    "confidence": "Säkerhet",
    "answer": "Svar",
    "places": "Källa",
    "verdict": "Omdöme",
    "wording": "Egen formulering",
    "by": "Granskad av",
    "when": "Datum",
}
FAQ_VERDICTS = {
    "approved": ("godkänd", "godkänns", "godkänt", "ok", "ja"),
    "reworded": ("ändrad", "ändras", "ändra", "egen"),
    "removed": ("ta bort", "tas bort", "borttagen", "stryk", "nej"),
}
"""How a person may say a verdict; the first is offered in the list."""
FAQ_REPORT = "Vad som har ändrats"
FAQ_REPORT_COLUMNS = ("Ändring", "Fråga", "Före", "Nu")
FAQ_BEFORE = "Före:"
FAQ_NOW = "Nu:"
FAQ_KEPT = "Svaret är granskat och står kvar tills någon har granskat det nya."
FAQ_CHANGES = {
    "unchanged": "oförändrade",
    "moved": "källan flyttad",
    "changed": "svaret ändrat",
    "lost": "inte längre besvarad",
    "found": "nu besvarad",
}
FAQ_PROGRESS = "Svarar"
FAQ_PROGRESS_BAR = "{desc} {n_fmt} av {total_fmt} |{bar}| {rate_fmt}, {remaining} kvar"
FAQ_PROGRESS_UNIT = " frågor"
FAQ_RESUMED = "Fortsätter en avbruten körning. Redan besvarade frågor: {done}."
FAQ_NOTHING_TO_RESUME = (
    "Det finns ingen avbruten körning av de här frågorna mot det här indexet, så alla besvaras."
)
FAQ_REVIEW_OF_NONE = "Obs: omdömet om {id} gäller en fråga som inte är med."
FAQ_WITHHELD = (
    "Utelämnade svar: {count}. De citerar ett dokument som inte finns kvar, eller som den här "
    "FAQ:ns läsare inte får se: {questions}. Granskningarna av dem finns kvar."
)
FAQ_HIDDEN_CATEGORIES = (
    "Kategorier som inte används: {categories}. Så heter ett dokument, eller en rubrik i ett, som "
    "inte finns kvar eller som den här FAQ:ns läsare inte får se. Frågorna har fått en kategori "
    "efter sina svar."
)
FAQ_OLDER_REVIEWS = (
    "Obs: omdömen i {review} som inte lästes in: {count}. {faq} har nyare om samma frågor, som "
    "står kvar: {questions}. Ska ett äldre gälla, så skriv dagens datum på raden."
)
FAQ_LEFT_OVER = (
    "Obs: {files} skrevs inte av den här körningen. Är det sidor från en tidigare, så ta bort dem "
    "innan du publicerar."
)
FAQ_SUGGESTS = "Föreslår"
FAQ_INTERRUPTED = "Avbrutet. Svaren hittills är sparade: kör samma kommando igen med --resume."
FAQ_MERGED = "Sammanslagen: ”{question}” med ”{standing}”"
FAQ_FEWER = "{found} av {wanted} önskade frågor kunde föreslås ur dokumenten."
FAQ_SUMMARY = (
    "{all} frågor: {answered} besvarade, {uncertain} av dem osäkra, {unanswered} obesvarade, "
    "{merged} sammanslagna, {bad} rader med fel."
)
FAQ_WRITTEN = "Skrivet: {files}"
FAQ_OPTIONS: dict[str, str] = {
    "nothing-asked": "Ange en fil med frågor, --suggest ANTAL eller --update FAQ.json.",
    "nothing-written": "Ange minst en fil att skriva med --output eller --review.",
    "update-alone": "Ange --update utan frågefil, --suggest och --reviewed: frågorna står i FAQ:n.",
    "same-file": "Ange en egen fil för var och en av --output, --review och --report, och en annan "
    "för --report än den FAQ som uppdateras. Frågefilen skrivs aldrig över.",
    "nothing-to-report": "Ange --report tillsammans med --update.",
    "count": "Ange ett antal som är minst 1 för --suggest och --workers.",
}
"""What is wrong with how options are put together: the argument of FaqOptionsError."""

# The kiosk. It is the one face with English words; the answers stay in the documents' Swedish.

KIOSK_SWEDISH = {
    "title": "Fråga {organisation}",
    "heading": "Vad vill du veta?",
    "introduction": "Fråga om kommunens planer. Svaret är meningar ur dokumenten, ordagrant, och "
    "du ser var de står.",
    "field": CHAT["field"],
    "placeholder": "Tryck här och skriv din fråga",
    "ask": CHAT["ask"],
    "suggestions": "Eller tryck på en fråga",
    "topics": "Ämnen",
    "notice": f"{CHAT['notice']} Frågan sparas inte.",
    "display": "Språk och utseende",
    "language": "In English",
    "larger": "Större text",
    "usual_size": "Vanlig text",
    "contrast": "Hög kontrast",
    "restart": "Börja om",
    "asked": "Din fråga",
    "searching": CHAT["searching"],
    "swedish_only": "",
    "source": "Källa",
    "nearest": "Det här stycket ligger närmast det du frågade om",
    "not_found": NOT_FOUND,
    "not_sure": NOT_SURE,
    "contact": CONTACT,
    "further": "Tryck på en fråga",
    "show_document": "Visa i dokumentet",
    "loading_document": "Hämtar dokumentet …",
    "loading_page": "Hämtar sidan …",
    "no_document": "Det går inte att hämta dokumentet just nu.",
    "document_part": "Dokumentet är långt. Här visas delen kring citatet.",
    "page": "Sidan {value}",
    "dated": "Daterat {value}",
    "picture": PAGE_PICTURE.format(page="{value}"),
    "as_text": "Visa som text",
    "as_picture": "Visa sidan",
    "was_valid": "Gällde till {value}",
    "will_be_valid": "Gäller från {value}",
    "replaced": "Har ersatts av ett nyare dokument",
    "read": "Läs upp",
    "stop_reading": "Sluta läsa",
    "take": "Ta med svaret",
    "new": "Ny fråga",
    "close": "Stäng",
    "qr_title": "Ta med svaret i mobilen",
    "qr_help": "Rikta mobilens kamera mot rutan. Svaret och källan visas som text. Inget nät "
    "behövs.",
    "qr_label": "QR-kod med svaret och källan som text",
    "empty": EMPTY_QUESTION,
    "no_reply": "Det går inte att få svar just nu. Din fråga står kvar.",
    "idle_title": "Är du kvar?",
    "idle_text": "Snart rensas sidan, så att ingen annan ser vad du har frågat.",
    "idle_seconds": "Sekunder kvar:",
    "stay": "Jag är kvar",
    "clear": "Rensa nu",
    "lost_title": "Det går inte att fråga just nu",
    "lost_text": "Kontakten är bruten. Sidan kommer tillbaka av sig själv.",
    "keyboard": "Tangentbord på skärmen",
    "shift": "Stor bokstav",
    "space": "Mellanslag",
    "erase": "Sudda",
    "left": "Flytta markören åt vänster",
    "right": "Flytta markören åt höger",
    "hide": "Dölj tangentbordet",
}
KIOSK_ENGLISH = {
    "title": "Ask {organisation}",
    "heading": "What would you like to know?",
    "introduction": "Ask about the municipality’s plans. Answers are sentences from the documents, "
    "word for word, with their source.",
    "field": "Your question",
    "placeholder": "Touch here and type your question",
    "ask": "Ask",
    "suggestions": "Or touch a question",
    "topics": "Topics",
    "notice": "You are using a computer program with artificial intelligence, not a person. Do not "
    "enter personal data. Your question is not stored.",
    "display": "Language and appearance",
    "language": "På svenska",
    "larger": "Larger text",
    "usual_size": "Usual text",
    "contrast": "High contrast",
    "restart": "Start over",
    "asked": "Your question",
    "searching": "Searching the documents …",
    "swedish_only": "The documents are in Swedish, and so are the answers. Please ask in Swedish.",
    "source": "Source",
    "nearest": "This passage comes closest to what you asked",
    "not_found": "The documents do not say.",
    "not_sure": "It is not certain that the documents say.",
    "contact": "Ask {contact} if you need to know more.",
    "further": "Touch a question",
    "show_document": "Show in the document",
    "loading_document": "Fetching the document …",
    "loading_page": "Fetching the page …",
    "no_document": "The document cannot be fetched right now.",
    "document_part": "The document is long. This is the part around the quotation.",
    "page": "Page {value}",
    "dated": "Dated {value}",
    "picture": "Page {value} as it looks in the document",
    "as_text": "Show as text",
    "as_picture": "Show the page",
    "was_valid": "Was valid until {value}",
    "will_be_valid": "Valid from {value}",
    "replaced": "Replaced by a newer document",
    "read": "Read aloud",
    "stop_reading": "Stop reading",
    "take": "Take it with you",
    "new": "New question",
    "close": "Close",
    "qr_title": "Take the answer with you",
    "qr_help": "Point your phone’s camera at the square. The answer and its source appear as text. "
    "No network is needed.",
    "qr_label": "QR code with the answer and its source as text",
    "empty": "Please type a question first.",
    "no_reply": "There is no answer to be had right now. Your question is still in the field.",
    "idle_title": "Are you still there?",
    "idle_text": "The page will soon be cleared, so that no one else sees what you asked.",
    "idle_seconds": "Seconds left:",
    "stay": "I am still here",
    "clear": "Clear now",
    "lost_title": "Questions cannot be asked right now",
    "lost_text": "The connection is lost. The page comes back by itself.",
    "keyboard": "On-screen keyboard",
    "shift": "Capital letter",
    "space": "Space",
    "erase": "Erase",
    "left": "Move the cursor left",
    "right": "Move the cursor right",
    "hide": "Hide the keyboard",
}
KIOSK_TAKEN_ALONG = "{question}\n\n{answer}\n\nKälla: {source}\n{organisation}"
# What is said beside and instead of the documents' words: assistant/replies.py.
NOT_NAMED = "{names} nämns inte i dokumenten."
LIST_GOES_ON = "Listan fortsätter i dokumentet."
AND = "och"
PART_MISSING = "Det här framgår inte av dokumenten: {parts}"
PERSONAL_NUMBER = (
    "Frågan ser ut att innehålla ett personnummer. Därför har den varken besvarats eller sparats. "
    "Ställ den igen utan personnummer."
)
ROUTES: dict[Route, str] = {
    Route.GREETING: HELLO,
    Route.THANKS: THANKS,
    Route.GOODBYE: GOODBYE,
    Route.ABOUT_ASSISTANT: (
        "Jag är ett datorprogram, inte en människa. Jag letar i dokument från {organisation} och "
        "visar meningar ur dem ordagrant, med källa. Jag hittar inte på något och har inga egna "
        "åsikter. Står svaret inte i dokumenten säger jag det. Mer om hur tjänsten fungerar och "
        "vad som händer med det du skriver kan du fråga {contact} om."
    ),
    Route.OWN_CASE: (
        "Jag kan inte se eller ändra ditt ärende: jag läser bara dokument som gäller alla. "
        "Kontakta {contact}{e_service}."
    ),
    Route.NOT_HELD: (
        "Det finns inte bland de dokument jag har. Är det något som {organisation} har skrivit "
        "eller tagit emot kan du fråga efter det hos {registry} och begära ut det som allmän "
        "handling. Du behöver inte säga vem du är eller varför du vill läsa det. Gäller det en "
        "annan myndighet, fråga den."
    ),
    Route.OPINION: (
        "Jag tycker ingenting och kan inte förutse vad som händer. Jag citerar bara vad som står "
        "i dokumenten. Fråga gärna vad som har beslutats eller vilka skäl som anges."
    ),
    Route.OTHER_LANGUAGE: (
        "Jag kan bara svara på frågor på svenska. I can only answer questions in Swedish. For help "
        "in another language, contact {contact}."
    ),
    Route.UNCLEAR: "Jag förstår inte riktigt vad frågan gäller. Menar du något av det här?",
    Route.DISSATISFIED: (
        "Tråkigt att svaret inte hjälpte. Skriv gärna frågan på ett annat sätt, med ord som kan "
        "stå i dokumenten, eller fråga {contact}."
    ),
    Route.DANGER: (
        "Är det bråttom, eller är någon i fara: ring 112. Orkar du inte mer finns det någon att "
        "prata med nu: {suicide_line}. Är du under 18 år: {child_line}. Blir du hotad eller "
        "slagen: {violence_line}. Råd om vård dygnet runt: 1177. Det här är ett datorprogram, och "
        "ingen människa läser det du skriver."
    ),
    Route.PERSONAL_NUMBER: PERSONAL_NUMBER,
    Route.NONSENSE: (
        "Det där kan jag inte svara på. Jag svarar på frågor om dokument från {organisation}."
    ),
}
"""What each route says when the documents do not answer; every question has one of them."""
UNCLEAR_ALONE = "Jag förstår inte riktigt vad frågan gäller. Skriv gärna lite mer."
E_SERVICE = " eller använd e-tjänsterna på {url}"
LANGUAGES = {
    "en": "I can only answer questions in Swedish. Please write your question in Swedish, or "
    "contact {contact}.",
    "ar": "يمكنني الإجابة فقط على الأسئلة المكتوبة باللغة السويدية. اكتب سؤالك بالسويدية، أو اتصل "
    "بـ {contact}.",
    "fi": "Voin vastata vain ruotsinkielisiin kysymyksiin. Kirjoita kysymyksesi ruotsiksi tai ota "
    "yhteyttä: {contact}.",
    "so": "Waxaan ka jawaabi karaa oo keliya su'aalaha ku qoran af-Iswiidhish. Fadlan su'aashaada "
    "ku qor af-Iswiidhish, ama la xiriir {contact}.",
    "fa": "من فقط می‌توانم به پرسش‌هایی که به زبان سوئدی نوشته شده‌اند پاسخ دهم. لطفاً پرسش خود را به "
    "سوئدی بنویسید یا با {contact} تماس بگیرید.",
    "pl": "Mogę odpowiadać tylko na pytania po szwedzku. Napisz pytanie po szwedzku albo "
    "skontaktuj się z: {contact}.",
    "ti": "ብቋንቋ ሽወደን ንዝተጻሕፉ ሕቶታት ጥራይ እየ ክምልስ ዝኽእል። ሕቶኹም ብሽወደንኛ ጽሓፉ፣ ወይ ምስ {contact} ተራኸቡ።",
    "es": "Solo puedo responder a preguntas en sueco. Escriba su pregunta en sueco o póngase en "
    "contacto con {contact}.",
    "uk": "Я можу відповідати лише на запитання шведською мовою. Напишіть запитання шведською або "
    "зверніться сюди: {contact}.",
    "bs": "Mogu odgovarati samo na pitanja na švedskom jeziku. Napišite pitanje na švedskom ili se "
    "obratite ovdje: {contact}.",
}
"""The ten languages most spoken in Sweden beside Swedish, by BCP 47 code."""
QUOTED_FROM_SWEDISH = {
    "en": "The answer is quoted from documents in Swedish.",
    "ar": "الإجابة مقتبسة من وثائق باللغة السويدية.",
    "fi": "Vastaus on lainattu ruotsinkielisistä asiakirjoista.",
    "so": "Jawaabtu waxay ka soo xigatay dukumentiyo af-Iswiidhish ku qoran.",
    "fa": "این پاسخ از اسناد سوئدی نقل شده است.",
    "pl": "Odpowiedź to cytat z dokumentów w języku szwedzkim.",
    "ti": "እቲ መልሲ ካብ ብሽወደንኛ ዝተጻሕፉ ሰነዳት ዝተጠቕሰ እዩ።",
    "es": "La respuesta es una cita de documentos en sueco.",
    "uk": "Відповідь є цитатою з документів шведською мовою.",
    "bs": "Odgovor je citat iz dokumenata na švedskom jeziku.",
}
CONTACT_NAMES = {
    "emergency": "Nödnumret",
    "health": "Sjukvårdsrådgivningen",
    "registry": "Diariet",
    "e_service": "E-tjänster",
}
ABOUT_SECTION = "Vad står det om {heading}?"

# About the service; the settings can replace the last two.
ABOUT_AI = (
    "Du använder ett AI-system, inte en människa. Det letar upp meningar i dokumenten och visar "
    "dem ordagrant med källa. Det skriver inga egna svar, men kan välja fel mening: läs gärna i "
    "källan. Upplysningen krävs av artikel 50 i EU:s förordning om artificiell intelligens."
)
ABOUT_PRIVACY = (
    "Det du frågar stannar på {organisation}s server och sparas inte. Sidan använder inga kakor "
    "och följer inte vem du är. Skriv ändå inga personuppgifter."
)
ABOUT_PRIVACY_FEEDBACK = (
    "Talar du om ifall du hade nytta av ett svar sparas ditt omdöme med frågan och dagens datum, "
    "men inte vem du är. Personnummer tas bort. Allt annat du frågar stannar på servern och sparas "
    "inte. Sidan använder inga kakor."
)
ABOUT_ACCESSIBILITY = (
    "Sidan är byggd för att uppfylla WCAG 2.2 på nivå AA. Den fungerar med bara tangentbord, med "
    "skärmläsare och förstorad fyra gånger. Dokumenten själva kan ha brister. Hittar du något som "
    "inte fungerar, kontakta {contact}."
)

# planfraga ask --chat.
CLI_CHAT_START = "Ställ en fråga och gå gärna vidare från svaret. En tom rad avslutar."
CLI_CHAT_PROMPT = "Fråga: "
CLI_CHAT_UNDERSTOOD = "Du frågar om: {question}"
CLI_CHAT_FURTHER = "Fråga gärna vidare:"
CLI_POSSIBLY = "Kanske svaret: ”{quotation}”"
CLI_REST = "… och {count} rader till."
CLI_REST_ONE = "… och en rad till."


def contact_line(contact: Contact) -> str:
    """Return whom to turn to and how: "Bris: 116 111"."""
    ways = (contact.telephone, contact.email, contact.address, contact.url)
    how = ", ".join(way for way in ways if way)
    return f"{contact.name}: {how}" if how else contact.name


# The open benchmark (benchmarks/kommunfragor).
SCORE_HELP = "Poängsätter ett systems svar på kommunfrågorna, se docs/kommunfragor.md."
PREDICT_HELP = "Skriver Planfrågas egna svar på kommunfrågorna i den form som poängsätts."
SCORE_OPTIONS = {
    "predictions": "filen med systemets svar, ett JSON-objekt per rad",
    "municipality": "bara den kommunens frågor",
    "together": "alla kommuners dokument i ett index i stället för en kommun i taget",
    "model": "sökmodellen, som inställningen med samma namn",
}
PREDICTIONS_EMPTY = "den är tom"
PREDICTIONS_MISSING = "{count} frågor saknar svar, den första är {first}"
PREDICTIONS_TWICE = "frågan {id} har redan ett svar"
PREDICTIONS_FORM = (
    "raden ska vara ett objekt med id, passages och answer, och stycken och citat ska ha "
    "document och text"
)
