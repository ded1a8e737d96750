"""How a sentence reads: its words, numbers, verb, banned words, and the grade of school it needs.

The rules are those of the project's voice. What is counted:

* **Words** are what stands between spaces and has a letter or a digit.
* **Numbers** are numerals. Years, periods and dates (`2022 to 2024`, `April 2022`, `2024/25`) say
  when, not how much: they count as none; nor do names (Attainment 8, Key Stage 2) and `95%` of an
  interval. An interval or range, `between 11 and 14` or `11 to 14`, is one number. A fraction in
  words is none: it is there so that a numeral need not be.
* **Grade** is Flesch and Kincaid's, with numbers read aloud: `12.7` is three words.
"""

import re

MOST_WORDS, MOST_NUMBERS, MOST_IN_TITLE, MOST_IN_SUBTITLE = 25, 4, 15, 25

_YEAR = r"(?:19|20)\d\d(?![,.]?\d|%)"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_WHEN = re.compile(
    rf"\b(?:\d{{1,2}} {_MONTH}|{_YEAR}(?:(?: to | and |[-/\N{{EN DASH}}]){_YEAR}|[-/]\d\d\b)?)"
)
_NAMES = re.compile(
    r"Attainment 8|Progress 8|Key Stages? \d|[Ll]evel \d|COVID-19|Year \d+|95% (?=interval|sure)"
)
_NUMERAL = r"[-\N{MINUS SIGN}£]?\d[\d,]*(?:\.\d+)?(?:%|st\b|nd\b|rd\b|th\b)?"
_RANGE = re.compile(rf"{_NUMERAL}(?: [a-z]+)? ?(?:to|and|-|\N{{EN DASH}}) ?{_NUMERAL}")
_BETWEEN = re.compile(rf"between {_NUMERAL}(?: \w+)? and {_NUMERAL}")

#: The finite verbs of our sentences. One that is not here may be added: no noun's form may.
_VERBS = """
    is are was were isn't aren't has have had does do did don't can cannot could may might must
    will would should live lived lives lasted rose fell grew shrank widened narrowed moved moves
    stayed stays earned earns got gets got hold holds held stand stands stood make makes made shows
    showed say says said tell tells told come comes came give gives gave know knows need needs
    needed counted counts differ differs differed agree agrees agreed follow follows followed
    depend depends reach reached reaches joined join lose lost loses gained belong belongs lie lies
    lay ran runs remain remains remained spent spend spends lack lacks lacked left leave leaves
    include includes included cover covers covered match matches matched exceed exceeds exceeded
    believe believes believed become becomes became began begins ended ends change changed changes
    use used uses allow allows allowed explain explains explained suggest suggests suggested mean
    means meant found find finds died dies die keep keeps kept take takes took seem seems seemed
    bring brings brought cut confirm confirms confirmed support supports supported face faced faces
    fit fits went goes went gave beats beat account accounts improved worsened print prints printed
    rebuild rebuilds disagree disagrees disagreed carries carry carried hides hide rests share
    shares paid pays hang hangs hung saw sees
    """
VERBS = frozenset(_VERBS.split())

_BANNED = [
    r"told apart from none", r"leaves? out none", r"\bsaid of\b", r"the other way round",
    r"clearly the opposite", r"comes? out on \d+ of \d+", r"excess mortality(?!.*expected)",
    r"\bratio\b.*\bwider\b|\bwider\b.*\bratio\b", r"\[\w\]", r"_", r"\b[EKNSW]\d{8}\b",
    r"\b[a-z][a-z-]*-[a-z-]+\.[a-z]", r"\+\d", r"\([^)]*\(", r"\)[ ,;]*\(", r"(?<![\w.])\.\d",
    r"\bnan\b|\bNone\b$|<NA>", r"  ", r"\s[,.;]", r"\.\.",
]  # fmt: skip
_BROKEN = _BANNED[-4:]  # a value that is missing, or marks out of place: wrong in any text
#: Capitals that need no explanation; others are spelled out where they are used.
_KNOWN = {"NHS", "UK", "COVID", "GCSE", "GCSEs", "II", "A"}
_CAPITALS = re.compile(r"\b[A-Z]{2,}s?\b")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a decimal point, or that of `St.`, ends none."""
    ends = re.compile(r"(?<!\bSt)(?<!\be\.g)[.?!][)\"\u201d]?\s+(?=[A-Z0-9£\"\u201c(])")
    starts = [0, *(end.end() for end in ends.finditer(text))]
    parts = zip(starts, [*starts[1:], len(text)], strict=True)
    return [part for start, end in parts if (part := text[start:end].strip())]


def words(text: str) -> list[str]:
    """Return the words of a text, without the marks around them."""
    return [word.strip("()[],;:.?!\"'\u2018\u2019\u201c\u201d") for word in _worded(text)]


def numbers(text: str) -> int:
    """Return how many numbers a sentence makes its reader hold."""
    text = _NAMES.sub("", _WHEN.sub("when", text))
    text = _RANGE.sub("RANGE", _BETWEEN.sub("RANGE", text))
    return text.count("RANGE") + len(re.findall(_NUMERAL, text))


def has_verb(text: str) -> bool:
    """Return whether one of its words is a finite verb of the list."""
    return bool(VERBS & {word.lower().replace("\u2019", "'") for word in words(text)})


def faults(text: str) -> list[str]:
    """Return what is wrong with a sentence that people read; nothing, if it is as it should be."""
    found = []
    if len(sentences(text)) != 1 or not re.search(r"[.?!][\"\u201d]?$", text):
        found.append("is not one sentence with its end")
    if (many := len(words(text))) > MOST_WORDS:
        found.append(f"has {many} words")
    if (many := numbers(text)) > MOST_NUMBERS:
        found.append(f"has {many} numbers")
    return found + _worded_wrongly(text)


def title_faults(finding: str, subtitle: str) -> list[str]:
    """Return what is wrong with a figure's finding and subtitle."""
    found = _worded_wrongly(finding)
    if len(words(finding)) > MOST_IN_TITLE:
        found.append(f"the finding has {len(words(finding))} words")
    if len(words(subtitle)) > MOST_IN_SUBTITLE:
        found.append(f"the subtitle has {len(words(subtitle))} words")
    if not re.search(_YEAR, finding) and not re.search("not (dated|stated)", subtitle):
        found.append("the finding has no period")
    if not re.search(r"\b[A-Z][a-z]", finding[1:]) and not re.match("Leeds|England", finding):
        found.append("the finding names no place")
    return found


def alt_faults(alt: str) -> list[str]:
    """Return what is wrong with a picture's alternative text, which is read aloud."""
    broken = [rule for rule in _BROKEN if re.search(rule, alt)]
    small = re.findall(r"(?<=[a-z0-9)%]\. )[a-z]\w*", alt)
    return [f"has what {rule!r} bans" for rule in broken] + [
        f"{w} begins a sentence" for w in small
    ]


def grade(text: str) -> float:
    """Return Flesch and Kincaid's grade of one sentence, its numbers read aloud."""
    spoken = read_aloud(text).split()
    return 0.39 * len(spoken) + 11.8 * sum(map(syllables, spoken)) / len(spoken) - 15.59


def read_aloud(text: str) -> str:
    """Return the words that somebody says who reads a text aloud, in lower case."""
    text = re.sub(
        r"£([\d,.]*\d)( (?:million|billion))?", r"\1\2 pounds", text.replace("%", " per cent")
    )
    text = re.sub(rf"\b({_YEAR})[/-](\d\d)\b", r"\1 \2", text)
    text = re.sub(rf"\b{_YEAR}\b", lambda found: _year(int(found[0])), text)
    text = re.sub(
        r"(\d[\d,]*)(\.\d+)?(st|nd|rd|th)?\b", lambda found: f" {_spoken(*found.groups())} ", text
    )
    return " ".join(
        re.findall(r"[a-z']+", text.lower().replace("\u2019", "'").replace("&", " and "))
    )


#: Vowels side by side that are said one after the other.
_TWO = r"(?<![tcsg])i[ao](?!u)|(?<=[^q])ua|eo(?!p)|(?<=[dv])iu|[you]ing|ea$|crea|ie(?=t|nc)|uel"


def syllables(word: str) -> int:
    """Return about how many syllables an English word has: its groups of vowels, less silent ones.

    A last `e` is silent but in `-le`; so is the `e` of `-ed` not after `t` or `d`, and of `-es`
    not after a hiss. `-ia-`, `-io-` are two, but in `-tion`, `-cial` and their like; a `y` before
    a vowel is none.
    """
    word = re.sub(r"'s?$", "", word.lower())
    word = re.sub(r"(?<=[aeiouy])y(?=[aeiou])", "", word)
    word = re.sub(
        r"(?<=[^aeiouytd])(?<![^aeiouy]r)ed$|(?<=[^aeiouy])(?<!l)e$|(?<=[aeiouy])(?<=l)e$", "", word
    )
    word = re.sub(
        r"(?<=[aeiou][lr])e$|(?<=[aeiou]ll)e$|(?<=[^aeiouysxzcg])(?<!sh)(?<!ch)es$", "", word
    )
    word = re.sub(r"e(?=(ly|ment|ments|ful|less|ness)$)", "", word)
    split = len(re.findall(_TWO, word))
    return max(1, len(re.findall(r"[aeiouy]+", word)) + split)


_NAMED = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"""
_SMALL, _TENS = _NAMED.split()[:20], _NAMED.split()[20:]
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
             "nine": "ninth", "twelve": "twelfth"}  # fmt: skip


def _spoken(whole: str, decimals: str | None, ordinal: str | None) -> str:
    said = _cardinal(int(whole.replace(",", "")))
    if decimals:
        said += " point " + " ".join(_SMALL[int(digit)] for digit in decimals[1:])
    if ordinal:
        *rest, last = said.split()
        said = " ".join([*rest, _ORDINALS.get(last) or f"{re.sub('y$', 'ie', last)}th"])
    return said


def _cardinal(n: int) -> str:
    if n < 20:
        return _SMALL[n]
    if n < 100:
        return f"{_TENS[n // 10 - 2]} {_SMALL[n % 10] if n % 10 else ''}".strip()
    for size, name in (
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
        (100, "hundred"),
    ):
        if n >= size:
            rest = n % size
            joint = "" if not rest else " and " if rest < 100 else " "
            return f"{_cardinal(n // size)} {name}{joint}{_cardinal(rest) if rest else ''}"
    raise AssertionError


def _year(year: int) -> str:
    century, rest = divmod(year, 100)
    if year // 10 == 200:
        return _cardinal(year)
    return f"{_cardinal(century)} {_cardinal(rest) if rest > 9 else f'oh {_SMALL[rest]}'}"


def _worded(text: str) -> list[str]:
    return [word for word in text.split() if re.search(r"\w", word)]


def _worded_wrongly(text: str) -> list[str]:
    """Return what no sentence may have, and that one without a verb is none."""
    found = [] if has_verb(text) else ["has no verb of the list in tests/system/voice.py"]
    found += [f"has what {rule!r} bans" for rule in _BANNED if re.search(rule, text)]
    spelled = {name for name in _CAPITALS.findall(text) if f"({name})" not in text} - _KNOWN
    return found + [f"does not say what {name} is" for name in sorted(spelled)]
