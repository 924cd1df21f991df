"""PURE: what the house's own decisions tell: how far it agrees, where it heats up, what it judged before."""
