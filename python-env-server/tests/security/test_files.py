"""Files of certificates, keys and tokens, and what each is refused for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from gymbridge_server import cli
from gymbridge_server.certificates import SecretFileError, read_certificates
from tests.security.callers import LONG_AGO, SERVER, Files


class TestFiles:
    """What is found at the start, rather than by the first client."""

    def refused(self, cert: Path, key: Path, ca: Path | None = None) -> str:
        with pytest.raises(SecretFileError) as caught:
            read_certificates(cert, key, ca)
        return str(caught.value)

    def test_good_ones_say_until_when(self, files: Files) -> None:
        certificates = read_certificates(files.cert, files.key, files.ca)
        assert certificates.client_authorities == files.ca.read_bytes()
        assert certificates.valid_until.endswith("GMT")
        assert "PRIVATE" not in repr(certificates)

    def test_a_file_that_is_missing(self, files: Files) -> None:
        missing = files.directory / "missing.pem"
        assert f"cannot read the certificate file {missing}: No such file" in self.refused(
            missing, files.key
        )
        assert f"the key file {missing}" in self.refused(files.cert, missing)
        assert str(missing) in self.refused(files.cert, files.key, missing)

    def test_a_directory(self, files: Files) -> None:
        assert "Is a directory" in self.refused(files.directory, files.key)

    def test_what_is_no_pem(self, files: Files) -> None:
        text = files.write("text", b"no certificate")
        assert "holds no certificate in PEM form" in self.refused(text, files.key)
        assert "holds no private key in PEM form" in self.refused(files.cert, text)
        assert "holds no certificate in PEM form" in self.refused(files.cert, files.key, text)

    def test_what_is_cut_off(self, files: Files) -> None:
        cut = files.write("cut", files.cert.read_bytes()[:200])
        assert "cannot be used" in self.refused(cut, files.key)
        ca = files.write("ca-cut", files.ca.read_bytes()[:200])
        assert "cannot be read" in self.refused(files.cert, files.key, ca)

    def test_a_key_of_another_certificate(self, files: Files) -> None:
        _, other = files.issue("other", files.authority.issue_cert("other.example.org"))
        assert f"the key in {other} is not that of" in self.refused(files.cert, other)

    def test_a_certificate_that_has_expired(self, files: Files) -> None:
        leaf = files.authority.issue_cert(SERVER, not_before=LONG_AGO, not_after=LONG_AGO)
        assert "has expired; renew it" in self.refused(*files.issue("old", leaf))

    def test_a_certificate_that_is_not_yet_valid(self, files: Files) -> None:
        later = dt.datetime(2190, 1, 1, tzinfo=dt.timezone.utc)
        leaf = files.authority.issue_cert(SERVER, not_before=later, not_after=later)
        assert "is not yet valid; check the clock" in self.refused(*files.issue("new", leaf))

    def test_an_encrypted_key(self, files: Files) -> None:
        key = serialization.load_pem_private_key(files.key.read_bytes(), None)
        encrypted = files.write(
            "encrypted.key",
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.BestAvailableEncryption(b"password"),
            ),
        )
        assert "is encrypted" in self.refused(files.cert, encrypted)

    def test_an_authority_that_is_none(self, files: Files) -> None:
        message = self.refused(files.cert, files.key, files.cert)
        assert "holds no certificate of an authority" in message

    @pytest.mark.parametrize("mode", [0o644, 0o604, 0o602])
    def test_a_key_or_token_that_everybody_can_use(
        self, capsys: pytest.CaptureFixture[str], files: Files, mode: int
    ) -> None:
        files.key.chmod(mode)
        message = self.refused(files.cert, files.key)
        assert f"(mode {mode:o}); run `chmod 600 {files.key}`" in message
        token = files.token(mode=mode)
        assert cli.main(["--token-file", str(token)]) == 1
        assert f"run `chmod 600 {token}`" in capsys.readouterr().err

    def test_a_group_may_read_a_key_as_kubernetes_mounts_it(self, files: Files) -> None:
        files.key.chmod(0o440)
        assert read_certificates(files.cert, files.key, None).key == files.key.read_bytes()

    @pytest.mark.parametrize(
        ("token", "text"),
        [
            ("", "has 0 characters, at least 16"),
            ("short", "has 5 characters, at least 16"),
            ("x" * 5_000, "has 5000 characters, at most 4096"),
            ("two words of sixteen", "one line of ASCII without spaces"),
            ("two-lines-of-a\nfile-are-no-token", "one line of ASCII without spaces"),
            ("tökén-tökén-tökén", "one line of ASCII without spaces"),
        ],
    )
    def test_a_token_that_will_not_do(
        self, capsys: pytest.CaptureFixture[str], files: Files, token: str, text: str
    ) -> None:
        assert cli.main(["--token-file", str(files.token(token))]) == 1
        errors = capsys.readouterr().err
        assert text in errors
        assert "openssl rand -hex 32" in errors
        assert not token or token not in errors

    def test_a_token_file_that_is_missing(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["--token-file", "/nowhere/token"]) == 1
        errors = capsys.readouterr().err
        assert "cannot read the token file /nowhere/token: No such file" in errors
        assert "Traceback" not in errors
