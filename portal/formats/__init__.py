"""How dates are written where Django writes them: in letters, sentences and the admin.

Pages for readers say them by portal/pages/dates.py. What a language does not say here is Django's.
"""
