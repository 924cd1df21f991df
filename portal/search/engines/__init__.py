"""Where articles are looked for: modelsearch's own engines, told that words come ready and that news is read by date.

modelsearch gathers every match before it sorts: for a word of every other article, half of them. Here a page of the
newest costs the same whether a word is frequent or rare.
"""
