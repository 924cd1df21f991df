"""The addresses of the public register and of the log, with a month counted."""

from comments.register import keeping


def register_pages(day):
    """Count the month of a day; return {name of a pattern: one address of it}."""
    month = day.replace(day=1)
    keeping.count(month)
    return {
        "comments:transparency": "/transparence/",
        "comments:register_month": f"/transparence/{month:%Y-%m}/",
        "comments:register_csv": "/transparence/registre.csv",
        "comments:register_json": "/transparence/registre.json",
        "comments:statements": f"/transparence/{month:%Y-%m}/motifs.json",
        "comments:statements_page": f"/transparence/{month:%Y-%m}/motifs-1.json",
        "comments:heads": "/transparence/tetes.json",
        "comments:verify": "/transparence/verify.py",
        "log_feed": "/transparence/flux/atom.xml",
        "register_feed": "/transparence/mois/flux/atom.xml",
    }
