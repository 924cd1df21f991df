"""The licence of an installed package, as an SPDX expression."""

import re
from importlib import metadata

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

# What metadata say in other words than SPDX's.
SPDX = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "MIT License": "MIT",
    "PSFL": "PSF-2.0",
}
# What a compiler puts into programs: the exception lets any of them use it.
RUNTIME = "GPL-3.0-or-later WITH GCC-exception-3.1"
# Where metadata say too little: read in the package's own licence file, by hand.
READ = {
    ("axe-playwright-python", ""): "MIT",
    ("colorama", "BSD License"): "BSD-3-Clause",
    ("events", "BSD"): "BSD-3-Clause",
    # Its list of public suffixes is MPL-2.0, a part of its WebAuthn Apache-2.0.
    ("fido2", "Copyright (c) 2018 Yubico AB"): "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    ("itsdangerous", "BSD License"): "BSD-3-Clause",
    ("jinja2", "BSD License"): "BSD-3-Clause",
    ("pip-api", "Apache License"): "Apache-2.0",
    ("pyrage", ""): "MIT",
    ("pytest-django", "pytest-django is released under the BSD (3-clause) license"): "BSD-3-Clause",
    ("python-bidi", "GNU Library or Lesser General Public License (LGPL)"): "LGPL-3.0-or-later",
    ("python-dateutil", "Dual License"): "BSD-3-Clause",  # of all its code; of some Apache-2.0 too
    ("pystemmer", "MIT, BSD"): "MIT AND BSD-3-Clause",
    ("qrcode", "BSD"): "BSD-3-Clause",
    # Its wheel brings libgfortran.
    (
        "scipy",
        "Copyright (c) 2001-2002 Enthought, Inc. 2003, SciPy Developers.",
    ): f"BSD-3-Clause AND {RUNTIME}",
    ("sqlparse", "BSD License"): "BSD-3-Clause",
    ("webencodings", "BSD License"): "BSD-3-Clause",
}
STRONG = re.compile(r"\b(?:A?GPL|SSPL|OSL|EUPL)\b", re.IGNORECASE)


class UnknownLicence(Exception):
    """A package says of its licence what no table here knows."""


def licence_of(package: str, versions) -> str | None:
    """Return the licence of a package; None if none of these versions is installed."""
    try:
        told = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        return None
    return spdx(package, statement(told)) if told["Version"] in versions else None


def statement(told) -> str:
    """Return what the metadata say: License-Expression, else License's first line, else the classifiers."""
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in told.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    first_line = (told.get("License") or "").strip().partition("\n")[0]
    return told.get("License-Expression") or first_line or "; ".join(classifiers)


def spdx(package: str, said: str) -> str:
    """Return the SPDX expression of what a package says; raise UnknownLicence if it must be read."""
    if known := SPDX.get(said) or READ.get((package, said)):
        return known
    try:
        return canonicalize_license_expression(said)
    except InvalidLicenseExpression:
        raise UnknownLicence(
            f"{package} says of its licence {said!r}: read it, and say it in {__name__}."
        ) from None


def is_strong_copyleft(expression: str) -> bool:
    """Tell whether an SPDX expression asks for the GPL or its like, whatever one chooses; the LGPL is none."""
    expression = expression.replace(RUNTIME, "")
    if "(" in expression or " AND " in expression:
        return bool(STRONG.search(expression))  # a person reads it
    return all(STRONG.search(alternative) for alternative in expression.split(" OR "))
