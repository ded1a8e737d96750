"""A page of each kind in a browser, where there is one: what it asks for, and who can use it."""

import functools
import http.server
import shutil
import threading
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
pytestmark = pytest.mark.skipif(
    not Path(CHROMIUM).is_file(), reason="no chromium on this machine: pages were not looked at"
)
WIDTHS = (390, 820, 1280)


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def served(site, tmp_path_factory):
    """The site as a server has it in a folder of its own."""
    top = tmp_path_factory.mktemp("served")
    (top / "some").mkdir()
    (top / "some" / "folder").symlink_to(site.folder)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    handler = functools.partial(Quiet, directory=str(top))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/some/folder"
    server.shutdown()


@pytest.mark.parametrize("where", ["file", "folder of a server"])
def test_nothing_is_asked_of_another_host_and_nothing_goes_wrong(browser, site, served, where):
    top = served if where != "file" else site.folder.as_uri()
    asked, wrong = [], []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: wrong.append((request.url, request.failure)))
    page.on("response", lambda answer: wrong.append(answer.url) if answer.status >= 400 else None)
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for name in site.kinds:
        page.goto(f"{top}/{name}", wait_until="load")
    page.goto(f"{top}/search.html?q=slope", wait_until="load")
    page.wait_for_selector("#search-results li")
    page.close()
    assert len(asked) > 3 * len(site.kinds)
    assert [url for url in asked if not url.startswith((f"{top}/", "data:"))] == []
    left = "net::ERR_ABORTED"  # the next page was asked for before the icon had come
    assert [one for one in wrong if one[1:] != (left,)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser, site, scheme):
    axe = pytest.importorskip("axe_core_python.sync_playwright", reason="no axe-core").Axe()
    found = []
    for width in (WIDTHS[0], WIDTHS[-1]):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        for name in site.kinds:
            page.goto(f"{site.folder.as_uri()}/{name}")
            result = axe.run(page)
            assert len(result["passes"]) > 10
            found += [
                (name, width, fault["id"], fault["nodes"][0]["html"][:200])
                for fault in result["violations"]
                if fault["impact"] in ("serious", "critical")
            ]
        context.close()
    assert not found


def test_a_page_is_no_wider_than_the_window(browser, site):
    wide = []
    for width in WIDTHS:
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        for name in site.kinds:
            page.goto(f"{site.folder.as_uri()}/{name}")
            needed = page.evaluate("document.documentElement.scrollWidth")
            if needed > width:
                wide.append((name, width, needed))
        context.close()
    assert not wide


def test_every_page_says_the_same_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name in site.kinds:
        if name == "search.html":
            continue  # it says that it needs them
        page.goto(f"{site.folder.as_uri()}/{name}")
        assert page.locator("article h1").is_visible(), name
        assert len(page.locator("article").inner_text()) > 200, name
    context.close()


@pytest.mark.parametrize("name", ["index.html", "notebooks/01_life_expectancy_gaps/index.html"])
def test_everything_is_reached_by_the_keyboard_in_order(browser, site, name):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site.folder.as_uri()}/{name}")
    shown = page.evaluate(
        """[...document.querySelectorAll('article a[href], article input, article summary')]
        .filter(one => one.checkVisibility({visibilityProperty: true})).length"""
    )
    seen = page.evaluate("window.seen = new Set(); 0")
    for _ in range(shown + 200):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const one = document.activeElement;
            if (one && one.matches('article a[href], article input, article summary')) {
              window.seen.add(one);
              const box = one.getBoundingClientRect();
              if (box.width === 0 && box.height === 0) throw new Error('not to be seen');
            }
            return window.seen.size }"""
        )
        if seen == shown:
            break
    page.close()
    assert seen == shown > 5


def test_on_paper_there_is_the_page_alone(browser, site):
    page = browser.new_page()
    page.emulate_media(media="print")
    for name in site.kinds:
        page.goto(f"{site.folder.as_uri()}/{name}")
        for bar in (".sidebar-drawer", ".toc-drawer", ".mobile-header"):
            assert not page.locator(bar).first.is_visible(), (name, bar)
    page.close()
