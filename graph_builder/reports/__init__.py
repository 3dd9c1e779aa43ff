"""Room ``reports``: what a graph holds and lacks, as data and tables."""

from graph_builder.reports.coverage import agreement
from graph_builder.reports.ledger import Ledger, Words, read_ledgers
from graph_builder.reports.ledger_files import ledger_csv, ledger_json, ledger_xlsx, read_ledger, write_ledgers
from graph_builder.reports.quality import plan_sentences, write_quality
from graph_builder.reports.sentences import Reason, read_unmarked
from graph_builder.reports.tables import Sheet, csv_table, workbook

__all__ = [
    "Ledger",
    "Reason",
    "Sheet",
    "Words",
    "agreement",
    "csv_table",
    "ledger_csv",
    "ledger_json",
    "ledger_xlsx",
    "plan_sentences",
    "read_ledger",
    "read_ledgers",
    "read_unmarked",
    "workbook",
    "write_ledgers",
    "write_quality",
]
