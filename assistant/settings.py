"""Every setting, read once: default < planfraga.toml < environment < command-line option.

The settings know nothing of the rest of the program and make nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

from corpus.errors import SettingsError, UnknownSettingError
from corpus.toml_file import read_toml
from corpus.types import Audience

ENVIRONMENT_PREFIX = "PLANFRAGA_"
SETTINGS_FILE = "planfraga.toml"
_IN_UTF_8 = re.compile("[^\0\ud800-\udfff]*")
_WHOLE_NUMBERS = range(2**31)
_HOUSE = Path(__file__).resolve().parents[1]


def _default_state() -> Path:
    """Return `var/` of a checkout, else the user's own data folder."""
    if (_HOUSE / "pyproject.toml").is_file():
        return _HOUSE / "var"
    return Path(platformdirs.user_data_dir("planfraga"))


def _setting(default: Any, text: str, within: range = _WHOLE_NUMBERS) -> Any:
    return field(default=default, metadata={"help": text, "within": within})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; each field's help is the text of docs/installningar.md."""

    corpus: Path = _setting(_HOUSE / "corpus" / "documents", "Mappen med dokument.")
    state: Path | None = _setting(None, "Mappen för allt som programmet skriver.")
    index: Path | None = _setting(None, "Mappen för indexet; annars `index` i `state`.")
    host: str = _setting("127.0.0.1", "Adressen som webbservern lyssnar på.")
    port: int = _setting(7860, "Porten som webbservern lyssnar på.", range(2**16))
    door_audience: Audience = _setting(
        Audience.PUBLIC, "`internal` visar interna dokument för den som sitter vid servern själv."
    )
    model: str = _setting(
        "",
        "Sökmodellen: `svensk-e5` (förval), `svensk-statisk` för hundratusentals stycken, eller "
        "en annan modell för sentence-transformers: namn eller mapp.",
    )
    threads: int = _setting(0, "Så många trådar får modellerna använda; 0 är en per kärna.")
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
    longest_question: int = _setting(1_000, "Så många tecken får en fråga ha.")
    kiosk_idle_seconds: int = _setting(60, "Sekunder utan beröring innan kiosken frågar.")
    kiosk_warning_seconds: int = _setting(20, "Sekunder som kiosken räknar ned innan den rensas.")
    reading_seconds: int = _setting(900, "Så många sekunder får det ta att läsa ett dokument.")
    reading_megabytes: int = _setting(4_096, "Så mycket minne får det ta att läsa ett dokument.")

    @classmethod
    def load(
        cls, environment: Mapping[str, str] | None = None, folder: Path | None = None
    ) -> Settings:
        """Read the settings file in `folder` (the working folder) and the environment.

        Raises:
            FileError, TomlError: the file cannot be read.
            UnknownSettingError, SettingsError: a name is unknown, a value has the wrong form.
        """
        environment = os.environ if environment is None else environment
        values = _from_file((folder or Path.cwd()) / SETTINGS_FILE)
        for name, value in environment.items():
            if name.startswith(ENVIRONMENT_PREFIX):
                values[name.removeprefix(ENVIRONMENT_PREFIX).lower()] = value
        return cls().with_values(values)

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
    def index_folder(self) -> Path:
        """Where the index lies; a corpus of one's own gets an index of its own."""
        if self.index:
            return self.index
        if self.corpus == Settings().corpus:
            return self.state_folder / "index"
        name = str(self.corpus.resolve()).strip("/").replace("/", "-")
        return self.state_folder / "indexes" / name[-100:]


def _from_file(path: Path) -> dict[str, object]:
    return read_toml(path) if path.exists() else {}


def _converted(setting: Field[Any], text: str) -> object:
    kind = str(setting.type)
    if not _IN_UTF_8.fullmatch(text):
        raise SettingsError(setting.name, repr(text), "UTF-8")
    if kind.startswith("Path"):
        if not text:
            raise SettingsError(setting.name, text, "en sökväg")
        return Path(text)
    if kind == "Audience":
        if text not in list(Audience):
            raise SettingsError(setting.name, text, ", ".join(Audience))
        return Audience(text)
    if kind == "int":
        within = setting.metadata["within"]
        if not re.fullmatch("[0-9]{1,10}", text) or int(text) not in within:
            raise SettingsError(setting.name, text, f"{within.start}–{within.stop - 1}")
        return int(text)
    return text
