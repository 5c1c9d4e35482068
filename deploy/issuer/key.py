"""The issuer's signing key: made once, kept in a file that only its owner reads."""

import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jwt.algorithms import RSAAlgorithm


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    key: RSAPrivateKey

    @property
    def public(self) -> dict[str, Any]:
        """The public half, as it stands in the issuer's key set."""
        numbers: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        name = sha256(numbers["n"].encode()).hexdigest()[:16]
        return {**numbers, "kid": name, "use": "sig", "alg": "RS256"}


def signing_key(folder: Path) -> SigningKey:
    """The key kept in `folder`, made if there is none."""
    file = folder / "signing-key.pem"
    if not file.exists():
        _write(file, generate_private_key(public_exponent=65537, key_size=2048))
    key = load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError(f"{file} does not hold an RSA key")
    return SigningKey(key=key)


def _write(file: Path, key: RSAPrivateKey) -> None:
    """Write beside and rename, so that a key is there whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(f".{os.getpid()}")
    beside.touch(mode=0o600)
    beside.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    beside.rename(file)
