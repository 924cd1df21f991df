"""A site worth seeing: one real dispatch, pieces and comments written for it, and a staff."""
