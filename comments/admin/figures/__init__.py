"""What the lead moderator is told of the team and of the day."""
