"""Debian's Chromium and its driver: a page opened as a reader has it, what it says and fetches, and what axe-core finds in it."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from selenium.webdriver import ActionChains, Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")


def has_the_fonts() -> bool:
    """Whether letters are as wide as those of Arial, with which the page counts on paper."""
    asked = shutil.which("fc-match") and subprocess.run(["fc-match", "Arial", "family"], capture_output=True, text=True, check=True).stdout
    return not asked or asked.strip() in ("Arial", "Liberation Sans", "Arimo")


PARTS = {"Chromium": BROWSER, "its driver (chromedriver)": DRIVER, "Arial or a font of its widths (fonts-liberation)": has_the_fonts()}
MISSING = [name for name, there in PARTS.items() if not there]

QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE, NARROW = 1400, 390
HEIGHT = 900
PATIENCE = 900  # seconds: axe-core takes a minute over a long page, and several on a machine with other work
COLOURS = ("cat.color",)
"""What another scheme of colours can break of a page that is the same in all else."""
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
CHECK = """
const [values, done] = arguments;
axe.run({ runOnly: { type: "tag", values }, resultTypes: ["violations"] }).then(
  (found) => done(found.violations.map((each) => `${each.id}: ${each.nodes.length} x ${each.nodes[0].html.slice(0, 120)}`)),
  (error) => done([`axe-core: ${error}`]));
"""
STAND_STILL = """
const done = arguments[0];
let before = null;
(function look() {
  if (scrollY === before) return done();
  before = scrollY;
  setTimeout(look, 120);
})();
"""


@cache
def _axe() -> str:
    """Axe-core, the one file for which axe-playwright-python is installed."""
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Page:
    """An opened page.

    Attributes
    ----------
    driver : Chrome
    downloads : Path
        The folder for what the reader saves.
    """

    driver: Chrome
    downloads: Path

    def devtools(self, command: str, **values: object) -> dict:
        """Send a command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(command, values)

    def all(self, selector: str) -> list[WebElement]:
        """Every element that a CSS selector finds."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        """The first element that a CSS selector finds."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def value(self, expression: str) -> object:
        """What an expression gives in the page."""
        return self.driver.execute_script(f"return {expression}")

    def press(self, *keys: str) -> None:
        """Press keys one after the other, wherever the focus is."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def stand_still(self) -> None:
        """Wait until nothing scrolls."""
        self.driver.execute_async_script(STAND_STILL)

    def unfold(self) -> None:
        """Open every folded part."""
        self.driver.execute_script('document.querySelectorAll("details").forEach((part) => { part.open = true; })')

    def thin(self, lists: str) -> None:
        """Keep the first rows of long lists: the others are made alike, and axe-core takes minutes over thousands."""
        rows = "document.querySelectorAll(arguments[0]).forEach((list) => [...list.children].slice(40).forEach((row) => row.remove()))"
        self.driver.execute_script(rows, lists)

    def widths(self) -> tuple[int, int]:
        """How wide the page is, and how much of it is seen at once."""
        return tuple(self.value("[document.documentElement.scrollWidth, document.documentElement.clientWidth]"))

    def findings(self, rules: tuple[str, ...] = RULES) -> list[str]:
        """What axe-core finds against its rules of accessibility that have one of these tags."""
        self.driver.execute_script(_axe())
        return self.driver.execute_async_script(CHECK, rules)

    def saved(self) -> Path:
        """The file that the reader saves, once it is whole."""
        WebDriverWait(self.driver, PATIENCE).until(lambda _: [file for file in self.downloads.iterdir() if _is_whole(file)])
        (file,) = self.downloads.iterdir()
        return file

    def shoot(self, file: Path) -> None:
        """Save a picture of the page from top to bottom."""
        size = self.devtools("Page.getLayoutMetrics")["cssContentSize"]
        shot = self.devtools("Page.captureScreenshot", captureBeyondViewport=True, clip={**size, "scale": 1})
        file.write_bytes(base64.b64decode(shot["data"]))

    def print(self, file: Path) -> list[tuple[float, float]]:
        """Print the page to a PDF file; the width and height of each sheet in millimetres."""
        paper = base64.b64decode(self.devtools("Page.printToPDF", preferCSSPageSize=True)["data"])
        file.write_bytes(paper)
        boxes = re.findall(rb"/Type\s*/Page\b(?!s).*?/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", paper, re.DOTALL)
        return [(float(width) / 72 * 25.4, float(height) / 72 * 25.4) for width, height in boxes]

    def said(self) -> list[str]:
        """What the console said since it was last asked: messages, errors, what the browser refused."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def fetched(self) -> list[str]:
        """Every address outside the page's own file that was fetched since this was last asked."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
        return [address for address in asked if not address.startswith(("file:", "data:", "blob:"))]


def _is_whole(file: Path) -> bool:
    return file.suffix != ".crdownload" and not file.name.startswith(".")


def _options(folder: Path) -> ChromeOptions:
    options = ChromeOptions()
    options.binary_location = BROWSER
    for flag in (*QUIET, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(folder / "downloads")})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return options


@contextmanager
def opened(address: str, *, width: int = WIDE, scheme: str = "light", scripts: bool = True) -> Iterator[Page]:
    """Open a page in a browser that has never seen another.

    Parameters
    ----------
    address : str
    width : int
        Of the window, in pixels.
    scheme : {"light", "dark"}
        What the reader prefers.
    scripts : bool
        Whether the reader lets scripts run.

    Yields
    ------
    Page
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "downloads").mkdir()
        # The driver is named, so that selenium looks for none and fetches none
        driver = Chrome(options=_options(folder), service=Service(executable_path=DRIVER))
        try:
            driver.set_script_timeout(PATIENCE)
            driver.command_executor.client_config.timeout = PATIENCE + 60  # a driver that hangs is no reason to wait for ever
            page = Page(driver, folder / "downloads")
            page.devtools("Emulation.setDeviceMetricsOverride", width=width, height=HEIGHT, deviceScaleFactor=1, mobile=False)
            preferred = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
            page.devtools("Emulation.setEmulatedMedia", features=[{"name": name, "value": value} for name, value in preferred.items()])
            page.devtools("Emulation.setScriptExecutionDisabled", value=not scripts)
            driver.get("about:blank")
            page.said(), page.fetched()  # what the browser itself opens with is no part of the page
            driver.get(address)
            yield page
        finally:
            driver.quit()
