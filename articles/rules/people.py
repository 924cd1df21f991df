"""Colleagues, as colleagues are named."""


def name_of(user) -> str:
    """Return the name of who acted; «—» where it was a wire or an import."""
    return (user.get_full_name() or user.get_username()) if user else "—"
