"""The signs of a link: names with a dot, addresses, disguises; links.py puts them together."""
