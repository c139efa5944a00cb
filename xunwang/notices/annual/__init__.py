"""Annual tables as documents: DOCX, XLSX and HTML from one data object."""

from xunwang.notices.annual.content import Line, Part, TableDocument, document_of
from xunwang.notices.annual.docx import table_docx
from xunwang.notices.annual.html import table_html
from xunwang.notices.annual.xlsx import table_xlsx

__all__ = ["Line", "Part", "TableDocument", "document_of", "table_docx", "table_html", "table_xlsx"]
