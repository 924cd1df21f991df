"""Where articles are looked for: modelsearch's own engines, told that words come ready and that news is read by date.

modelsearch gathers every match before it sorts: for a word of every other article, half of them. Here a rare
word's few matches are sorted; a frequent word's are not, the newest articles are asked one by one instead.
"""

FEW = 1000  # matches that are read at once and then sorted


def by_date(articles, matching, this_one):
    """Return the articles among the index entries of `matching`, in the order they are in.

    `matching` gives the keys of articles, as text; `this_one` says of an article whether it is among them.
    """
    few = list(matching[:FEW])
    return articles.filter(pk__in=few) if len(few) < FEW else articles.filter(this_one)
