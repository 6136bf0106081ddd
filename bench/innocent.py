"""Texts that hold nothing to mask, and look as if they did: telephones, ZIP codes, cases, signature blocks, contacts, copies. "
    "Nothing is real.

In: a seed. Out: texts of mails, each with the name of its sort.
"""

import random
from collections.abc import Iterator
from typing import Final

FIRST: Final = ("Ida", "Ray", "Wanda", "Curtis", "Loretta", "James", "Maria", "Thomas", "Jennifer", "Dwight")
LAST: Final = ("Mosswood", "Lowe", "Stockard", "Corwin", "Kimball", "Reed", "Garza", "Whitcomb", "Ellery", "Nance")
TITLES: Final = ("Sheriff", "Captain", "Lt.", "Sgt.", "Chief Deputy", "Major", "Director", "Administrator")
PLACES: Final = ("Alder County", "Elm Fork", "Cedar Bluff", "Salt Creek", "Pine Hollow", "Otter Lake", "Iron Mesa", "Red Willow")

SORTS: Final = {
    "signature": "Good morning,\n\nour letter is attached.\n\n{p}\n{t}, {a} Sheriff's Office\n{n} Courthouse Square\n{c}, Texas {z}\n"
    "Office {ph}\nCell {ph}\nFax {ph}\n{e}\n",
    "cc": "Please find the signed agreement attached.\n\nSincerely,\n\n{p}\n{t}\n\ncc: {t} {p}\n    {t} {p}\n    {t} {p}\n"
    "    {p}, County Attorney\n",
    "contacts": "Points of contact:\n\n{t} {p}, {ph}, {e}\n{t} {p}, {ph}, {e}\n{t} {p}, {ph}, {e}\n\nThank you.\n",
    "contact form": "Agency: {a} Sheriff's Office\nName: {p}\nTitle: {t}\nPhone: {ph}\nEmail: {e}\n\nAlternate\nName: {p}\nTitle: {t}\n"
    "Phone: {ph}\nEmail: {e}\n",
    "thread": "Thank you, received.\n\n{p}\n\nFrom: {p} <{e}>\nSent: Tuesday, March 4, 2025 9:12 AM\nTo: {p} <{e}>\n"
    "Cc: {p} <{e}>; {p} <{e}>\n"
    "Subject: RE: letter {n4}\n\nWe will look at case {case}.\n\n-----Original Message-----\nFrom: {p} <{e}>\n"
    "Sent: Monday, March 3, 2025 4:40 PM\n"
    "To: {p} <{e}>\nSubject: letter\n\nPlease see attached.\n",
    "gmail thread": "Yes, that works.\n\nOn Tue, Mar 4, 2025 at 9:12 AM {p} <{e}> wrote:\n> Can we speak on 3/6/2025 at 10:30?\n"
    "> {p}\n> {ph}\n>\n"
    "> On Mon, Mar 3, 2025 at 8:00 AM {p} <{e}> wrote:\n>> Attached is the letter dated 03/01/2025.\n>> {p}\n>> {ph}\n",
    "foia": "Under the Freedom of Information Act I request all agreements. My earlier requests were 2025-ICFO-{n5} and 2024-ICFO-{n5}.\n"
    "Please answer within 20 days. My fax is {ph}.\n{p}\n{n} Main Street, {c}, TX {zz}\n",
    "ori": "Our ORI is TX{n5}00 and our NCIC number is {n9}. UEI: J{n9}K. EIN {n2}-{n7}. DUNS {n2}-{n3}-{n4}.\n\n{p}\n{t}\n",
    "bank": "For the reimbursement: routing number {n9}, account {n9}{n2}, reference {n3}-{n2}-{n4} is our purchase order: PO "
    "{n3}-{n2}-{n4}.\n{p}\n",
    "case": "This is about case no. {n3}-{n2}-{n4} and docket {n2}-{n5}. Tracking {n9}{n9}. Invoice 2025-{n4}.\n\n{p}, {ph}\n",
    "meeting": "Join the meeting: Meeting ID: {n3} {n3} {n4}  Passcode: {n6}\nDial in {ph},,{n9}# \n"
    "Phone conference ID: {n3} {n3} {n3}#\n{p}\n",
    "notice": "Please do not send Social Security numbers or dates of birth by email. Our office closed on March 3, 2025.\nCall {ph}.\n",
    "ask": "What do you need of each nominee? Name, rank, date of birth and SSN? Is a badge number enough? We would have it by "
    "12/05/2025.\n{p}\n{ph}\n",
    "ask form": "Please send the form for nominees (name, rank, badge number, date of birth). We have {n2} deputies. Our board "
    "meets 04/{d}/2025.\n{p}\n",
    "dates": "We wrote on 01/{d}/2025, again on 02/{d}/2025 and on 03/{d}/2025. The council meets April {d}, 2025.\n\n{p}\n{t}\n{ph}\n",
    "agencies": "These agencies take part:\n\n{pl} Police Department  TFM  02/26/2025\n{pl} County Sheriff's Office  WSO  03/04/2025\n"
    "{pl} Police Department  JEM  06/12/2025\n{pl} County Sheriff's Office  TFM  07/02/2025\n{pl} Marshal's Office  TFM  07/08/2025\n",
    "towns": "Town  Population  Founded\n{pl}  {n5}  1890\n{pl}  {n4}  1912\n{pl}  {n5}  1907\n{pl}  {n4}  1899\n",
    "statistics": "Month  Bookings  Detainers  Transfers\nJanuary 412 37 12\nFebruary 388 29 10\nMarch 421 33 15\nApril 399 41 17\n"
    "\nTotal 1620 140 54\n{p}\n",
    "schedule": "Training schedule\n\nMonday, March {d}, 2025  0800-1200  Classroom 2\nTuesday, March {d}, 2025  0800-1200  Classroom 2\n"
    "Wednesday, March {d}, 2025  1300-1700  Range\nThursday, March {d}, 2025  0800-1200  Classroom 4\n",
    "votes": "Council of {c}, minutes of 03/{d}/2025\n\nMayor {p}  aye\nCouncil Member {p}  aye\nCouncil Member {p}  nay\n"
    "Council Member {p}  aye\n"
    "Council Member {p}  absent\n",
    "commissioners": "{a} Board of Commissioners\n{p}, District 1\n{p}, District 2\n{p}, District 3\n{p}, District 4\n\nDear Sirs,\n"
    "\nthe board approved the agreement.\n",
    "signing": "IN WITNESS WHEREOF the parties have signed.\n\nFor the agency:\n{p}\n{t}\nDate: 03/{d}/2025\n\nFor the office:\n"
    "{p}\nDeputy Director\n"
    "Date: 04/{d}/2025\n",
    "signatures": "Approved by the board on 03/04/2025\n\n{p}, Chairman  03/04/2025\n{p}, Member  03/04/2025\n"
    "{p}, Member  03/04/2025\n{p}, Member  03/04/2025\n",
    "inventory": "Item  Quantity  Price\nRadio Model {n4}  12  450.00\nVehicle Unit {n3}  4  31200.00\nLaptop {n5}  8  1200.00\n"
    "Body Camera {n4}  30  310.00\n",
    "press": "I am writing a story. How many officers of {a} are trained? My deadline is Friday, March {d}, 2025, 5 p.m.\n\n{p}\n"
    "Reporter, The Valley Courier\n{ph}\n{e}\n",
    "history": "Our agency was founded on March {d}, 1912. Sheriff {p} took office on January 2, 2021. The program was born in 1996.\n",
    "spanish": "Buenos días,\n\nadjunto la carta de interés del 4 de marzo de 2025. Mi teléfono es {ph}.\n\nGracias,\n{p}\n{t}\n",
    "footer": "Attached.\n\n{p}\n{t}\n{ph}\n\nCONFIDENTIALITY NOTICE: This message may hold law enforcement sensitive information, "
    "Social Security numbers and dates"
    " of birth protected by the Privacy Act, 5 U.S.C. 552a. If you are not the recipient, delete it. Ref 20250304-{n9}\n",
    "numbers": "Serial {n9}\nTicket 4{n2}-{n2}-{n5}\nOrder {n3}.{n3}.{n4}\nServer 10.{n2}.{n3}.{n2}\nISBN 978-0-{n3}-{n5}-1\n"
    "Card ending {n4}\n",
    "counts": "We will nominate 4 sergeants, 12 deputies and 2 lieutenants for the Task Force Model. Training is from 01/{d}/2026 "
    "to 02/{d}/2026.\n{t} {p}\n{ph}\n",
    "one nominee": "We nominate {t} {p} as our point of contact. He can be reached at {ph} or {e}.\n\nSheriff {p}\n",
    "distribution": "Distribution:\n{p} ({e})\n{p} ({e})\n{p} ({e})\n{p} ({e})\n\nMinutes of the call of 3/{d}/2025 are attached.\n",
    "our staff": "Who is who in our front office:\n{p}, Records, {ph}\n{p}, Finance, {ph}\n\nPlease write to the first for the letter.\n",
    "address": "{p}\nSocial Security Administration\n6401 Security Blvd\nBaltimore, MD {zz}\n\n{p}\nBorn Street {n}\n{c}, TX {zz}\n",
    "headers": "Received: from mx{n2}.relay.example ([10.{n2}.{n3}.{n2}]) by mail.relay.example id {n9}; Tue, 4 Mar 2025 09:12:33 "
    "-0500\nMessage-ID: <{n9}.{n4}@relay.example>\n",
}  # fmt: skip


def texts(seed: int, each: int) -> Iterator[tuple[str, str]]:
    """Some of every sort."""
    chance = random.Random(seed)
    for sort, words in SORTS.items():
        for _ in range(each):
            yield sort, _filled(chance, words)


def _filled(chance: random.Random, words: str) -> str:
    pieces = []
    for piece in words.split("{"):
        name, brace, rest = piece.partition("}")
        pieces.append(_slot(chance, name) + rest if brace else piece)
    return "".join(pieces)


def _slot(chance: random.Random, name: str) -> str:
    if name[0] == "n" and name != "n":
        return "".join(chance.choice("0123456789") for _ in range(int(name[1:])))
    match name:
        case "p":
            return f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        case "t":
            return chance.choice(TITLES)
        case "a" | "pl":
            return chance.choice(PLACES)
        case "c":
            return chance.choice(("Farwell", "Dunmore", "Eagle Rest"))
        case "n":
            return str(chance.randint(11, 4800))
        case "d":
            return f"{chance.randint(1, 28):02d}"
        case "z":
            return f"{chance.randint(10000, 99999)}"
        case "zz":
            return f"{chance.randint(10000, 99999)}-{chance.randint(1000, 9999)}"
        case "e":
            return f"{chance.choice(FIRST).lower()}@{chance.choice(LAST).lower()}.example"
        case "case":
            return f"25-{chance.randint(1000, 9999)}-CR"
        case _:
            area, line = chance.choice((205, 316, 573, 828, 850)), chance.randint(100, 199)
            return chance.choice((f"({area}) 555-0{line}", f"{area}-555-0{line}", f"{area}.555.0{line}", f"{area} 555 0{line}"))
