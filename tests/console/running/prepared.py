"""Imported once by the process from which others are forked: Django and all that they need is there."""

from __future__ import annotations

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

import tests.console.inspection.at_work  # noqa: E402
import tests.console.rectify.at_work  # noqa: E402
import tests.console.running.at_work  # noqa: E402, F401
