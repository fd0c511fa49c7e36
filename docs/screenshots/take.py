"""Take a picture of every page of a running Madoguchi: wide and phone, light and dark.

    .venv/bin/python docs/screenshots/take.py http://127.0.0.1:8000 pictures   every page, to its third screen
    .venv/bin/python docs/screenshots/take.py http://127.0.0.1:8000 --kept     the ones kept here

It signs in with an account of the sample, and asks the bot one question. `--only NAME` takes
some pages only.
"""

import argparse
import os
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("MADOGUCHI_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
QUESTION = "パスワードを忘れてしまいました"
EMAIL, PASSWORD = "mori@hinata.example", "madoguchi"

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SCREENS = 3
SIZES = {"wide": (1280, 800), "phone": (390, 844)}
EPISODES = "/staff/dashboard/episodes?metric=verified_deflection"
# Page, and where it is. A second address is the first link of that kind on the page.
PAGES = {
    "demo": ("/demo", ""),
    "widget": ("/demo", ""),
    "sign-in": ("/staff/sign-in", ""),
    "candidates": ("/staff/candidates", ""),
    "candidate": ("/staff/candidates?lang=ja", "/staff/candidates/"),
    "faqs": ("/staff/faqs", ""),
    "faq": ("/staff/faqs", "/staff/faqs/"),
    "inquiries": ("/staff/inquiries", ""),
    "inbox": ("/staff/inbox", ""),
    "hand-off": ("/staff/inbox", "/staff/inbox/"),
    "dashboard": ("/staff/dashboard", ""),
    "episodes": (EPISODES, ""),
    "episode": (EPISODES, "/staff/dashboard/episodes/"),
    "accounts": ("/staff/accounts", ""),
    "account": ("/staff/accounts", "/staff/accounts/"),
    "success-week": ("/staff/success", ""),
    "success-results": ("/staff/success/results", ""),
    "stage-weights": ("/staff/success/score/weights", ""),
}
KEPT: tuple[tuple[str, str, Scheme], ...] = (
    ("dashboard", "wide", "light"),
    ("dashboard", "phone", "dark"),
    ("widget", "wide", "light"),
    ("widget", "phone", "light"),
    ("candidates", "wide", "light"),
    ("candidate", "wide", "dark"),
    ("inbox", "wide", "light"),
    ("hand-off", "phone", "light"),
    ("success-week", "wide", "light"),
    ("success-week", "phone", "dark"),
    ("success-results", "wide", "light"),
)


class Camera:
    """A browser that has asked one question as a customer, and is signed in as the manager."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url.rstrip("/")
        self.customer = self.asked()
        self.manager = self.signed_in()

    def asked(self) -> StorageState:
        """Ask in the widget, wait for the answer, and return the browser's memory of it."""
        page = self.browser.new_page(locale="ja-JP")
        page.goto(f"{self.url}/demo")
        page.locator(".launcher").click()
        page.locator(".composer textarea").fill(QUESTION)
        page.locator(".composer textarea").press("Enter")
        expect(page.locator(".row.bot .bubble ol, .row.bot .bubble p").last).to_be_visible(timeout=30_000)
        page.wait_for_timeout(2_000)
        memory = page.context.storage_state()
        page.context.close()
        return memory

    def signed_in(self) -> StorageState:
        page = self.browser.new_page(locale="ja-JP")
        page.goto(f"{self.url}/staff/sign-in")
        page.fill("[name=email]", EMAIL)
        page.fill("[name=password]", PASSWORD)
        page.click("button.primary")
        page.wait_for_url(f"{self.url}/staff/candidates")
        memory = page.context.storage_state()
        page.context.close()
        return memory

    def take(self, name: str, size: str, scheme: Scheme, to: Path, *, whole: bool) -> None:
        """Write one picture: the page down to its third screen, or what one screen shows."""
        width, height = SIZES[size]
        memory = {"widget": self.customer, "demo": None, "sign-in": None}.get(name, self.manager)
        with self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            storage_state=memory,
        ) as context:
            page = context.new_page()
            self.open(page, name)
            overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if overflow > 0:
                print(f"{name}-{size}-{scheme}: {overflow} px wider than the screen")
            picture = to / f"{name}-{size}-{scheme}.png"
            # The open widget is fixed to the screen: a longer picture would tear it off.
            if whole and name != "widget":
                long = min(page.evaluate("document.documentElement.scrollHeight"), SCREENS * height)
                page.screenshot(
                    path=picture, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": long}
                )
            else:
                page.screenshot(path=picture)

    def open(self, page: Page, name: str) -> None:
        address, link = PAGES[name]
        page.goto(self.url + address)
        if link:
            found = page.locator("main a").evaluate_all(
                "(all, start) => all.map((a) => new URL(a.href)).map((u) => u.pathname)"
                ".find((path) => path.startsWith(start) && /\\d/.test(path.slice(start.length)))",
                link,
            )
            page.goto(self.url + found)
        if name == "widget":
            page.locator(".launcher").click()
            expect(page.locator(".row.bot .bubble").last).to_be_visible()
            page.wait_for_timeout(300)
            page.locator(".row.customer").evaluate("(asked) => asked.scrollIntoView()")
        page.wait_for_timeout(400)


def main() -> None:
    """Take the pictures asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("url")
    asked.add_argument("folder", nargs="?", type=Path)
    asked.add_argument("--kept", action="store_true", help="take the pictures kept beside this file")
    asked.add_argument("--only", nargs="*", choices=PAGES, default=list(PAGES))
    wanted = asked.parse_args()
    shots = KEPT if wanted.kept else tuple(product(PAGES, SIZES, SCHEMES))
    folder = HERE if wanted.kept else wanted.folder
    if folder is None:
        asked.error("Name a folder for the pictures, or say --kept.")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        camera = Camera(browser, wanted.url)
        for name, size, scheme in shots:
            if name in wanted.only:
                camera.take(name, size, scheme, folder, whole=not wanted.kept)
        browser.close()


if __name__ == "__main__":
    main()
