"""More heads and bodies for `further_letters`: the letterhead down the side, numbered points, headed sections, a table of facts."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from intake.demo import further_closings as closings
from intake.demo import further_contacts as contacts
from intake.demo import further_words as words
from intake.demo import letter_pieces as pieces

if TYPE_CHECKING:
    from intake.demo.further_letters import Draft


def _roles(d: "Draft") -> str:
    """The nominees without a verb: "four deputies and one sergeant", "12 deputies"."""
    n, chance = d.spec.officers, d.chance
    if n > 2 and chance.random() < 0.5:
        other = chance.choice(("sergeant", "corporal", "supervisor"))
        return f"{words.number(n - 1)} {chance.choice(('deputies', 'officers'))} and one {other}"
    shown = chance.choice((str(n), words.number(n), f"{words.number(n)} ({n})", f"up to {n}"))
    return f"{shown} {chance.choice(('deputies', 'officers', 'jail staff', 'sworn officers'))}"


def side_letterhead(d: "Draft") -> None:
    """All that is told of the agency in a column at the left, the letter beside it."""
    a, h, pen = d.spec.agency, d.spec.head, d.pen
    size = d.chance.choice((7.5, 8.5, 9.5))
    top = pen.y
    room = 118.0
    rows: list[tuple[str, bool]] = [(row, True) for row in pen.wrap(a.name, width=room * pen.size / size / 1.1)]
    rows += [("", False), (h.name, False), (h.title, False), ("", False)]
    rows += [(row, False) for row in pen.wrap(a.street, width=room * pen.size / size)]
    rows += [
        (f"{a.city}, {a.state} {a.zip}", False),
        ("", False),
        (f"Ph: {words.phone(a.phone, d.chance)}", False),
        (f"Fax: {a.phone[:-2]}95", False),
    ]
    for row, bold in rows:
        pen.line(row, size=size, bold=bold, x=44.0, gap=1.5)
    pen.y, pen.left = top, 44.0 + room + 28
    pen.line(d.date())
    pen.down(8)
    d.addressee()
    d.body()
    closings.draw(pen, d.spec, d.chance)


def right_letterhead(d: "Draft") -> None:
    """The same at the right, over against the text, flush or ragged."""
    a, h, pen = d.spec.agency, d.spec.head, d.pen
    size, x = d.chance.choice((8.0, 9.0, 10.0)), 430.0
    room = 138.0 * pen.size / size
    rows = [*pen.wrap(a.name, width=room / 1.1), "", h.name, *pen.wrap(h.title, width=room), "", *pen.wrap(a.street, width=room)]
    rows += [f"{a.city}, {a.state} {a.zip}", "", f"Tel {words.phone(a.phone, d.chance)}", f"Fax {a.phone[:-2]}95"]
    top, flush = pen.y - d.chance.choice((0.0, 70.0)), d.chance.random() < 0.4
    for number, row in enumerate(rows):
        pen.canvas.setFont(pen.font, size)
        if flush:
            pen.canvas.drawRightString(570.0, top - number * size * 1.5, row)
        else:
            pen.canvas.drawString(x, top - number * size * 1.5, row)
    pen.right = x - 26
    pen.line(d.date())
    pen.down(8)
    d.addressee()
    d.body()
    closings.draw(pen, d.spec, d.chance)


def turned_letterhead(d: "Draft") -> None:
    """Address and telephone run up the left edge."""
    a, pen = d.spec.agency, d.pen
    canvas = pen.canvas
    canvas.saveState()
    canvas.translate(40, 150)
    canvas.rotate(90)
    canvas.setFont(pen.font, 9)
    canvas.drawString(0, 0, f"{a.street}  {a.city}, {a.state} {a.zip}  {words.phone(a.phone, d.chance)}")
    canvas.restoreState()
    pen.line(a.name, bold=True, size=14)
    pen.line(d.date())
    pen.down(8)
    d.addressee()
    d.body()
    closings.draw(pen, d.spec, d.chance)


def numbered_points(d: "Draft") -> None:
    """A letter in numbered points, some of them without a verb."""
    a, pen, spec, chance = d.spec.agency, d.pen, d.spec, d.chance
    for row in (a.name, a.street, f"{a.city}, {a.state_name} {a.zip}"):
        pen.line(row, bold=row == a.name)
    pen.down(10)
    pen.line(d.date())
    pen.down(8)
    d.addressee()
    points = [words.opening(spec, chance), words.wanted(spec, chance), chance.choice(words.TRAPS)]
    if spec.officers:
        head = chance.choice(("Nominees: ", "Personnel - ", "Proposed personnel: ", "Candidates for training: "))
        points.append(head + _roles(d) if chance.random() < 0.6 else words.nominees(spec, chance))
    points.append(words.reach(spec, chance))
    hangs = chance.random() < 0.5
    for number, text in enumerate(points, 1):
        if hangs:
            pen.line(f"{number}.", gap=0.0)
        pen.paragraph(text if hangs else f"{number}. {text}", indent=24.0 if hangs else 0.0, after=5.0)
    closings.draw(pen, spec, chance)


def headed(d: "Draft") -> None:
    """Sections under heads at the margin."""
    a, pen, spec, chance = d.spec.agency, d.pen, d.spec, d.chance
    pen.line(a.name.upper(), bold=True, centre=True, size=14)
    d.small(f"{a.street}, {a.city}, {a.state} {a.zip}", centre=True)
    d.small(f"Administration: {words.phone(a.phone, chance)}   Dispatch: {a.phone[:8]}0193", centre=True)
    pen.down(10)
    pen.line(d.date())
    pen.down(8)
    d.addressee()
    parts = [("Background", words.opening(spec, chance) + " " + chance.choice(words.TRAPS)), ("Request", words.wanted(spec, chance))]
    if spec.officers:
        text = words.nominees(spec, chance) if chance.random() < 0.5 else f"{_roles(d).capitalize()}."
        parts.append((chance.choice(("Personnel", "Nominees", "Proposed Staffing", "Personnel to Be Trained")), text))
    for head, text in parts:
        pen.line(head, bold=True)
        pen.paragraph(text)
    pen.line(chance.choice(("Contact", "Point of Contact", "Agency Contact")), bold=True)
    if chance.random() < 0.5:
        pen.paragraph(words.reach(spec, chance))
    else:
        contacts.draw(pen, spec, chance)
    closings.draw(pen, spec, chance)


def facts(d: "Draft") -> None:
    """What the office asks of an agency in a ruled table, below a short letter."""
    a, c, pen, spec, chance = d.spec.agency, d.spec.contact, d.pen, d.spec, d.chance
    pen.line(a.name, bold=True, size=14)
    pen.down(6)
    pen.line(d.date())
    pen.down(6)
    d.addressee()
    pen.paragraph(words.opening(spec, chance))
    rows = [
        ("Item", "Response"), ("Agency", a.name), ("Address", f"{a.street}, {a.city}, {a.state} {a.zip}"),
        ("Main phone", words.phone(a.phone, chance)), ("Model", ", ".join(str(m) for m in spec.models)),
    ]  # fmt: skip
    rows += [(chance.choice(("Officers to be trained", "Number of nominees", "Nominees")), str(spec.officers))] if spec.officers else []
    if c:
        rows += [("Point of contact", f"{c.name}, {c.rank}"), ("Contact phone", words.phone(c.phone, chance)), ("Contact email", c.email)]
    pieces.table(pen, rows, (150, 300), 17.0)
    closings.draw(pen, spec, chance)


DRAWN: Final[dict[str, Callable[["Draft"], None]]] = {
    "side-letterhead": side_letterhead, "right-letterhead": right_letterhead, "turned-letterhead": turned_letterhead,
    "numbered-points": numbered_points, "headed": headed, "facts": facts,
}  # fmt: skip
WITH_PHONE: Final = frozenset({"side-letterhead", "right-letterhead", "turned-letterhead", "headed", "facts"})
