"""The XML of a Word file: its parts, unpacked within bounds, and small questions to an element. In: an archive. Out: elements. Pure.

Elements are told by their local name, so that files of the strict standard, whose namespaces differ, are read too.
"""

import zipfile
from typing import Any, Final

from intake.documents import unwrap
from intake.documents.unwrap import Budget, Limits
from intake.errors import UnreadablePaper

PART: Final = 24 * 1024 * 1024
"""Octets of one part, unpacked."""
BOUNDS: Final = Limits(bytes_one=PART, bytes_unpacked=2 * PART, members=16)
"""The text, its relations, headers and footers. Nothing else of the file is unpacked."""


class Parts:
    """The parts of the archive that are read, within bounds; each raises errors.UnreadablePaper where it cannot be."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._budget = Budget(BOUNDS)
        self.names = {info.filename: info for info in archive.infolist()}

    def tree(self, name: str) -> Any:
        """The root of a part."""
        # Loaded only for Word files.
        from lxml import etree

        member = unwrap.zip_member(self._archive, self.names[name], self._budget) if name in self.names else None
        if member is None or member.refused:
            raise refused(member.refused if member else "damaged")
        # No entity is replaced and nothing is fetched; depth and the size of texts have libxml2's own bounds.
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(member.content, parser)
        except (etree.XMLSyntaxError, ValueError) as wrong:
            raise damaged() from wrong
        if root.getroottree().docinfo.internalDTD is not None:
            # No program writes a document type into a Word file; whoever does means harm.
            raise damaged()
        return root

    def targets(self, main: str) -> dict[str, str]:
        """Names of parts by their relation's id."""
        folder, _, file = main.rpartition("/")
        relations = f"{folder}/_rels/{file}.rels"
        if relations not in self.names:
            return {}
        found = {}
        for each in self.tree(relations):
            target = str(each.get("Target", ""))
            found[str(each.get("Id", ""))] = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        return found


def name_of(element: Any) -> str:
    """The local name; "" of what is no element (an entity that was not replaced)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """The value of an attribute; "" where there is none."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def is_on(element: Any) -> bool:
    """Whether a property that may stand without a value is switched on."""
    return attribute(element, "val") not in ("0", "false", "off")


def property_of(element: Any, group: str, name: str) -> Any:
    """One property out of a group of them, or None."""
    return next((each for properties in element if name_of(properties) == group for each in properties if name_of(each) == name), None)


def whole(element: Any, otherwise: int) -> int:
    """The number that a property gives."""
    value = attribute(element, "val") if element is not None else ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else otherwise


def points(element: Any, name: str) -> float:
    """A length given in twentieths of a point; 0 where it is none."""
    try:
        return max(-1000.0, min(2000.0, float(attribute(element, name)) / 20))
    except ValueError:
        return 0.0


def damaged() -> UnreadablePaper:
    """To be raised where a part is missing or broken."""
    return refused("damaged")


def refused(code: str) -> UnreadablePaper:
    """To be raised where a part was not unpacked; `code` as `unwrap` gives it."""
    return UnreadablePaper("too-large" if code == "archive-too-large" else code, "The Word file could not be opened.")
