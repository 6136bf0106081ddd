"""The design system's style: what a page can match stays, what none can goes."""

from intake.web import static, style

NAMES = style.words('<p class="usa-alert usa-alert--{{ kind }}"> <button class="usa-button big">')


def _kept(css: str) -> str:
    return style.used(css, NAMES)


def test_a_rule_stays_for_the_classes_that_pages_name_or_begin() -> None:
    css = ".usa-alert--error a,.usa-card a{x:1}.usa-button.big{y:2}.usa-banner{z:3}"
    assert _kept(css) == ".usa-alert--error a{x:1}.usa-button.big{y:2}"


def test_what_no_class_decides_stays() -> None:
    css = '@charset "UTF-8";html,[type=search]{a:1}@font-face{b:2}.usa-button:not(.usa-button--unstyled,.usa-x){c:3}'
    assert _kept(css) == css


def test_what_holds_rules_is_looked_into_and_goes_when_it_is_empty() -> None:
    css = "/*! a } */@media print{.usa-card{a:1}.usa-button{b:2}}@supports (x:y){@media all{.usa-card{c:3}}}"
    assert _kept(css) == "@media print{.usa-button{b:2}}"


def test_signs_in_texts_and_in_escaped_names_mislead_nobody() -> None:
    css = '.usa-button::before{content:"} .usa-card{"}.tablet\\:usa-button{a:1}.usa-button{b:2}'
    assert _kept(css) == '.usa-button::before{content:"} .usa-card{"}.usa-button{b:2}'


def test_what_is_served_has_every_state_that_macros_make() -> None:
    answer = static.Static()
    served = answer.answer(answer.version, static.SYSTEM, "")
    assert served is not None
    css = bytes(served.body).decode()
    for each in (".usa-alert--warning", ".usa-alert--success", ".usa-button--secondary", ".usa-form-group--error", ".usa-skipnav:focus"):
        assert each in css
    assert ".usa-banner" not in css
    assert len(css) < 60_000
