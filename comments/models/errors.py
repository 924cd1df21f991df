"""The exceptions that the verbs of the comments app raise."""


class Conflict(Exception):
    """The comment changed since it was shown: HTTP 409."""

    def __init__(self, comment):
        self.comment = comment
        super().__init__(f"comment {comment.pk} is now {comment.state}, version {comment.version}")


class AlreadyDecided(Conflict):
    """A colleague was faster: `decision` is theirs."""

    def __init__(self, comment, decision):
        super().__init__(comment)
        self.decision = decision


class ChangedMeanwhile(Conflict):
    """Its author changed it after it was shown, or the act does not fit its state."""


class NotYours(Exception):
    """Somebody else must decide: it is this person's own cause, or a colleague's act."""


class TooOften(Exception):
    """It was done so often today that whoever must hear of it gets no letter any more."""


class SanctionContested(Exception):
    """An appeal against a sanction waits: it is lifted or confirmed before the text is published again."""


class BeyondReach(Exception):
    """Only a lead moderator may impose or lift this sanction."""


class UnderHold(Exception):
    """A legal hold keeps the comment: nothing of it may be erased until it is lifted."""

    def __init__(self, hold):
        self.hold = hold
        super().__init__(f"comment {hold.pk} is under a legal hold")


class NobodyKnown(Exception):
    """Nothing says any more who wrote it: there is no address and no sender hash."""


class NotWarned(Exception):
    """The person had no warning, which must come before a suspension (DSA art. 23)."""


class SettledAlready(Exception):
    """The sanction was lifted, is over, or its appeal was answered."""


class DiscussionClosed(Exception):
    """The article takes no comment now."""


class RepeatedText(Exception):
    """Somebody sent the same text within the last day, under any article."""


class RefusedAtTheDoor(Exception):
    """The text or the name has `links`; nothing was stored."""

    def __init__(self, links):
        self.links = links
        super().__init__(f"{len(links)} link(s)")
