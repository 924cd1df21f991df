"""PURE: WordPress's `[shortcodes]` → markup, without those that only a plugin of the old site could draw."""

import re

# Drawn by WordPress itself or its most common plugins: they need neither attributes nor an end.
KNOWN = {"audio", "caption", "contact-form", "contact-form-7", "embed", "gallery", "playlist", "video", "wp_caption"}  # fmt: skip
CODE = r"\[/?[a-zA-Z][\w-]*(?:\s[^\[\]]*|/)?\]"
SHORTCODE = re.compile(r"\[(/?)([a-zA-Z][\w-]*)((?:\s[^\[\]]*)?)/?\]")
RUN = re.compile(rf"{CODE}(?:\s*{CODE})*")
END = re.compile(r"\[/([a-zA-Z][\w-]*)\]")
ATTRIBUTE = re.compile(r"\s[\w-]+\s*=")
CAPTION = re.compile(
    r"\[(wp_caption|caption)\b[^\[\]]*\]((?:(?!\[(?:wp_)?caption\b).)*?)\[/\1\]", re.DOTALL
)


def without_shortcodes(markup: str) -> tuple[str, list[tuple[str, str]]]:
    """Return (the markup with the text between shortcodes, [(name, attributes)] of those that went).

    «[sic]», «[1]» and «[Note de la rédaction]» are words: a shortcode has attributes, an end, an underscore, or a
    known name. A picture's caption becomes that of a figure. Two shortcodes in a row part two paragraphs.
    """
    markup = CAPTION.sub(_as_figure, markup)
    ended, gone = set(END.findall(markup)), []

    def replaced(run):
        kept, codes = [], 0
        at = run.start()
        for code in SHORTCODE.finditer(run[0]):
            slash, name, attributes = code.groups()
            if not _is_shortcode(name, attributes, ended):
                continue
            codes += 1
            kept.append(markup[at : run.start() + code.start()])
            at = run.start() + code.end()
            if not slash:
                gone.append((name, attributes))
        between = "\n\n" if codes > 1 else ""
        return between.join([*kept, markup[at : run.end()]])

    return RUN.sub(replaced, markup), gone


def _as_figure(caption):
    if "<img" not in caption[2]:
        return caption[2]
    return f"<figure><figcaption>{caption[2]}</figcaption></figure>"


def _is_shortcode(name, attributes, ended):
    return name in KNOWN or name in ended or "_" in name or ATTRIBUTE.search(attributes) is not None
