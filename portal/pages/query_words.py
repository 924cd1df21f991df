"""The French query words of public addresses, under their English names."""

SENT = "merci"  # the report of an error has arrived
SEARCH_FIELDS = {  # of the search form; `q` and `source` are the same in both languages
    "section": "rubrique",
    "language": "langue",
    "since": "depuis",
    "until": "jusque",
}
