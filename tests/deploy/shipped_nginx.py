"""deploy/nginx.conf as shipped, for a real nginx on this machine: ports, certificate and folders alone are others."""

import shutil
import subprocess
from getpass import getuser
from pathlib import Path

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
SHIPPED = Path(__file__).parent.parent.parent / "deploy" / "nginx.conf"
HOST = "exemple.org"


def prepare(folder, *, behind, plain, secure, others=()):
    """Write a certificate and nginx.conf into the folder; return the words that start nginx.

    `behind`, `plain` and `secure` are the ports of the portal, of HTTP and of HTTPS; `others` are pairs of words of
    the shipped file and what stands in their place.
    """
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={HOST}",
         "-addext", f"subjectAltName=DNS:{HOST}",
         "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    shipped = SHIPPED.read_text()
    for given, here in (
        ("127.0.0.1:8000", f"127.0.0.1:{behind}"),
        ("listen [::]:80;", ""),
        ("listen [::]:443 ssl http2;", ""),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ", f"listen {secure} "),
        (f"/etc/letsencrypt/live/{HOST}", str(folder)),
        ("/var/log/nginx", str(folder)),
        ("/var/cache/nginx/portal", f"{folder}/pages"),
        *others,
    ):
        assert given in shipped, given
        shipped = shipped.replace(given, here)
    (folder / "nginx.conf").write_text(
        f"user {getuser()};\ndaemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\nhttp {{\n"
        + "".join(
            f"{kind}_temp_path {folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + shipped
        + "}\n"
    )
    return [NGINX, "-c", folder / "nginx.conf", "-p", folder]
