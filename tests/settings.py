"""Settings of the tests: their own folder for files and queue, plain static files, a database on disk.

A database in memory would share one connection between threads and hide every race. Nothing of it must survive a power
cut, so the disk is not waited for.
"""
import os
import tempfile

os.environ.setdefault("VAR", tempfile.mkdtemp(prefix="yanxiu-tests-"))
os.environ["DEMO_DAY"] = "2026-11-18"

from yanxiu.settings import *  # noqa: E402, F403
from yanxiu.settings import DATABASES, STATIC_ROOT, STORAGES, VAR  # noqa: E402

STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": VAR / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;"
