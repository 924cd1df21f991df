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
}
# Readers' scripts turn no text into a page or a script, but where the named policy says so (static/reading/offline.js).
# The admin's own scripts and its editor do: that part is left out there.
READERS_CSP = SECURE_CSP | {
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["hors-ligne"],
}
