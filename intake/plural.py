"""A number and its noun. In: a number, words. Out: words that agree. Pure."""


def counted(number: int, noun: str, several: str = "") -> str:
    """ "1 page", "2 pages"; `several` is the plural where an s does not make it ("3 agencies", "2 letters are")."""
    return f"{number} {noun if number == 1 else several or noun + 's'}"
