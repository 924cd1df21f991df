"""modelsearch's engines, changed for words that are stemmed already and results by date.

modelsearch gathers every match before it sorts: for a frequent word, half the articles. Here a page of the newest
costs the same for frequent and rare words.
"""
