"""How the staff sign in (portal/signin/): what no operator needs to change."""

PASSWORD_LENGTH = 12  # characters at least
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": PASSWORD_LENGTH},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
] + [{"NAME": "portal.signin.passwords.WithoutWordsOfTheHouse"}]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of accounts from before; renewed at the next sign-in
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "portal.signin.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator gives addresses
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
# Of failed tries: on one account from all addresses together; on all accounts from one address (or /64), and from
# one network (/24 or /48).
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "25/h/key,50/15m/ip",
    "login_failed_of_network": "500/15m/key",
}
MFA_ADAPTER = "portal.signin.adapters.Factors"
MFA_FORMS = {
    "add_webauthn": "portal.signin.forms.AddKeyForm",
    "authenticate_webauthn": "portal.signin.forms.GiveKeyForm",
    "login_webauthn": "portal.signin.forms.EnterByKeyForm",
    "reauthenticate_webauthn": "portal.signin.forms.ConfirmByKeyForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone is both factors
MFA_TOTP_TOLERANCE = 1  # steps of 30 s: a telephone's clock may be off
MFA_RECOVERY_CODES_SHOW_ONCE = True
