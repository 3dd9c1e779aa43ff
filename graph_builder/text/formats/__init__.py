"""Files of several formats become canonical text: plain text, HTML, Word (DOCX) and PDF.

The canonical text is what ``text.txt`` holds and what every offset counts. A table becomes a line for each row, its
cells between marks, ``| a | b |``; a table of one column (the frame of a box) becomes lines that end with `` |``. A
heading's number that Word counts by itself is no character of the file, and so is not in the text.
"""

from graph_builder.text.formats.document import Extracted, PageStart
from graph_builder.text.formats.extracting import SUFFIXES, extract

__all__ = ["SUFFIXES", "Extracted", "PageStart", "extract"]
