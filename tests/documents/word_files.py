"""Word files for tests, written by hand: the XML of each part, zipped."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_SPACES = (
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def p(text: str = "", properties: str = "", run: str = "") -> str:
    """A paragraph of one run; a tab stands for a tab."""
    inner = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split("\t")) if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{f'<w:rPr>{run}</w:rPr>' if run else ''}{inner}</w:r></w:p>"


def lines(*texts: str) -> str:
    """A paragraph for each."""
    return "".join(p(text) for text in texts)


def table(*rows: Sequence[str], widths: Sequence[int] = (4320, 4320)) -> str:
    """Rows of cells, each a text."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join("<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def control(inner: str, properties: str = "") -> str:
    """A content control around paragraphs or runs."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def text_box(inner: str) -> str:
    """A text box as Word writes it: in today's words, and again for older programs."""
    today = f"<w:drawing><wp:anchor><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wp:anchor></w:drawing>"
    older = f"<w:pict><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict>"
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">{today}</mc:Choice><mc:Fallback>{older}</mc:Fallback>'
        "</mc:AlternateContent></w:r></w:p>"
    )


def picture(inches_wide: float, inches_high: float) -> str:
    """A paragraph with a picture of this size."""
    extent = f'<wp:extent cx="{int(inches_wide * 914400)}" cy="{int(inches_high * 914400)}"/>'
    return f'<w:p><w:r><w:drawing><wp:inline>{extent}<a:blip r:embed="rId9"/></wp:inline></w:drawing></w:r></w:p>'


def docx(
    body: str, *, header: str = "", footer: str = "", first: str | None = None, space: str = W, main: str = "word/document.xml",
    more: dict[str, bytes] | None = None,
) -> bytes:  # fmt: skip
    """A Word file. `header` and `footer` are paragraphs; `first` is the header of the first page, where that differs."""
    parts = {
        "header1.xml": ("hdr", header, "default"),
        "header2.xml": ("hdr", first or "", "first"),
        "footer1.xml": ("ftr", footer, "default"),
    }
    references, relations, files = "", "", {}
    for number, (name, (root, content, kind)) in enumerate(parts.items(), 1):
        if content:
            references += f'<w:{"header" if root == "hdr" else "footer"}Reference w:type="{kind}" r:id="rId{number}"/>'
            relations += f'<Relationship Id="rId{number}" Target="{name}"/>'
            files[f"word/{name}"] = _xml(root, content, space)
    references += "<w:titlePg/>" if first is not None else ""
    files[main] = _xml("document", f"<w:body>{body}<w:sectPr>{references}</w:sectPr></w:body>", space)
    files[f"word/_rels/{main.rpartition('/')[2]}.rels"] = f"<Relationships>{relations}</Relationships>".encode()
    return zipped({"[Content_Types].xml": b"<Types/>", **files, **(more or {})})


def zipped(files: dict[str, bytes]) -> bytes:
    """An archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _xml(root: str, inner: str, space: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{space}"{_SPACES}>{inner}</w:{root}>'.encode()
