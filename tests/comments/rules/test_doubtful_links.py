"""The tables of doubtful_links.py: each example gets its verdict from its own rule."""

import pytest

from comments.rules.folding import fold
from comments.rules.link_rule import doubtful_links
from comments.rules.link_rule.closed_up import closed_up
from comments.rules.link_rule.doubtful_links import TABLES
from comments.rules.link_rule.verdicts import DOUBTFUL, SURE, Rule
from comments.rules.links import find_links, judge, judged_spans

pytestmark = pytest.mark.once

RULES = [rule for table in TABLES for rule in table]


def rules_met(text):
    """Return the rules that judged a stretch of the text, spaced letters and tags taken out too."""
    folded = fold(text)
    spans = list(judged_spans(folded))
    for closed in closed_up(folded):
        spans += judged_spans(closed, is_unspaced=True)
    return [span.rule for span in spans]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_an_example_is_judged_by_its_own_rule(rule):
    met = rules_met(rule.example)
    assert any(each is rule for each in met), [each.name for each in met]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_an_example_gets_the_verdict_of_its_rule(rule):
    findings = judge(rule.example)
    assert bool(findings.sure) == (rule.verdict is SURE)
    assert bool(findings.doubtful) == (rule.verdict is DOUBTFUL)


def test_no_rule_stands_outside_the_tables():
    alone = [each for each in vars(doubtful_links).values() if isinstance(each, Rule)]
    assert {id(rule) for rule in alone} <= {id(rule) for rule in RULES}


def test_each_rule_has_a_name_of_its_own_and_each_table_an_end():
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
    for table in TABLES:
        assert table[-1].test is doubtful_links.otherwise


def test_a_name_of_three_letters_before_a_glued_dot_is_an_address_and_one_of_two_is_none():
    assert [link.text for link in find_links("voir bioPOINTcom")] == ["bioPOINTcom"]
    assert find_links("voir boPOINTcom") == []
