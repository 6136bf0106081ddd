"""Looks through large texts made to keep a detector busy. Run as a program; whoever calls it ends it where it takes too long."""

import itertools
import sys
import time

from intake.security import masking

SIZE = 150_000
PIECES = {
    "digits": "1",
    "dashes": "1-",
    "half numbers": "123-45-",
    "blanks": " ",
    "lines": "\n",
    "bars": "|",
    "brackets": "1/1/80 (",
    "announcements": "SSN ",
    "broken announcements": "social\nsecurity\n",
    "births": "DOB ",
    "born": "born on ",
    "dates": "January 1, 1980 ",
    "numbers": "123-45-6789 ",
    "announced numbers": "SSN 123456789, ",
    "people": "Ida Roe 12\n",
    "people in one line": "Ida Roe 12, ",
    "labels": "Name: ",
    "label lines": "Name: Ida Roe\nBadge: 12\n",
    "headings": "Name Rank Badge DOB SSN\n",
    "standing": "Name\nRank\nBadge\n",
    "letters": "Aa",
    "one word": "a",
    "capitals": "A",
    "small and digit": "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1 9\n",
    "quotes": "> ",
    "quoted lines": "> > > 1 Ida Roe\n",
    "crosses": "XXX-XX-",
    "stars": "*",
    "cells": "a\tb\t",
    "apostrophes": "O'",
    "hyphens": "Aa-",
    "last four": "last four digits of the ",
    "underscores": "_",
    "commas": ",",
    "mails": "a@",
    "phones": "850-555-0142 ",
    "badges": "badge no. ",
    "intro": "the following officers are ",
    "wide": "Ida  Roe  ",
    "ranks": "Sgt. ",
    "misread": "O",
    "slashes": "1/",
    "months": "May ",
    "underscores in words": "a_1_",
    "underscores before an address": "_a" * 40 + "@",
    "unseen": "\u200b",
    "unseen in numbers": "1\u200b",
    "soft hyphens": "123\u00ad45\u00ad",
    "full width": "\uff11\uff0d",
    "quoted numbers": "> 123-45-\n",
    "pairs": "SSN and DOB: 123456789, 01/02/1990; ",
    "announced together": "ssn/dob ",
    "pairs in a list": "123456789 01/02/1990, ",
    "bare numbers": "Ida Roe 123456789\n",
    "bare births": "Ida Roe - 01/02/1990\n",
    "blank lines and labels": "SSN is:\n\n\n",
}


def main() -> int:
    """Each text once; the slowest is told."""
    took = {}
    for name, piece in PIECES.items():
        text = "".join(itertools.islice(itertools.repeat(piece), SIZE // len(piece)))
        started = time.perf_counter()
        masking.masked(text)
        took[name] = time.perf_counter() - started
    for name, seconds in sorted(took.items(), key=lambda item: -item[1])[:8]:
        sys.stdout.write(f"{name}: {seconds:.2f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
