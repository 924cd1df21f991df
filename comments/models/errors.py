"""What a verb of the comments app may answer instead of doing its work."""


class Conflict(Exception):
    """The comment is no longer what the person was looking at: HTTP 409."""

    def __init__(self, comment):
        self.comment = comment
        super().__init__(f"comment {comment.pk} is now {comment.state}, version {comment.version}")


class AlreadyDecided(Conflict):
    """A colleague was faster: `decision` says who, what and when."""

    def __init__(self, comment, decision):
        super().__init__(comment)
        self.decision = decision


class ChangedMeanwhile(Conflict):
    """Its author edited or withdrew it between display and decision, or the act does not fit its state."""


class NotYours(Exception):
    """This person may not decide this one: their own text, or an appeal against their own decision."""


class BeyondReach(Exception):
    """This sanction is the lead moderator's to impose or to lift."""


class NobodyKnown(Exception):
    """Nothing says who wrote it any more: neither an address nor where it came from."""


class NotWarned(Exception):
    """A suspension comes after a warning (DSA art. 23)."""


class SettledAlready(Exception):
    """The sanction was lifted, is over, or its appeal was answered."""


class DiscussionClosed(Exception):
    """The article takes no comment now."""


class RepeatedText(Exception):
    """The same words were sent within the last day, by whomever, under whichever article."""


class RefusedAtTheDoor(Exception):
    """The text breaks a rule that is checked before anything is stored; `links` are what was found."""

    def __init__(self, links):
        self.links = links
        super().__init__(f"{len(links)} link(s)")
