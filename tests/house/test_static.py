"""Front-end files: all from this machine, none with script or style inside (the stories open them as collected)."""
from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_template_keeps_the_content_security_policy(template):
    """No inline script, style or handler, nothing from elsewhere; every static file named exists."""
    text = template.read_text(encoding="utf-8")
    if "papers" not in template.parts:
        assert not re.search(r"<script(?![^>]*(\bsrc=|application/json|{{ CSP_NONCE }}))", text), "inline script"
        assert not re.search(r"\sstyle\s*=", text), "inline style"
        assert not re.search(r"<[^>{]*\son[a-z]+\s*=", text), "inline handler"
        assert not re.search(r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//", text), "an address elsewhere"
    for name in re.findall(r"{%\s*static\s+['\"]([^'\"]+)['\"]", text):
        assert finders.find(name), f"{name} does not exist"


def test_style_sheets_ask_nothing_from_elsewhere():
    for sheet in (ROOT / "static").rglob("*.css"):
        assert not re.search(r"url\(|@import", sheet.read_text(encoding="utf-8")), sheet
