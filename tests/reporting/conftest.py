"""Headless Chromium on pages that were written to files; tests are left out where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, sync_playwright

from assess.scoring.results import Assessment
from tests.reporting.drawn import SHIPPED, scored

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


@pytest.fixture(scope="session")
def shipped() -> Assessment:
    return scored(SHIPPED)


class Opened:
    """A page, opened from its file with the network off; what it asked for and what it complained of."""

    def __init__(self, context: BrowserContext, path: Path) -> None:
        context.set_offline(True)
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._refuse)
        self.page.goto(path.as_uri())

    def _refuse(self, dialog: Dialog) -> None:
        self.complaints.append(dialog.message)
        dialog.dismiss()


@contextmanager
def opening(browser: Browser, path: Path) -> Iterator[Opened]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Opened(context, path)
    context.close()


@pytest.fixture
def opened(browser: Browser, shipped_page: Path) -> Iterator[Opened]:
    with opening(browser, shipped_page) as opened:
        yield opened


@pytest.fixture
def opened_cut(browser: Browser, cut_page: Path) -> Iterator[Opened]:
    with opening(browser, cut_page) as opened:
        yield opened


@pytest.fixture(scope="module")
def untouched(browser: Browser, shipped_page: Path) -> Iterator[Opened]:
    """A page that is only looked at."""
    with opening(browser, shipped_page) as opened:
        yield opened
