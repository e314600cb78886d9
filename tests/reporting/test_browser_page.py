"""The shipped report in a browser: it needs nothing else, and folds, sorts, narrows, leads and prints."""

from __future__ import annotations

import io
import itertools
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from pypdf import PdfReader

from assess.reporting.report.written_report import html
from assess.scoring.results import Assessment
from tests.reporting.conftest import Opened
from tests.reporting.drawn import CHOIR, scored

WIDTHS = [390, 1280]
CLAIM = "claim-arac-coopted-or-created"


def test_it_asks_for_nothing_and_complains_of_nothing(untouched: Opened, shipped_page: Path) -> None:
    assert untouched.asked == [shipped_page.as_uri()]
    assert untouched.complaints == []


def test_its_headings_form_one_outline(untouched: Opened, shipped: Assessment) -> None:
    levels = [
        int(tag[1])
        for tag in untouched.page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => h.tagName)")
    ]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    titles = untouched.page.locator("h2").all_text_contents()
    assert titles[:2] == ["Who stood behind the founding of ARAC?", "Every question, country by country"]
    assert {"Annexes", "Key judgements", "Claims by country", "Each claim in words"} <= set(titles)
    assert untouched.page.locator("nav a").all_text_contents() == titles
    assert untouched.page.title() == shipped.case.title
    ids = untouched.page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_the_first_screen_holds_the_answer_and_ten_hold_the_core(opened: Opened) -> None:
    opened.page.set_viewport_size({"width": 1280, "height": 800})
    ends = opened.page.evaluate(
        "[document.querySelector('svg.stack'), document.getElementById('answer')]"
        ".map(part => part.getBoundingClientRect().bottom)"
    )
    assert ends[0] < 600
    assert ends[1] < 800
    core = "document.getElementById('annexes').getBoundingClientRect().top"
    assert opened.page.evaluate(core) <= 10 * 800


def test_every_link_leads_somewhere(untouched: Opened) -> None:
    dead = untouched.page.evaluate(
        "[...document.querySelectorAll('a')].filter(a => !document.getElementById("
        "decodeURIComponent(a.getAttribute('href').slice(1)))).map(a => a.outerHTML)"
    )
    assert dead == []
    assert untouched.page.locator("a").count() > 200


def test_claims_fold_by_click_and_by_key(opened_cut: Opened) -> None:
    opened_cut.page.locator(f"section.l2:has(#{CLAIM}) > details > summary").click()
    details = opened_cut.page.locator(f"#{CLAIM} > details")
    text = details.locator("p").first
    assert not text.is_visible()
    details.locator("summary").click()
    assert text.is_visible()
    details.locator("summary").press("Enter")
    assert not text.is_visible()


def test_a_link_to_a_claim_unfolds_it(opened_cut: Opened) -> None:
    opened_cut.page.locator("#claims > details > summary").click()
    opened_cut.page.locator(f"#claims a[href='#{CLAIM}']").click()
    assert opened_cut.page.locator(f"#{CLAIM} p").first.is_visible()
    assert opened_cut.page.evaluate(f"document.getElementById('{CLAIM}').getBoundingClientRect().top") < 200


def test_a_table_sorts_by_number_up_and_down(opened_cut: Opened) -> None:
    opened_cut.page.locator("#claims > details > summary").click()
    table = opened_cut.page.locator("#claims table").first
    head = table.locator("thead th", has_text="probability")
    column = [cell.strip() for cell in table.locator("thead th, thead td").all_inner_texts()].index("probability")

    def numbers() -> list[float]:
        cells = table.evaluate("(table, n) => [...table.tBodies[0].rows].map(r => r.children[n].textContent)", column)
        return [0.5 if cell.startswith("under") else float(re.search(r"[\d.]+", cell).group()) for cell in cells]

    before = numbers()
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert numbers() == sorted(before) != before
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert numbers() == sorted(before, reverse=True)


def test_a_table_sorts_numbers_as_the_language_writes_them(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "russian.html"
    path.write_text(html(scored(CHOIR), language="ru"), encoding="utf-8")
    page = browser.new_context().new_page()
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    table = page.locator("#whose-word table").first
    name = "сдвигает утверждения, пунктов"
    column = [cell.strip(" \u2195") for cell in table.locator("thead th, thead td").all_inner_texts()].index(name)
    table.locator("thead th", has_text=name).get_by_role("button").click()
    cells = table.evaluate("(table, n) => [...table.tBodies[0].rows].map(r => r.children[n].textContent)", column)
    said = [re.search(r"[\d,]+", cell).group() for cell in cells]
    assert all("," in number for number in said)
    numbers = [float(number.replace(",", ".")) for number in said]
    assert numbers == sorted(numbers)
    assert said != sorted(said)
    page.context.close()


def test_the_page_narrows_to_a_country(opened: Opened) -> None:
    opened.page.get_by_label("Country", exact=True).select_option("AZ")
    rows = opened.page.evaluate(
        "[...document.querySelectorAll('main tr[data-country]')].filter(r => r.offsetParent)"
        ".map(r => r.dataset.country)"
    )
    assert rows
    assert all("AZ" in row.split(", ") for row in rows)
    sections = "[...document.querySelectorAll('main section[data-country]')].filter(s => !s.hidden)"
    assert {"AZ"} <= set(opened.page.evaluate(f"{sections}.flatMap(s => s.dataset.country.split(', '))"))
    assert not opened.page.evaluate(f"{sections}.some(s => !s.dataset.country.split(', ').includes('AZ'))")
    opened.page.get_by_label("Country", exact=True).select_option("")
    assert opened.page.locator("main [hidden]:not([data-only])").count() == 0


def test_narrowed_to_a_country_it_shows_no_point_tile_or_figure_of_another(opened: Opened) -> None:
    opened.page.get_by_role("button", name="Unfold all").click()
    opened.page.get_by_label("Country", exact=True).select_option("GE")
    shown = opened.page.evaluate(
        "[...document.querySelectorAll('main [data-country]')].filter(e => e.checkVisibility())"
        ".map(e => [e.tagName, e.dataset.country])"
    )
    assert all("GE" in country.split(", ") for _, country in shown)
    assert {"SECTION", "LI", "TR", "TD", "TH"} <= {tag for tag, _ in shown}
    assert not opened.page.locator("#answer").is_visible()
    figures = "[...document.querySelectorAll('main figure')].filter(f => f.checkVisibility())"
    own = f"{figures}.map(f => f.dataset.only ?? f.closest('[data-country]')?.dataset.country ?? '')"
    assert {code for codes in opened.page.evaluate(own) for code in [codes.split(", ")] if "GE" not in code} == set()
    assert {"sources", "chains", "authors", "forest"} <= {
        name
        for name, text in {
            "sources": "How reliable",
            "chains": "reach us through",
            "authors": "against the author",
            "forest": "Georgian",
        }.items()
        if text in " ".join(opened.page.locator("figure[data-only=GE]").all_inner_texts())
    }
    assert "All 17 items on Georgia reach us through Marintha Miles" in opened.page.locator("#whose-word").inner_text()
    assert not opened.page.locator("#assumptions").is_visible()
    for section in ("Who is who", "Figures and dates", "Gaps"):
        text = opened.page.locator(f"section.l2:has(h2:text-is('{section}'))").inner_text()
        assert "Georgia" in text
        assert not re.search(r"\bARAC\b", text), section
    tables = "[...document.querySelectorAll('main table')].filter(t => t.checkVisibility())"
    assert opened.page.evaluate(f"{tables}.every(t => [...t.tBodies[0].rows].some(r => r.checkVisibility()))")
    told = opened.page.locator("nav output").inner_text()
    gone = "[...document.querySelectorAll('main :is(section, li, tbody tr)[data-country][hidden]')]"
    outermost = opened.page.evaluate(f"{gone}.filter(e => !e.parentElement.closest('[hidden]')).length")
    assert told.startswith("Georgia alone")
    assert told.endswith(f"sections, points and rows hidden: {outermost}")
    assert outermost > 0


def test_a_column_of_words_sorts_by_what_they_mean(opened_cut: Opened) -> None:
    opened_cut.page.locator("#claims > details > summary").click()
    table = opened_cut.page.locator("#claims table").first
    column = [cell.strip(" \u2195") for cell in table.locator("thead th, thead td").all_inner_texts()].index("word")
    head = table.locator("thead th, thead td").nth(column)
    assert head.get_attribute("aria-sort") == "none"
    head.get_by_role("button").click()
    words = table.evaluate("(table, n) => [...table.tBodies[0].rows].map(r => r.children[n].textContent)", column)
    order = ["almost no chance", "very unlikely", "unlikely", "roughly even chance", "likely", "very likely"]
    places = [order.index(word) for word in words if word in order]
    assert places == sorted(places)
    assert len(set(places)) > 2


def test_a_word_is_sought_in_what_is_folded_too(opened: Opened) -> None:
    box = opened.page.get_by_label("Find", exact=True)
    box.fill("Quvvatov and his group")
    box.press("Enter")
    hit = opened.page.locator(".hit")
    assert hit.is_visible()
    assert "Quvvatov and his group" in hit.inner_text()
    count = opened.page.locator("nav output").inner_text()
    assert re.fullmatch(r"1 / \d+", count)
    box.press("Enter")
    assert opened.page.locator("nav output").inner_text() == count.replace("1 /", "2 /", 1)
    box.fill("no such words")
    box.press("Enter")
    assert opened.page.locator("nav output").inner_text() == "not found"


def test_the_address_holds_what_is_shown(opened: Opened, shipped_page: Path) -> None:
    page = opened.page
    page.locator("#claims > details > summary").click()
    page.locator("#claims table").first.locator("thead button").nth(1).click()
    page.get_by_label("Country", exact=True).select_option("TJ")
    page.get_by_label("Find", exact=True).fill("Saidov")
    page.get_by_label("Find", exact=True).press("Enter")

    def state() -> list[object]:
        return page.evaluate(
            "[[...document.querySelectorAll('main details[open]')].map(d => d.parentElement.id), "
            "[...document.querySelectorAll('main tr')].filter(r => r.hidden).length, "
            "document.querySelector('#claims tbody').textContent, document.querySelector('.hit').textContent, "
            "document.querySelector('#claims [aria-sort=ascending]').cellIndex]"
        )

    before, address = state(), page.evaluate("location.href")
    page.goto("about:blank")
    page.goto(address)
    assert state() == before
    assert page.get_by_label("Country", exact=True).input_value() == "TJ"
    assert address.startswith(shipped_page.as_uri())


def test_a_claim_can_be_cited_and_linked(opened_cut: Opened, cut: Assessment) -> None:
    page = opened_cut.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_label("Claim", exact=True).select_option(CLAIM)
    page.locator(f"#{CLAIM} button.own").click()
    cited = page.evaluate("navigator.clipboard.readText()")
    assert cut.case.claims[CLAIM.removeprefix("claim-")].text.rstrip(".") in cited
    assert cut.case.title in cited
    assert cut.inputs[:19] in cited
    assert cited.endswith(f"#{CLAIM}")
    assert page.locator(f"#{CLAIM} a.own").get_attribute("href") == f"#{CLAIM}"


def test_claims_items_sources_and_documents_lead_to_each_other(untouched: Opened) -> None:
    pairs = untouched.page.evaluate(
        """[...document.querySelectorAll("section[id^='claim-'], li[id]")].flatMap(part =>
        [...part.querySelectorAll("a:not(.own)")].map(a => [part.id, decodeURIComponent(a.hash.slice(1))]))"""
    )
    kinds = ("claim-", "item-", "source-", "document-")
    leads = {(a, b) for a, b in pairs if a.startswith(kinds) and b.startswith(kinds)}
    assert {(b, a) for a, b in leads} == leads
    kinds_linked = {(a.partition("-")[0], b.partition("-")[0]) for a, b in leads}
    assert {("claim", "item"), ("claim", "source"), ("item", "source"), ("item", "document")} <= kinds_linked


def test_one_may_jump_to_a_claim(opened_cut: Opened) -> None:
    opened_cut.page.get_by_label("Claim", exact=True).select_option(CLAIM)
    assert opened_cut.page.locator(f"#{CLAIM} p").first.is_visible()
    assert opened_cut.page.evaluate("decodeURIComponent(location.hash).split('&')[0]") == f"#{CLAIM}"


def test_all_can_be_unfolded_and_folded(opened_cut: Opened) -> None:
    closed = opened_cut.page.locator("main details:not([open])")
    opened_cut.page.get_by_role("button", name="Unfold all").click()
    assert closed.count() == 0
    opened_cut.page.get_by_role("button", name="Fold all", exact=True).click()
    assert closed.count() == opened_cut.page.locator("main details").count()


def test_it_can_be_read_without_scripts(browser: Browser, cut_page: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(cut_page.as_uri())
    assert page.locator("#answer li").first.is_visible()
    assert not page.locator("#tools").is_visible()
    page.locator(f"section.l2:has(#{CLAIM}) > details > summary").click()
    page.locator(f"#{CLAIM} summary").click()
    assert page.locator(f"#{CLAIM} p").first.is_visible()
    context.close()


def printed(opened: Opened) -> list[str]:
    """Return the texts of the pages on A4."""
    pages = PdfReader(io.BytesIO(opened.page.pdf(prefer_css_page_size=True))).pages
    assert {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in pages} <= {
        (595, 842),
        (594, 842),
    }
    return [" ".join(page.extract_text().split()) for page in pages]


def test_it_prints_its_core_on_eight_pages_with_its_title_over_each(opened: Opened, shipped: Assessment) -> None:
    pages = printed(opened)
    assert len(pages) <= 8
    assert all(shipped.case.title in page for page in (pages[0], pages[1], pages[-1]))
    whole = " ".join(pages)
    assert "What would change the answer" in whole
    assert "Key judgements" not in whole
    assert "Fold all" not in whole


def test_it_prints_the_annexes_that_its_reader_opened(opened: Opened) -> None:
    folded = "taking hold of it, if not creating it”; the prior was"
    assert folded not in " ".join(printed(opened))
    opened.page.locator(f"section.l2:has(#{CLAIM}) > details > summary").click()
    opened.page.locator(f"#{CLAIM} summary").click()
    whole = " ".join(printed(opened))
    assert folded in whole
    assert "Claims by country" not in whole


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_overflows(opened: Opened, width: int) -> None:
    opened.page.set_viewport_size({"width": width, "height": 900})
    opened.page.get_by_role("button", name="Unfold all").click()
    assert opened.page.evaluate("document.documentElement.scrollWidth") == width
    outside = opened.page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll, thead, svg, pre')"
        " && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 90))"
    )
    assert outside == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing(opened_cut: Opened, width: int, scheme: str) -> None:
    opened_cut.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    opened_cut.page.set_viewport_size({"width": width, "height": 900})
    for folded in ("#claims", f"section.l2:has(#{CLAIM})", f"#{CLAIM}"):
        opened_cut.page.locator(f"{folded} > details > summary").click()
    violations = Axe().run(opened_cut.page).response["violations"]
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]][:3]) for rule in violations] == []


def test_the_policy_of_the_page_forbids_all_else(opened_cut: Opened) -> None:
    opened_cut.page.evaluate(
        "document.body.append(Object.assign(document.createElement('img'), {src: 'https://example.org/a.png'}));"
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = true'}))"
    )
    assert opened_cut.page.evaluate("window.ran") is None
    assert len([text for text in opened_cut.complaints if "Content Security Policy" in text]) >= 2
