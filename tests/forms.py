"""What the form of a page would send, read from the page."""

import html
import re
from typing import Any


def sent(text: str) -> dict[str, Any]:
    """What the form of a page would send if nobody touched it."""
    form = text.split("<form", 2)[-1]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        told = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if told.get("type") in ("radio", "checkbox") and " checked" not in tag:
            continue
        if "name" in told and told["name"] != "csrf_token":
            found[told["name"]] = html.unescape(told.get("value", ""))
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.findall(r'<option selected[^>]*value="([^"]*)"', options)
        found[name] = chosen[0] if chosen else ""
    for name, text in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = html.unescape(text).strip()
    return found
