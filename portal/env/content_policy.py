"""What a page may load and do (Content-Security-Policy): what no operator needs to change.

No inline style or script anywhere; the nonce exists for the admin's own pages alone: a public page never asks for one, and
so can be kept by any cache.
"""

from django.utils.csp import CSP

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "report-uri": ["/csp"],
    # At the desk text becomes a page by these alone: static/harmless.js, static/desk/fragments.js and, where a page of
    # the staff is one of readers too (an error), static/reading/offline.js.
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["default", "inert", "desk", "hors-ligne"],
}
# Readers' scripts turn no text into a page or a script, but where the named policy says so (static/reading/offline.js).
READERS_CSP = SECURE_CSP | {"trusted-types": ["hors-ligne"]}
