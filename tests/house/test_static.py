"""Front-end files: all collected under names with a hash, all from this machine, none with script or style inside."""
from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def test_collected_files_open_in_the_pages(tmp_path):
    """With the production storage: collect, then a page's every link to a static file is answered with that file."""
    script = """
import re
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import Client
settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}  # tables at once
call_command("migrate", run_syncdb=True, verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin", "django_prose_editor", "ext", "bootstrap-*", "*.rtl.*"])
client = Client(headers={"host": "127.0.0.1"})
page = client.get("/accounts/login/").content.decode()
links = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
assert len(links) > 5, page
print(*[f"{link} {client.get(link).status_code}" for link in links], sep="\\n")
"""
    environment = {**os.environ, "VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "yanxiu.settings", "DATABASE_URL": ""}
    environment.pop("DATABASE_URL")
    run = {"cwd": ROOT, "env": environment, "capture_output": True, "text": True}
    done = subprocess.run([sys.executable, "manage.py", "shell", "-v0", "-c", script], **run)
    assert done.returncode == 0, done.stderr
    for line in done.stdout.splitlines():
        link, status = line.split()
        assert status == "200" and re.search(r"\.[0-9a-f]{12}\.(css|js|svg)$", link), line


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
