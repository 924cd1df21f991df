"""A passkey made of software (WebAuthn level 2), which may also answer as none should."""

import hashlib
import json
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

SITE = "http://localhost:8000"
FLAGS = AuthenticatorData.FLAG
SEEN_AND_KNOWN = FLAGS.UP | FLAGS.UV


class Passkey:
    """Holds one pair of keys, for the site whose host is `host`.

    It keeps the owner's handle (`owner`) as the site named it when the key was added.
    """

    def __init__(self, host="localhost"):
        self.host, self.id, self.owner = host, os.urandom(16), None
        self.private = ec.generate_private_key(ec.SECP256R1())

    def register(self, options, **bent):
        """Return what a browser sends when a key is added (`options`: what the page asks)."""
        self.owner = options["publicKey"]["user"]["id"]
        public = ES256.from_cryptography_key(self.private.public_key())
        about = AttestedCredentialData.create(bytes(16), self.id, public)
        data = self._data(bent, FLAGS.AT, about)
        response = {
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
            "clientDataJSON": websafe_encode(self._client("webauthn.create", options, bent)),
        }
        return self._credential(response) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def answer(self, options, **bent):
        """Return what a browser sends to come in. `bent` changes one thing of it:

        origin, host, challenge, flags, `owner`, or `signed_by`, another key.
        """
        data = self._data(bent)
        client = self._client("webauthn.get", options, bent)
        signer = bent.get("signed_by", self).private
        signed = signer.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._credential(
            {
                "authenticatorData": websafe_encode(data),
                "clientDataJSON": websafe_encode(client),
                "signature": websafe_encode(signed),
                "userHandle": bent.get("owner", self.owner),
            }
        )

    def _credential(self, response):
        name = websafe_encode(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}

    def _data(self, bent, more=0, about=b""):
        host = hashlib.sha256(bent.get("host", self.host).encode()).digest()
        return AuthenticatorData.create(host, bent.get("flags", SEEN_AND_KNOWN) | more, 0, about)

    def _client(self, kind, options, bent):
        challenge = bent.get("challenge", options["publicKey"]["challenge"])
        told = {"type": kind, "challenge": challenge, "origin": bent.get("origin", SITE)}
        return json.dumps(told).encode()
