"""What is kept of people: the table that says it, and the clock that enforces it."""
