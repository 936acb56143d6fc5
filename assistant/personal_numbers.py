"""Swedish personal identity numbers in what someone writes: found by their form, and hidden.

The control digit is not asked for: a slip of the finger does not make a number less personal.
Amounts, telephone numbers, organisations' numbers, reference numbers and years are told apart.
"""

from __future__ import annotations

import re
import unicodedata

HIDDEN = "[personnummer]"

_BETWEEN = r"(?:[\W_]{0,5}|\W*\b(?:(?:och|de|är|med|sista|fyra|slut\w*|siffr\w*)\W+){1,5})"
_RUN = re.compile(rf"(?<![\w])\d(?:{_BETWEEN}\d){{5,11}}(?:{_BETWEEN}[A-Z\d]{{4}})?(?!\w)")
_SAID = re.compile(
    r"\bpers\w*n(?:ummer|umer|r)\w*|\bpnr\b|\bp-?nummer|\bsamordningsn(?:ummer|r)\w*"
    r"|\b(?:sista fyra|fyra sista|slutsiffror\w*|kontrollsiffr\w*)",
    re.I,
)
_ENOUGH_DIGITS = 8
_TELEPHONE = re.compile(r"0\d{2}\D|07\d{8}$")
"""How a telephone number begins; a birthday is never written in threes."""
_CENTURIES = ("18", "19", "20")
_FIRST_ORGANISATION_MONTH = 20


def holds_personal_number(text: str) -> bool:
    """Say whether a text holds something written as a personal identity number."""
    return bool(_spans(text))


def without_personal_numbers(text: str) -> str:
    """Return the text with every personal identity number replaced, to be kept or shown."""
    for start, end in reversed(_spans(text)):
        text = text[:start] + HIDDEN + text[end:]
    return text


def _spans(text: str) -> list[tuple[int, int]]:
    plain = "".join(_plain(letter) for letter in text)
    said = bool(_SAID.search(plain))
    return [
        match.span()
        for match in _RUN.finditer(plain)
        if _is_personal(match.group()) or (said and _digits(match.group()) >= _ENOUGH_DIGITS)
    ]


def _plain(letter: str) -> str:
    """Return a digit of any script as 0 to 9, anything else as it is: offsets stay."""
    value = unicodedata.digit(letter, None)
    return letter if value is None else str(value)


def _is_personal(run: str) -> bool:
    groups = re.findall(r"\d+", run)
    lengths, digits = tuple(map(len, groups)), "".join(groups)
    if len(digits) < len(re.sub(r"\W", "", run)):
        return _with_letters(run)
    if len(digits) == 12:
        years = lengths == (4, 4, 4) and all(group[:2] in _CENTURIES for group in groups)
        return digits[:2] in _CENTURIES and lengths != (3, 3, 3, 3) and not years
    splits = {sum(lengths[:count]) for count in range(1, len(lengths))}
    return len(digits) == 10 and (not splits or 6 in splits) and _may_be_born(digits, run)


def _with_letters(run: str) -> bool:
    """Say whether it is a birthday with words between it and the last four, or letters in them."""
    last = re.search(r"[A-Z\d]{4}$", run)
    digits = re.sub(r"\D", "", run[: last.start()] if last else run)
    return bool(last) and len(digits) in (6, 8) and _digits(run) >= _ENOUGH_DIGITS


def _may_be_born(digits: str, run: str) -> bool:
    """Tell ten digits from an organisation's number and a telephone number."""
    month, day = int(digits[2:4]), int(digits[4:6])
    if month >= _FIRST_ORGANISATION_MONTH:
        return False
    if re.search(r"\d\s*[-+−–—]\s*\d{4}$", run):
        return True
    telephone = _TELEPHONE.match(run)
    return 1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91) and not telephone


def _digits(text: str) -> int:
    return sum(letter.isdigit() for letter in text)
