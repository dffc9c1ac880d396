"""The words that the prose of this project does without."""

import re

NOUNS = r"\b(?:of|for|to|by|with|from|than|at|on|in) (?:what|who)\b"
BANNED = (
    re.compile(r"\btexts\b", re.IGNORECASE),  # a str is a string
    re.compile(r"\brefus(?:e|es|ed|ing|al|als)\b", re.IGNORECASE),  # rejects
    re.compile(
        r"(?<!there )\b(?:is|are|was|were) no (?!longer|more|other|better|worse|less|such)[a-z]",
        re.IGNORECASE,
    ),  # is not a
    re.compile(NOUNS),
    re.compile(r"\bwhoever\b", re.IGNORECASE),
    re.compile(r"\bwhatever (?:arrives|comes|it is|they are)\b", re.IGNORECASE),
    re.compile(r"\bwhich that (?:is|are|was|were)\b", re.IGNORECASE),
    re.compile(r"\bmend(?:s|ed|ing)?\b", re.IGNORECASE),  # fix
    re.compile(r"\b(?:house|houses|rooms?)\b", re.IGNORECASE),  # module
    re.compile(r"\bwith regard to\b", re.IGNORECASE),
    re.compile(r"\b(?:comes?|came) about\b", re.IGNORECASE),
    re.compile(r"\b(?:leaves?|left) room for\b", re.IGNORECASE),
    re.compile(r"\b(?:deeds?|essence|mistaking)\b", re.IGNORECASE),
)


def banned(text: str) -> list[str]:
    """Return what is found of it, with some of its context."""
    flat = re.sub(r"\s+", " ", text)
    return [
        flat[max(0, found.start() - 30) : found.end() + 30]
        for pattern in BANNED
        for found in pattern.finditer(flat)
    ]
