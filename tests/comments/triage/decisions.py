"""Decisions for the tests of triage: plain sentences, so many of each kind, none twice."""

import random

SUBJECTS = "le pain|le tramway|la piscine|le stade|la bibliothèque|le marché|la mairie|l’école|le pont|la plage".split(
    "|"
)
SAID = {
    None: ["Merci pour cet article sur {}.", "{} coûte trop cher cette année.", "Où en est {} ? On attend.", "شكرا على المقال عن {}", "Thanks for the figures about {}."],
    "ad_hominem": ["Espèce d’idiot, tu ne comprends rien à {}.", "Quel imbécile, parler ainsi de {} !", "انت حمار ولا تفهم شيئا في {}", "You moron, shut up about {}."],
    "racist": ["Rentrez chez vous, {} n’est pas pour vous.", "Ces sauvages nous prennent {}.", "ارجعوا لبلادكم واتركوا {}", "Deport them all, {} is ours."],
    "links": ["Allez voir {} sur mon site."],
}  # fmt: skip


def decisions(number, *, refused=0.2, seed=1):
    """Return so many (text, language, rule or None)."""
    chance, told = random.Random(seed), []
    for each in range(number):
        rule = chance.choice(["ad_hominem", "racist"]) if chance.random() < refused else None
        sentence = chance.choice(SAID[rule])
        text = f"{sentence.format(chance.choice(SUBJECTS))} {chance.choice(SUBJECTS)} {each}"
        told.append((text, language(sentence), rule))
    return told


def language(sentence):
    if any("؀" <= character <= "ۿ" for character in sentence):
        return "ar"
    return "en" if sentence.split()[0] in {"Thanks", "You", "Deport"} else "fr"
