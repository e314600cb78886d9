"""What a notebook shows: all of it escaped, without ids, scripts and colours, and of a sensible size."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from typing import Any

import pytest

import assess
from assess import plots
from assess.analysis.explaining.diagnosticity import diagnose
from assess.analysis.explaining.variance_shares import variance_shares
from assess.domain.number_text import percent
from assess.scoring.labels import Names
from tests.formats.hostile import BAD, hostile_case
from tests.reporting.drawn import CHOIR, ROOT, SHIPPED, hostile, scored

LARGEST = 40_000
CLAIM = "choir-steered"


def shipped_change() -> assess.Change:
    case = assess.load_case(SHIPPED)
    other = case.without("e002").regrade("miles", "B", "x", on="2018")
    return assess.compare(scored(SHIPPED), assess.score(other, draws=200))


class Seen(HTMLParser):
    """What elements there are, what attributes, and what text."""

    VOID = ("br", "path")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, list[str | None]] = {}
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def html(value: Any) -> str:
    return value._repr_html_()


def check_is_plain(text: str) -> Seen:
    seen = Seen(text)
    known = {"div", "figure", "p", "strong", "br", "table", "thead", "tbody", "tr", "th", "td"}
    assert seen.tags <= known | {"svg", "g", "text", "tspan", "path", "line", "rect"}
    assert not {"id", "class", "href", "src"} & seen.attributes.keys()
    assert not [name for name in seen.attributes if name.startswith("on")]
    assert not [style for style in seen.attributes["style"] if "url" in style or "#" in style]
    assert set(seen.attributes.get("fill", [])) <= {
        "none",
        "transparent",
        "currentColor",
        "#0072B2",
        "#D55E00",
    }
    assert len(text) < LARGEST
    return seen


def test_an_assessment_shows_its_key_claims_and_how_to_have_the_rest() -> None:
    result = scored(SHIPPED)
    seen = check_is_plain(html(result))
    assert "The Russian state had a hand in the founding of ARAC" in seen.text
    assert f'and {len(result.claims) - 10} more; all of them: .table("claims")' in seen.text
    assert "41 %51 %" in seen.text
    assert "svg" in seen.tags
    assert html(result) == html(result)


def test_a_change_shows_what_moved_and_of_what_the_foremost_change_is_made() -> None:
    change = shipped_change()
    seen = check_is_plain(html(change))
    assert "sources regradedmilesreliability C → B (x)" in seen.text
    assert f"{change.after.case.claims[change.moved[0].id].text}".rstrip(".") in seen.text
    rows = plots.shares_rows(change, change.moved[0].id)
    assert rows[0].to_db is not None
    assert rows[-1].to_db == pytest.approx(rows[0].to_db + sum(row.step_db or 0.0 for row in rows[1:-1]), abs=1e-9)


def test_a_case_shows_what_it_asks_and_whose_word_it_has() -> None:
    case = assess.load_case(SHIPPED)
    seen = check_is_plain(html(case))
    counts = (len(case.subjects), sum(map(len, case.ask.values())), len(case.evidence), len(case.claims))
    assert "{} subjects, {} questions, {} items, 15 sources, {} claims, 18 predictions".format(*counts) in seen.text
    assert "Marintha Miles (C)" in seen.text
    assert "and 13 more; all of them: .ask" in seen.text


def test_a_table_shows_its_first_rows() -> None:
    table = scored(SHIPPED).table()
    seen = check_is_plain(html(table))
    assert f"and {len(table) - 10} more; all of them: .to_pandas(), .to_polars()" in seen.text


def test_an_explanation_leads_from_the_prior_to_the_posterior() -> None:
    explanation = assess.explain(scored(CHOIR), CLAIM)
    seen = check_is_plain(html(explanation))
    assert f"Where the probability of {CLAIM} comes from" in seen.text
    assert "posterior" in seen.text
    assert explanation._repr_mimebundle_() == {"text/plain": f"Explanation of {CLAIM} by item: 7 steps"}
    apart = [row.step.label for row in explanation.targets[0].rows() if row.kind == "step"]
    assert apart
    assert [label for label in apart if str(label) not in seen.text] == []


def test_an_explanation_shows_the_largest_steps_of_every_hypothesis() -> None:
    explanation = assess.explain(scored(SHIPPED), "arac/origin")
    seen = check_is_plain(html(explanation))
    assert seen.text.count("posterior") == seen.text.count("prior") == len(explanation.targets) == 4
    for target in explanation.targets:
        largest = max(target.steps, key=lambda step: abs(step.step_db or 0.0))
        assert str(largest.label) in seen.text
    priors = [percent(target.prior, Names(explanation.result).scale) for target in explanation.targets]
    assert [number for number in priors if number not in seen.text] == []
    assert "each step: .table()" in seen.text


def test_a_plan_shows_the_foremost_prospects_of_every_claim() -> None:
    plan = assess.plan(scored(SHIPPED), ["policy-coherent", "arac-created", "utr-created"])
    seen = check_is_plain(html(plan))
    assert [ident for ident in plan.targets if ident not in seen.text] == []
    numbers = [percent(target.now, Names(plan.result).scale) for target in plan.targets.values()]
    assert [number for number in numbers if number not in seen.text] == []


def test_tests_between_hypotheses_and_shares_of_a_width_have_a_view() -> None:
    diagnosis = diagnose(scored(CHOIR), "choir/origin")
    assert "what its reports carry" in check_is_plain(html(diagnosis)).text
    assert repr(diagnosis) == "Diagnosis of choir/origin, taken against made: 4 indicators"
    shares = variance_shares(scored(CHOIR), [CLAIM], pairs=20)[CLAIM]
    assert "known alone, takes away" in check_is_plain(html(shares)).text


def test_what_is_printed_is_a_line() -> None:
    result, case = scored(CHOIR), assess.load_case(CHOIR)
    shown = (
        assess.explain(result, CLAIM),
        assess.plan(result),
        assess.sensitivity(result),
        diagnose(result, "choir/origin"),
        *variance_shares(result, [CLAIM], pairs=20).values(),
        assess.compare(result, result),
        assess.timeline(case, draws=0),
    )
    assert [len(str(each)) < 120 and "\n" not in str(each) for each in shown] == [True] * len(shown)


def test_a_sensitivity_shows_what_changes_each_judgement() -> None:
    seen = check_is_plain(html(assess.sensitivity(scored(CHOIR), [CLAIM])))
    assert "What would change judgements of choir" in seen.text
    assert "prior odds that change it" in seen.text
    assert CLAIM in seen.text


def test_a_plan_shows_what_a_report_would_tell() -> None:
    plan = assess.plan(scored(CHOIR), CLAIM)
    seen = check_is_plain(html(plan))
    assert "What to look for next in choir" in seen.text
    prospect = plan.targets[CLAIM].prospects[0]
    assert Names(plan.result).indicator(prospect.indicator, prospect.about) in seen.text


def test_a_timeline_shows_the_last_days_and_its_figure() -> None:
    timeline = assess.timeline(assess.load_case(CHOIR), [CLAIM], draws=0)
    seen = check_is_plain(html(timeline))
    assert str(timeline.points[-1].as_of) in seen.text
    assert "svg" in seen.tags


@pytest.mark.parametrize(
    "odd", ['<script>alert(1)</script><img src=x onerror="alert(2)">', BAD, '"><svg onload=alert(1)>']
)
def test_hostile_text_stays_text(odd: str) -> None:
    result = hostile(odd)
    change = assess.compare(result, assess.score(result.case.without(result.case.evidence[0].id), draws=50))
    for value in (result, result.case, change, result.table("claims")):
        seen = check_is_plain(html(value))
        assert "\u202e" not in seen.text
    assert odd[:12] in Seen(html(result)).text


def test_a_case_without_claims_or_items_shows_what_it_has() -> None:
    case = hostile_case()
    bare = case.model_copy(update={"claims": {}, "predictions": {}, "evidence": ()})
    result = assess.score(bare, draws=0)
    # All three are as probable: the first of the rubric leads.
    assert "made33 %" in check_is_plain(html(result)).text
    assert "svg" not in check_is_plain(html(result)).tags
    assert "svg" not in check_is_plain(html(bare)).tags
    assert "no changes of the inputs; no claims moved" in check_is_plain(html(assess.compare(result, result))).text


def test_a_case_that_was_not_loaded_can_be_shown() -> None:
    case = assess.load_case(CHOIR).model_copy(update={"rubric": "choir"})
    assert "svg" in check_is_plain(html(case)).tags


def test_it_works_for_who_imports_the_package_and_nothing_else() -> None:
    """And what draws is loaded only when something is shown."""
    program = (
        "import sys, assess\n"
        f"result = assess.score(assess.load_case({str(CHOIR)!r}), draws=0)\n"
        "assert 'assess.reporting.notebook' not in sys.modules\n"
        "assert result._repr_html_().startswith('<div')\n"
        "assert 'pandas' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def test_a_figure_shows_itself_with_tooltips() -> None:
    shown = plots.sources(scored(CHOIR))._repr_mimebundle_()
    assert "tooltip" in str(shown)
