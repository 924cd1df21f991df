"""Triage: learns from the newsroom's own decisions, orders the queue and marks words. It never decides."""
