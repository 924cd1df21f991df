DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، H:i"
TIME_FORMAT = "H:i"
SHORT_DATE_FORMAT = "j/n/Y"  # Django's own has the month first
SHORT_DATETIME_FORMAT = "j/n/Y، H:i"
