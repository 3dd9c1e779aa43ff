"""The addresses of linkages and gaps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from api.linkage_files import listed_file, table_file
from api.linkages import TABLES, Linkages
from api.pages.gaps import gaps_page
from api.pages.linkages import coherence_page, matrix_page, top_page
from api.pages.plans_compared import plans_page
from api.problems import Problem


def linkage_doors(current: Callable[[], Linkages]) -> dict[str, tuple[Callable[..., Awaitable[Response]], str]]:
    """Give the addresses with what answers them and a sentence on each; ``current`` gives the release's own."""

    async def matrix(request: Request) -> Response:
        """Answer ``/linkages``."""
        return await matrix_page(request, current())

    async def top(request: Request) -> Response:
        """Answer ``/linkages/top``."""
        return await top_page(request, current())

    async def coherence(request: Request) -> Response:
        """Answer ``/linkages/coherence``."""
        return await coherence_page(request, current())

    async def plans(request: Request) -> Response:
        """Answer ``/linkages/plans``."""
        return await plans_page(request, current())

    async def table(request: Request, table: str, suffix: str) -> Response:
        """Answer ``/linkages/TABLE.SUFFIX``."""
        return await table_file(request, current(), table, suffix)

    async def gaps(request: Request) -> Response:
        """Answer ``/gaps``."""
        return await gaps_page(request, current())

    async def gaps_data(request: Request, suffix: str) -> Response:
        """Answer ``/gaps.SUFFIX``."""
        forms = TABLES["coherence"]
        if suffix not in forms:
            raise Problem(404, f"There are no gaps as {suffix}; there is {', '.join(forms)}.")
        return await listed_file(request, current(), "gaps", suffix)

    return {
        "/linkages": (matrix, "How two kinds of thing hang together, as a matrix"),
        "/linkages/top": (top, "The strongest links in words"),
        "/linkages/coherence": (coherence, "Directives that should know of one another, side by side"),
        "/linkages/plans": (plans, "What the plans share, and what one alone names"),
        "/linkages/{table}.{suffix}": (table, "Matrix, strongest links, coherence, plans compared: as files"),
        "/gaps": (gaps, "What a plan does not say"),
        "/gaps.{suffix}": (gaps_data, "The gaps as JSON, CSV or XLSX"),
    }
