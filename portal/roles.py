"""The roles of the staff and their permissions; a migration writes them to groups.

To change a role, change this table and add a migration that calls `write()` again. A permission cannot depend on
an article's state. So articles/admin/ itself (article.py, acts.py, withdraw.py, history.py) stops «Plumes» from changing
an article that is published (scheduled or under embargo too) or withdrawn.
"""

MODERATOR = "Modération"
LEAD_MODERATOR = "Modération en chef"
WRITER = "Plumes"
EDITOR = "Rédaction"
ADMINISTRATOR = "Administration"

_READ_THE_DISCUSSION = [
    "comments.view_comment",
    "comments.view_decision",
    "comments.view_charter",
    "comments.view_clause",
    "comments.view_suspension",
    "articles.view_article",
]
# «Plumes», who may be outside authors, begin articles, write in any article in draft or in review, hand drafts over for
# review, and read and preview every other one. They read every history, and restore a revision where they may write.
# They never publish, schedule, withdraw, delete an article or return it to draft; in no article do they set dates or comment policy.
# Of the discussion, the wires and the front page they see nothing in the admin. What their permissions alone would let them
# do (change an article on line) articles/admin/ refuses: see above, and shown_anew.py, which keeps what they had typed.
# portal/admin/ shows them the preview (preview.py) and where a withdrawn article is gone (receipt.py), of every article.
# Editors have these permissions too.
_WRITE_WORDS = [
    *(
        f"articles.{act}_{noun}"
        for noun in ("article", "credit", "illustration")
        for act in ("view", "add", "change")
    ),
    # Writers add these and do not change them: articles on line may use them already.
    *(f"articles.{act}_{noun}" for noun in ("author", "image", "topic") for act in ("view", "add")),
    "articles.delete_credit",
    "articles.delete_illustration",
    "articles.view_section",
    "articles.view_source",
    "articles.view_correction",
]
_EDIT = [
    *(
        f"articles.{act}_{noun}"
        for noun in (
            *("author", "image", "topic", "pick", "section", "source", "wire", "breaking"),
            "housepage",
        )
        for act in ("view", "add", "change")
    ),
    "articles.publish_article",
    "articles.delete_pick",
    "articles.add_correction",
    "articles.view_wireitem",
    "articles.change_wireitem",
    "articles.view_errorreport",
    "articles.change_errorreport",
    "comments.pick_comment",
    "comments.speak_for_newsroom",
    *(f"comments.{act}_slowmode" for act in ("view", "add", "delete")),
]

_WRITE = ("add", "change", "delete")

ROLES = {
    MODERATOR: [*_READ_THE_DISCUSSION, "comments.decide_comment", "comments.suspend_person"],
    LEAD_MODERATOR: [
        *_READ_THE_DISCUSSION,
        "comments.decide_comment",
        "comments.decide_appeal",
        "comments.pick_comment",
        "comments.speak_for_newsroom",
        "comments.suspend_person",
        "comments.suspend_beyond",
        "comments.view_team",
        "comments.export_decision",
        "comments.view_event",
        "comments.view_filing",
        "comments.view_legalhold",
        "comments.view_notice",
        "comments.view_owedstatement",
        "comments.view_slowmode",
        *(f"comments.{act}_{noun}" for noun in ("charter", "clause") for act in _WRITE),
        *(f"comments.{act}_trustedflagger" for act in ("view", "add", "change")),
        *(f"comments.{act}_thresholds" for act in ("view", "change")),
        *(f"comments.{act}_triagesettings" for act in ("view", "change")),
    ],
    WRITER: _WRITE_WORDS,
    EDITOR: [*_WRITE_WORDS, *_EDIT],
    ADMINISTRATOR: [
        *_READ_THE_DISCUSSION,
        "comments.erase_comment",
        "comments.view_event",
        "comments.view_filing",
        *(f"comments.{act}_legalhold" for act in ("view", "add", "delete")),
        "comments.view_letter",
        "comments.view_owedstatement",
        "comments.view_team",
        "comments.export_decision",
        *(f"auth.{act}_user" for act in ("view", "add", "change")),
        "auth.view_group",
        "portal.view_staffevent",
    ],
}


def write(apps):
    """Give the groups exactly these permissions. `apps` is the live registry or a migration's.

    On a new database permissions are not there yet: Django makes them after migrating.
    """
    group_model = apps.get_model("auth", "Group")
    permissions = _permissions(apps)
    for name, wanted in ROLES.items():
        group, _created = group_model.objects.get_or_create(name=name)
        group.permissions.set([permissions[label] for label in wanted])


def _permissions(apps):
    """Return {label: permission} of all roles; make those that are missing."""
    permission_model = apps.get_model("auth", "Permission")
    content_type_model = apps.get_model("contenttypes", "ContentType")
    types = {(each.app_label, each.model): each for each in content_type_model.objects.all()}
    there = {(each.content_type_id, each.codename): each for each in permission_model.objects.all()}
    missing, wanted = [], {}
    for label in sorted({label for labels in ROLES.values() for label in labels}):
        app_label, codename = label.split(".")
        model = _model_of(codename)
        if (app_label, model) not in types:
            types[app_label, model] = content_type_model.objects.create(
                app_label=app_label, model=model
            )
        content_type = types[app_label, model]
        permission = there.get((content_type.pk, codename))
        if permission is None:
            name = f"Can {codename.replace('_', ' ')}"
            permission = permission_model(content_type=content_type, codename=codename, name=name)
            missing.append(permission)
        wanted[label] = permission
    permission_model.objects.bulk_create(missing)
    return wanted


def _model_of(codename):
    """Return the model of a permission, for our own names that do not end with it too."""
    ours = {
        "decide_appeal": "decision",
        "view_team": "decision",
        "speak_for_newsroom": "comment",
        "suspend_person": "suspension",
        "suspend_beyond": "suspension",
    }
    return ours.get(codename, codename.split("_", 1)[1])
