"""What an author does with their own data, from the private page."""
