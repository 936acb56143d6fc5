"""Every setting, read once: default < planfraga.toml < environment < command-line option.

The settings know nothing of the rest of the program and make nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

from corpus.errors import SettingsError, UnknownSettingError
from corpus.toml_file import read_toml
from corpus.types import Audience

ENVIRONMENT_PREFIX = "PLANFRAGA_"
SETTINGS_FILE = "planfraga.toml"
SETTINGS_VARIABLE = "PLANFRAGA_SETTINGS"
_IN_UTF_8 = re.compile("[^\0\ud800-\udfff]*")
_FROM_ONE = range(1, 2**31)
_YES_OR_NO = {"ja": True, "nej": False, "true": True, "false": False}
_WEB_ADDRESS = re.compile(r"https?://[^\s/]\S*")
_LEAST_CONTRAST = 5.1
"""Against white; a little more than 4.5, so that it holds on a tinted ground too."""
_HOUSE = Path(__file__).resolve().parents[1]


def _default_state() -> Path:
    """Return `var/` of a checkout, else the user's own data folder."""
    if (_HOUSE / "pyproject.toml").is_file():
        return _HOUSE / "var"
    return Path(platformdirs.user_data_dir("planfraga"))


def _setting(default: Any, text: str, within: range = _FROM_ONE) -> Any:
    return field(default=default, metadata={"help": text, "within": within})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; each field's help is the text of docs/installningar.md."""

    corpus: Path = _setting(
        _HOUSE / "corpus" / "documents", "Mappen med dokument; annars de medföljande."
    )
    state: Path | None = _setting(
        None,
        "Mappen för allt som programmet skriver; annars `var` där källkoden ligger, eller "
        "`~/.local/share/planfraga` när programmet är installerat som paket.",
    )
    index: Path | None = _setting(
        None,
        "Mappen för indexet; annars en egen för varje dokumentmapp, `indexes/<namn>-<kod>` i "
        "`state` (`index` för de medföljande dokumenten). Utan `corpus` används det som det är.",
    )
    host: str = _setting("127.0.0.1", "Adressen som webbservern lyssnar på.")
    port: int = _setting(7860, "Porten som webbservern lyssnar på; 0 är en ledig.", range(2**16))
    door_audience: Audience = _setting(
        Audience.PUBLIC, "`internal` visar interna dokument för den som sitter vid servern själv."
    )
    model: str = _setting(
        "",
        "Sökmodellen: `svensk-e5` (förval), `svensk-statisk` för hundratusentals stycken, eller "
        "en annan modell för sentence-transformers: namn eller mapp.",
    )
    threads: int = _setting(
        0,
        "Så många trådar får modellerna använda, och så många dokument läses samtidigt; 0 är en "
        "per kärna.",
        range(2**31),
    )
    question_prefix: str = _setting("", "Modellens prefix för frågor, till exempel `query: `.")
    passage_prefix: str = _setting("", "Modellens prefix för stycken, till exempel `passage: `.")
    organisation: str = _setting("Huddinge kommun", "Namnet som visas på sidan.")
    contact: str = _setting("kommunens kontaktcenter", "Vem man kan fråga när svaret saknas.")
    contact_telephone: str = _setting("", "Kontaktens telefonnummer.")
    contact_email: str = _setting("", "Kontaktens e-postadress.")
    contact_address: str = _setting("", "Kontaktens besöksadress.")
    contact_url: str = _setting("", "Webbadressen till kontaktens sida.")
    e_service: str = _setting(
        "", "Webbadressen till e-tjänsterna, för den som frågar om sitt ärende."
    )
    registry: str = _setting(
        "kommunens diarium", "Var man frågar efter handlingar som inte finns här."
    )
    registry_email: str = _setting("", "Diariets e-postadress.")
    registry_url: str = _setting("", "Webbadressen till diariet.")
    suicide_line: str = _setting(
        "Mind Självmordslinjen 90101", "Stödlinje, namn och nummer, för den som inte orkar leva."
    )
    child_line: str = _setting("Bris 116 111", "Stödlinje, namn och nummer, för barn och unga.")
    violence_line: str = _setting(
        "Kvinnofridslinjen 020-50 50 50",
        "Stödlinje, namn och nummer, för den som är utsatt för våld.",
    )
    home: str = _setting("", "Webbadressen som namnet på sidan leder till.")
    logo: Path | None = _setting(None, "Bildfil (.svg, .png, .webp) som visas före namnet.")
    colour: str = _setting(
        "", "Kommunens färg, till exempel `#0b4f8a`; så mörk att text i den syns mot vitt."
    )
    privacy: str = _setting("", "Texten om personuppgifter; tom ger programmets egen.")
    privacy_url: str = _setting("", "Webbadress där man läser mer om personuppgifter.")
    accessibility: str = _setting("", "Texten om tillgänglighet; tom ger programmets egen.")
    accessibility_url: str = _setting("", "Webbadressen till tillgänglighetsredogörelsen.")
    keep_feedback: bool = _setting(
        False, "`ja` frågar om svaret hjälpte och sparar omdömet i `feedback.jsonl` vid indexet."
    )
    longest_question: int = _setting(
        1_000, "Så många tecken får en fråga ha, högst 10 000.", range(1, 10_001)
    )
    kiosk_idle_seconds: int = _setting(60, "Sekunder utan beröring innan kiosken frågar.")
    kiosk_warning_seconds: int = _setting(20, "Sekunder som kiosken räknar ned innan den rensas.")
    reading_seconds: int = _setting(900, "Så många sekunder får det ta att läsa ett dokument.")
    reading_megabytes: int = _setting(4_096, "Så mycket minne får det ta att läsa ett dokument.")

    @classmethod
    def load(cls, options: Mapping[str, object] | None = None) -> Settings:
        """Read the settings file and the environment; options that are not None go before both.

        A variable of the environment that is no setting is left to `unknown_variables`.

        Raises:
            FileError, TomlError: the file cannot be read.
            UnknownSettingError, SettingsError: a name is unknown, a value has the wrong form.
        """
        values = _from_file()
        values.update((name, os.environ[of]) for of, name in _variables().items())
        given = {name: value for name, value in (options or {}).items() if value is not None}
        return cls().with_values({**values, **given})

    def with_values(self, values: Mapping[str, object]) -> Settings:
        """Return the settings with these values; None leaves a setting as it is.

        Raises:
            UnknownSettingError, SettingsError: a name is unknown, a value has the wrong form.
        """
        known = {item.name: item for item in fields(self)}
        given = {name: str(value) for name, value in values.items() if value is not None}
        for name in given:
            if name not in known:
                raise UnknownSettingError(name, tuple(known))
        converted: dict[str, Any] = {
            name: _converted(known[name], text) for name, text in given.items()
        }
        return replace(self, **converted)

    @property
    def state_folder(self) -> Path:
        """Where everything that is written lies."""
        return self.state or _default_state()

    @property
    def index_alone(self) -> bool:
        """Say whether an index was pointed out, but no folder of documents."""
        return self.index is not None and not self.has_own_corpus

    @property
    def has_own_corpus(self) -> bool:
        """Say whether the documents are others than those that the program brings."""
        return self.corpus != Settings().corpus

    @property
    def index_folder(self) -> Path:
        """Where the index lies; a corpus of one's own gets an index of its own."""
        if self.index:
            return self.index
        if not self.has_own_corpus:
            return self.state_folder / "index"
        path = str(self.corpus.resolve())
        digest = hashlib.sha256(path.encode()).hexdigest()[:12]
        name = path.strip("/").replace("/", "-")[-80:]
        return self.state_folder / "indexes" / f"{name}-{digest}"


def settings_file() -> Path:
    """Return where the settings are read from: the place pointed out, or the working folder.

    Raises:
        SettingsError: the place is in the home of nobody.
    """
    pointed_out = os.environ.get(SETTINGS_VARIABLE)
    return _path(SETTINGS_VARIABLE, pointed_out) if pointed_out else Path.cwd() / SETTINGS_FILE


def unknown_variables() -> list[str]:
    """Return the variables of the environment that look like settings and are none."""
    known = {*_variables(), SETTINGS_VARIABLE}
    return sorted(of for of in os.environ if of.startswith(ENVIRONMENT_PREFIX) and of not in known)


def _variables() -> dict[str, str]:
    """Return the variables of the environment that are settings, and their names."""
    names = {ENVIRONMENT_PREFIX + item.name.upper(): item.name for item in fields(Settings)}
    return {of: name for of, name in names.items() if of in os.environ}


def _is_dark_colour(text: str) -> bool:
    """Say whether a text is a colour that white text can be read on (WCAG's contrast)."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", text):
        return False
    shares = [int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (light + 0.05) >= _LEAST_CONTRAST


def _is_web_address(text: str) -> bool:
    return bool(_WEB_ADDRESS.fullmatch(text))


_FORMS: dict[str, tuple[Callable[[str], bool], str]] = {
    "colour": (_is_dark_colour, "en mörk färg som #0b4f8a (kontrast mot vitt minst 5,1:1)"),
    **dict.fromkeys(
        ("home", "privacy_url", "accessibility_url", "contact_url", "registry_url", "e_service"),
        (_is_web_address, "en webbadress som börjar med https://"),
    ),
}
"""Settings with a form of their own: what tells it, and what to write."""


def _from_file() -> dict[str, object]:
    """Return what the file says; there need be none unless one is pointed out."""
    path = settings_file()
    return read_toml(path) if os.environ.get(SETTINGS_VARIABLE) or os.path.lexists(path) else {}


def _converted(setting: Field[Any], text: str) -> object:
    _check_form(setting.name, text)
    kind = str(setting.type)
    if kind.startswith("Path"):
        return _path(setting.name, text)
    if kind == "bool":
        return _chosen(setting, text.lower(), _YES_OR_NO)
    if kind == "Audience":
        return _chosen(setting, text, {str(audience): audience for audience in Audience})
    if kind == "int":
        within = setting.metadata["within"]
        if not re.fullmatch("[0-9]{1,10}", text) or int(text) not in within:
            raise SettingsError(setting.name, text, f"{within.start}–{within.stop - 1}")
        return int(text)
    return text


def _path(name: str, text: str) -> Path:
    try:
        if text:
            return Path(text).expanduser()
    except RuntimeError:  # nobody has that home
        pass
    raise SettingsError(name, text, "en sökväg")


def _chosen(setting: Field[Any], text: str, values: Mapping[str, object]) -> object:
    if text not in values:
        raise SettingsError(setting.name, text, ", ".join(values))
    return values[text]


def _check_form(name: str, text: str) -> None:
    if not _IN_UTF_8.fullmatch(text):
        raise SettingsError(name, repr(text), "UTF-8")
    if text and name in _FORMS:
        fits, expected = _FORMS[name]
        if not fits(text):
            raise SettingsError(name, text, expected)
