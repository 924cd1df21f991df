"""What serves readers of the templates' source alone is not sent; no two words of a page are glued by it."""

import pytest

from portal.template_loader import bare

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        ("<p>\n  Un\n\n  deux\n</p>\n", "<p>\nUn\ndeux\n</p>\n"),
        ("<b>a</b>\n{% if x %}\n  <i>b</i>\n{% endif %}\n<u>c</u>\n", "<b>a</b>\n{% if x %}<i>b</i>\n{% endif %}<u>c</u>\n"),
        ("un{% if x %}, {{ x }}\n  {% endif %}\n  deux\n", "un{% if x %}, {{ x }}\n{% endif %}\ndeux\n"),
        ("un{% if x %}:\n  {% else %}\n  deux\n{% endif %}\n", "un{% if x %}:\n{% else %}\ndeux\n{% endif %}\n"),
        ("{% if x %}un{% endif %}\ndeux\n", "{% if x %}un{% endif %}\ndeux\n"),
        ('<a\n  class="x"\n  {% if y %}id="y"{% endif %}\n>un</a>\n', '<a class="x"\n{% if y %}id="y"{% endif %}\n>un</a>\n'),
        ("<p>\n{# Why. #}\nun\n{% translate 'x' as y %}\n</p>\n", "<p>\n{# Why. #}un\n{% translate 'x' as y %}</p>\n"),
        ("un\n{% partial a %}\ndeux\n{% partialdef a %}\n<b>x</b>\n{% endpartialdef a %}\n",
         "un\n{% partial a %}deux\n{% partialdef a %}<b>x</b>\n{% endpartialdef a %}"),
        ("un\n{% partial a %}\ndeux\n{% partialdef a %}x{% endpartialdef a %}\n",
         "un\n{% partial a %}\ndeux\n{% partialdef a %}x{% endpartialdef a %}\n"),
        ("{{ name }}\n{% include 'x' %}\ndeux\n", "{{ name }}\n{% include 'x' %}\ndeux\n"),
    ],
)  # fmt: skip
def test_lines_that_only_a_developer_needs_are_left_out(source, sent):
    assert bare(source) == sent
