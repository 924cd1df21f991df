"""The addresses of the public register and of the log, with a month counted."""

from django.utils import timezone

from comments.models import LogDay
from comments.register import keeping


def register_pages(day):
    """Count the month of a day, publish a stamped head of it; return {name of a pattern: one address of it}."""
    month = day.replace(day=1)
    keeping.count(month)
    LogDay.objects.create(
        day=day,
        first=1,
        last=0,
        head="0" * 64,
        root="0" * 64,
        stamp=b"1",
        stamped_at=timezone.now(),
    )
    return {
        "comments:transparency": "/transparence/",
        "comments:register_month": f"/transparence/{month:%Y-%m}/",
        "comments:register_csv": "/transparence/registre.csv",
        "comments:register_json": "/transparence/registre.json",
        "comments:statements": f"/transparence/{month:%Y-%m}/motifs.json",
        "comments:statements_page": f"/transparence/{month:%Y-%m}/motifs-1.json",
        "comments:heads": "/transparence/tetes.json",
        "comments:stamp": f"/transparence/tetes/{day}.tsr",
        "comments:statement": f"/transparence/tetes/{day}.txt",
        "comments:verify": "/transparence/verify.py",
        "log_feed": "/transparence/flux/atom.xml",
        "register_feed": "/transparence/mois/flux/atom.xml",
    }
