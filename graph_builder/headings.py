"""Headings with their printed numbers, as Chinese and English write them."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_LEVELS = {
    "编": "Volume", "篇": "Part", "部分": "Part", "章": "Chapter", "节": "Section", "条": "Article", "专栏": "Box",
}  # fmt: skip
_PRINTED = re.compile(
    r"(?P<open>[(（〔\[【]?)\s*(?:第\s*|(?P<box>专\s*栏)\s*)?(?P<n>[一二三四五六七八九十百零两]+|\d{1,3})\s*"
    r"(?P<level>编|篇|部分|章|节|条)?\s*(?P<close>[)）〕\]】]?)\s*[、.:：]?"
)


def han_number(words: str) -> int:
    """Read a number below 1,000 in Han numerals.

    >>> han_number("二十一"), han_number("一百零八"), han_number("两")
    (21, 108, 2)
    """
    total, digit = 0, 0
    for character in words.replace("两", "二"):
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS.index(character)
    return total + digit


def chinese_heading(number: str, title: str, depth: int) -> str:
    """Put a heading behind its number, which stands alone (二) or with its level (第二节).

    >>> chinese_heading("二", "培育主体", 3), chinese_heading("二", "培育主体", 2), chinese_heading("第二节", "主体", 2)
    ('(二)培育主体', '二、培育主体', '第二节 主体')
    """
    if not re.fullmatch(r"[一二三四五六七八九十百零两\d]+", number):
        return f"{number} {title}"
    return f"({number}){title}" if depth > 2 else f"{number}、{title}"


def english_heading(printed: str, title: str) -> str:
    """Put an English heading behind its number, printed as in the plan; one that is not understood stays as it is.

    >>> english_heading("(二)", "Fostering"), english_heading("三、", "Talent"), english_heading("专栏1", "Key fields")
    ('(2) Fostering', '3. Talent', 'Box 1: Key fields')
    >>> english_heading("第四章", "Safeguards"), english_heading("2.1", "Aims"), english_heading("", "Preface")
    ('Chapter 4: Safeguards', '2.1 Aims', 'Preface')
    """
    printed = printed.strip()
    found = _PRINTED.fullmatch(printed)
    if not found:
        return f"{printed} {title}".strip()
    number = int(found["n"]) if found["n"].isdecimal() else han_number(found["n"])
    level = "专栏" if found["box"] else found["level"]
    if level:
        return f"{_LEVELS[level]} {number}: {title}"
    return f"({number}) {title}" if found["open"] or found["close"] else f"{number}. {title}"
