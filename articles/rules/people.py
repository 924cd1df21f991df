"""How colleagues are named on the pages of the staff."""


def name_of(user) -> str:
    """Return the name of the person who acted; «—» for a wire or an import."""
    return (user.get_full_name() or user.get_username()) if user else "—"
