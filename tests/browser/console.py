"""What a page writes to the console, and what is none of its doing."""

import re


def tells(kind: str, text: str) -> bool:
    """Tell a fault of the page from what the browser says of statuses, and of drawing without a graphics card."""
    return kind in ("error", "warning") and not re.search("Failed to load resource|GPU stall|swiftshader", text, re.I)
