"""Every page of the built site as it is written: links, words, sizes, bytes."""

import copy as copies
import json
import re
from collections import deque
from pathlib import Path
from urllib.parse import unquote, urlsplit

import whole_site

ROOT = Path(__file__).parents[3]
_LEADS = {"a": "href", "img": "src", "script": "src", "link": "href", "source": "src"}
_OF_CSS = re.compile(r"url\(\s*['\"]?(?!data:|#)([^'\")]+)|@import\s+['\"]([^'\"]+)")


def links(page):
    """Yield what leads from a page elsewhere: the element's name, and the address."""
    for element in page.iter(*_LEADS):
        if (address := element.get(_LEADS[element.tag])) is not None:
            yield element.tag, address


def target(site, page, address) -> tuple[Path, str]:
    parts = urlsplit(address)
    here = site.folder / page
    there = here if not parts.path else (here.parent / unquote(parts.path)).resolve()
    return there, unquote(parts.fragment)


def test_no_link_of_a_page_is_broken(site):
    places = {
        site.folder / name: {element.get("id") for element in page.iter() if element.get("id")}
        for name, page in site.pages.items()
    }
    broken = []
    for name, page in site.pages.items():
        for _, address in links(page):
            if urlsplit(address).scheme in ("http", "https", "data", "mailto"):
                continue
            there, place = target(site, name, address)
            known = places.get(there, {place})
            filtered = there == site.folder / "claims/index.html" and "=" in place
            if not there.is_file() or (place and place not in known and not filtered):
                broken.append((name, address))
    assert not broken[:20]
    assert len(places) > 150


def test_addresses_elsewhere_are_links_to_follow_and_nothing_is_loaded_from_there(site):
    loaded, odd = [], []
    for name, page in site.pages.items():
        for tag, address in links(page):
            parts = urlsplit(address)
            if not parts.scheme and not parts.netloc:
                assert not address.startswith("/"), (name, address)  # it works in any folder
            elif tag != "a" and parts.scheme != "data":
                loaded.append((name, address))
            elif parts.scheme in ("http", "https") and not re.fullmatch(
                r"[a-z0-9-]+(\.[a-z0-9-]+)+", parts.netloc
            ):
                odd.append((name, address))
    for file in site.folder.rglob("*.css"):
        text = file.read_text(encoding="utf-8")
        found = [one or two for one, two in _OF_CSS.findall(text)]
        loaded += [(file.name, one) for one in found if urlsplit(one).netloc]
    assert not loaded
    assert not odd


def test_the_text_for_a_picture_is_its_sidecars(site):
    words = {
        f"{file.parent.name}/figures/{file.stem}.png": json.loads(file.read_text())["alt"]
        for file in (ROOT / "figures").glob("*/*.json")
    }
    shown = set()
    for name, page in site.pages.items():
        for image in page.iter("img"):
            assert (image.get("alt") or "").strip(), (name, image.get("src")[:60])
            file = (site.folder / name).parent.joinpath(image.get("src")[:200]).resolve()
            known = "/".join(file.parts[-3:])
            if known in words:
                assert image.get("alt") == words[known], (name, known)
                shown.add((known, "notebook/" in name))
    assert shown == {(known, notebook) for known in words for notebook in (False, True)}


def test_a_page_has_its_language_one_heading_above_all_and_a_title(site):
    for name, page in site.pages.items():
        assert page.get("lang") == "en-GB", name
        assert len(page.findall("./head/title")) == 1, name
        if name != "search.html":  # whose heading a script writes
            assert len(page.findall(".//h1")) == 1, name


def test_tables_have_headings_and_no_page_shows_a_missing_number(site):
    lacking = []
    for name, page in site.pages.items():
        lacking += [name for table in page.iter("table") if table.find(".//th") is None]
        if "/notebook/" not in name and not name.startswith(("library/api", "search")):
            text = _text(page)
            assert not re.search(r"\bnan\b|\bNaN\b|<NA>|\{\{|:::", text), name
    assert not lacking


def _text(page) -> str:
    """Return what a page says, without its code."""
    said = copies.deepcopy(page.find(".//article"))
    for code in [*said.iter("pre", "code")]:
        code.drop_tree()
    return said.text_content()


def test_every_page_is_reached_from_the_first(site):
    steps = clicks(site, "index.html")
    assert sorted(set(site.pages) - set(steps) - {"search.html"}) == []


def clicks(site, start) -> dict[str, int]:
    """Return the pages that are reached from one, and how many clicks away each is."""
    away, waiting = {start: 0}, deque([start])
    while waiting:
        page = waiting.popleft()
        for tag, address in links(site.pages[page]):
            if tag != "a" or urlsplit(address).scheme:
                continue
            there, _ = target(site, page, address)
            name = there.relative_to(site.folder).as_posix() if there.is_file() else ""
            if name in site.pages and name not in away:
                away[name] = away[page] + 1
                waiting.append(name)
    return away


def test_a_readers_questions_are_answered_within_three_clicks(site):
    """Whether a sentence is true, a ward, an authority, why lives are shorter, a figure's data."""
    steps = clicks(site, "index.html")
    wanted = [
        *(name for name in steps if re.fullmatch(r"(claims|areas|wards)/[^/]+/index.html", name)),
        "notebooks/09_why_lives_are_shorter/index.html",
        "library/data/slope_index_la/index.html",
    ]
    assert len(wanted) > 500
    assert [name for name in wanted if steps[name] > 3] == []


def test_sizes_are_within_what_was_promised(site):
    files = [file for file in site.folder.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) < 60e6
    large = [
        name
        for name in site.pages
        if "/notebook/" not in name and (site.folder / name).stat().st_size > 300e3
    ]
    assert not large
    areas = [file.stat().st_size for file in site.folder.glob("areas/*/index.html")]
    assert sum(areas) / len(areas) < 60e3


def test_it_is_built_in_four_minutes_on_a_single_processor(site):
    assert site.seconds < 240


def test_another_folder_another_order_and_another_clock_give_the_same_bytes(site, tmp_path):
    other = whole_site.built(
        whole_site.project(tmp_path / "a second place"),
        PYTHONHASHSEED="2", LC_ALL="C", TZ="Asia/Tokyo",
    )  # fmt: skip
    lists = [(one.folder / "checksums.txt").read_text().splitlines() for one in (site, other)]
    assert sorted(set(lists[0]) ^ set(lists[1])) == []
    text = "".join(str(file) for file in site.folder.rglob("*"))
    assert str(site.folder.parent) not in text.replace(str(site.folder), "")


def test_a_page_that_changed_alone_is_made_anew_and_the_rest_is_as_in_a_build_from_nothing(
    site, copy, tmp_path
):
    before = dict(reversed(line.split("  ")) for line in listed(site))
    glossary = copy / "docs/glossary.md"
    kept = glossary.read_text(encoding="utf-8")
    try:
        glossary.write_text(kept.replace("## Association\n", "## Association\n\nNew words.\n"))
        again = whole_site.built(copy)
        after = dict(reversed(line.split("  ")) for line in listed(again))
    finally:
        glossary.write_text(kept, encoding="utf-8")
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed == {"library/glossary/index.html", "searchindex.js"}
    assert before.keys() == after.keys()
    assert again.seconds < site.seconds / 2
    whole_site.built(copy)
    assert listed(site) == [f"{digest}  {name}" for name, digest in before.items()]


def listed(site) -> list[str]:
    return (site.folder / "checksums.txt").read_text().splitlines()
