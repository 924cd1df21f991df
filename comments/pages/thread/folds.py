"""Which answers of a conversation fold into one line, and which always stand open: the whole rule.

More than OPEN_ANSWERS fold. A reply of the newsroom never does, nor one answer that stands alone beside it: a line in
its place would spare nothing.
"""

from itertools import groupby

OPEN_ANSWERS = 5


def stretches(answers, *, all_open=False):
    """Return the answers in their order, cut into [(whether these fold, these)]."""
    if all_open or len(answers) <= OPEN_ANSWERS:
        return [(False, answers)] if answers else []
    cut = []
    for is_of_newsroom, some in groupby(answers, lambda answer: answer.is_of_newsroom):
        together = list(some)
        folds = not is_of_newsroom and len(together) > 1
        if cut and not folds and not cut[-1][0]:
            cut[-1][1].extend(together)
        else:
            cut.append((folds, together))
    return cut
