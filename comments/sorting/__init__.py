"""Triage at work: learns from the house's decisions, reads what waits, keeps the queue's order. It decides nothing."""
