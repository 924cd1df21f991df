"""The French query words of public addresses and of the desk, under their English names."""

BEFORE = "avant"  # number of the last article, or correction, of the page before
RESUME = "reprendre"  # open an article's form with that working copy in it
STANDING = "etat"  # of the list of articles at the desk
