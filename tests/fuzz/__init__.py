"""Random items thrown at every parser and pure rule; what once failed is kept, and replayed by test_kept.py."""
