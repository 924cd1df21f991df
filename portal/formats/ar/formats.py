DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، H:i"
TIME_FORMAT = "H:i"
SHORT_DATE_FORMAT = "j/n/Y"  # Django's own has the month first
SHORT_DATETIME_FORMAT = "j/n/Y، H:i"
# As browsers write Arabic with the digits 0-9; Django's own does not group.
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
