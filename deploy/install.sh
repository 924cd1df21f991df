#!/bin/sh
# Puts the portal on line on a bare Debian: `sh deploy/install.sh --help` tells how.
set -eu

usage() {
    cat <<'END'
Usage: sh /srv/portal/deploy/install.sh NAME [--mail ADDRESS] [--dry-run]

Puts the portal on line at https://NAME on a bare Debian 12 or 13. Run it as root; the code stands in /srv/portal
(git clone ADDRESS-OF-THE-CODE /srv/portal). Run it again at any time: it makes what is missing, and leaves your
variables, your secret and your data as they are. It writes nginx's site anew.

  NAME            the site's name, for example www.exemple.org. Its DNS must already name this machine.
  --mail ADDRESS  ask Let's Encrypt for the certificate; ADDRESS is told if it is about to expire. With this
                  option you accept the terms of Let's Encrypt. Without it, bring a certificate yourself:
                  /etc/letsencrypt/live/NAME/fullchain.pem and privkey.pem.
  --dry-run       print each step, change nothing.

It makes: the user portal; /var/lib/portal (database, pictures), /var/backups/portal, /etc/portal (variables,
secret); .venv; the services portal, portal-tick, portal-check-log, portal-backup; nginx's site.

Exit codes: 0 done; 1 a step did not work (its own message stands above); 2 wrong words; 3 not root;
4 not Debian 12 or 13; 5 the code does not stand in /srv/portal, or its folder var/ holds files; 6 a port is taken;
7 the site does not answer; 8 all is done, but nobody can read the site: the certificate is missing.
END
}

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=deploy/steps.sh
. "$here/steps.sh"
failed() {
    fail 1 "this step did not work: $1"
}
name=
mail=
unread=

while [ $# -gt 0 ]; do
    case $1 in
        --help | -h) usage; exit 0 ;;
        --dry-run) dry_run=yes ;;
        --mail)
            [ $# -gt 1 ] || fail 2 "--mail needs an address."
            mail=$2
            shift
            ;;
        -*) fail 2 "$1 is no option of this command: see --help." ;;
        *)
            [ -z "$name" ] || fail 2 "one name only: $name or $1?"
            name=$1
            ;;
    esac
    shift
done
[ -n "$name" ] || fail 2 "the name of the site is missing: sh deploy/install.sh www.exemple.org"
case $name in
    *[!a-z0-9.-]* | .* | -* | *. | *..*)
        fail 2 "$name is not a name such as www.exemple.org (small letters, no https://)."
        ;;
    *.*) ;;
    *) fail 2 "$name is not a whole name such as www.exemple.org." ;;
esac

root=/srv/portal
data=/var/lib/portal
backups=/var/backups/portal
config=/etc/portal
challenges=/var/www/portal
certificate=/etc/letsencrypt/live/$name/fullchain.pem
site=/etc/nginx/conf.d/portal.conf

check_machine() {
    [ "$(id -u)" = 0 ] || fail 3 "run this as root (sudo sh deploy/install.sh $name)."
    version=$(. /etc/os-release 2>/dev/null && echo "${ID:-} ${VERSION_ID:-}") || version=
    case $version in
        'debian 12' | 'debian 13') ;;
        *) fail 4 "this needs Debian 12 or 13, not ${version:-an unknown system}. See docs/deploy.md, «By hand»." ;;
    esac
    [ "$here" = "$root/deploy" ] ||
        fail 5 "the code must stand in $root, not in ${here%/deploy}: git clone ${here%/deploy} $root"
    if [ -d "$root/var" ] && ! [ -L "$root/var" ]; then
        fail 5 "$root/var holds files of an earlier try. Move it away; the data will stand in $data."
    fi
}

check_name() { # a mistyped name would take the site off line
    [ -e "$config/portal.env" ] || return 0
    there=$(sed -n 's#^SITE_URL=["'\'']\{0,1\}https\{0,1\}://\([^"'\''/:]*\).*#\1#p' "$config/portal.env" | tail -1)
    [ -z "$there" ] || [ "$there" = "$name" ] ||
        fail 2 "the site here is $there ($config/portal.env), not $name. To rename it, change SITE_URL there first."
}

check_ports() { # a port may be taken by nginx or by the portal itself
    python3 - <<'END'
import os, socket, sys
from pathlib import Path
from urllib.request import urlopen

def runs(pid_file):
    try:
        return Path(f"/proc/{int(Path(pid_file).read_text())}").exists()
    except (OSError, ValueError):
        return False

def portal_answers():
    try:
        return urlopen("http://127.0.0.1:8000/healthz", timeout=3).read() == b"ok\n"
    except OSError:
        return False

for port in (80, 443, 8000):
    if portal_answers() if port == 8000 else runs("/run/nginx.pid"):
        continue
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0" if port < 1000 else "127.0.0.1", port))
        except OSError as error:
            sys.exit(f"Another program has port {port} ({error.strerror}). Find it: ss -ltnp 'sport = :{port}'")
END
}

packages() { # none is asked for that is there: so it also runs again where Debian's mirror is not reached
    # shellcheck disable=SC2046 # a list of words
    set -- $(for package; do dpkg -s "$package" >/dev/null 2>&1 || echo "$package"; done)
    [ $# -gt 0 ] || return 0
    DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

write_variables() {
    sed "s/exemple\.org/$name/g" "$root/deploy/portal.env" >"$config/portal.env.new" &&
        chown root:portal "$config/portal.env.new" && chmod 640 "$config/portal.env.new" &&
        mv "$config/portal.env.new" "$config/portal.env"
}

write_secret() {
    install -m 600 -o portal -g portal /dev/null "$config/secret_key.new" &&
        "$root/.venv/bin/python" -c 'import secrets; print(secrets.token_urlsafe(50))' >"$config/secret_key.new" &&
        mv "$config/secret_key.new" "$config/secret_key"
}

write_site() { # without a certificate, its first server alone: it takes in what proves the name
    if [ -e "$certificate" ]; then
        sed "s/exemple\.org/$name/g" "$root/deploy/nginx.conf" >"$site.new"
    else
        awk '/^server / { servers++ } servers < 2' "$root/deploy/nginx.conf" | sed "s/exemple\.org/$name/g" >"$site.new"
    fi
    mv "$site.new" "$site" && nginx -t -q
}

start_nginx() {
    if has_systemd; then
        systemctl enable --quiet nginx && systemctl reload-or-restart nginx
    else
        echo "  systemd does not run here. With it, this would start: nginx"
    fi
}

start_services() {
    if has_systemd; then
        # shellcheck disable=SC2086 # a list of words
        systemctl daemon-reload && systemctl enable --quiet --now $SERVICES
    else
        echo "  systemd does not run here. With it, these would start: $SERVICES"
    fi
}

ask_certificate() {
    if ! has_systemd; then
        echo "  systemd does not run here, so nginx cannot prove the name. Run this command again when both run."
        return 0
    fi
    certbot certonly --non-interactive --agree-tos -m "$mail" --webroot -w "$challenges" -d "$name" \
        --deploy-hook "nginx -s reload" && return 0
    echo "  There is no certificate; certbot says why above. If it could not reach Let's Encrypt, this machine's own way out" >&2
    echo "  is shut. Else Let's Encrypt could not see http://$name/ here: it needs an A record (and an AAAA record, if any)" >&2
    echo "  that names this machine, and port 80 open from outside. Mend it, then run this command again." >&2
    return 1
}

check_answer() {
    has_systemd || return 0
    is_ready || fail 7 "the site does not answer at 127.0.0.1:8000/readyz. See: journalctl -u portal -n 50"
}

wanted="nginx python3 python3-venv ca-certificates git"
[ -z "$mail" ] || wanted="$wanted certbot"

[ "$dry_run" = yes ] || umask 022
check_name
step "Check: root, Debian 12 or 13, the code in $root" check_machine
# shellcheck disable=SC2086 # a list of words
step "Install Debian's packages" packages $wanted
if [ "$dry_run" = yes ]; then
    step "Check: ports 80, 443 and 8000 are free, or ours" check_ports
else
    echo "- Check: ports 80, 443 and 8000 are free, or ours"
    check_ports || exit 6
fi
if ! id portal >/dev/null 2>&1; then
    step "Make the user portal" \
        useradd --system --user-group --home-dir "$data" --no-create-home --shell /usr/sbin/nologin portal
fi
step "Make the folder of the data" install -d -m 750 -o portal -g portal "$data"
step "Make the folder of the backups" install -d -m 700 -o portal -g portal "$backups"
step "Make the folder of the variables" install -d -m 750 -o root -g portal "$config"
step "Make the folder that proves the name to Let's Encrypt" install -d -m 755 "$challenges"
step "Make the folder of nginx's kept pages" install -d -m 755 /var/cache/nginx
step "Let the code's folder var/ be that of the data" ln -sfn "$data" "$root/var"
step "Let everybody read the code, and root alone write it" chmod -R a+rX,go-w "$root"
[ "$dry_run" = yes ] || cd "$root"
step "Make .venv with the pinned packages" set_up_python
step "Compile the translations and the code" compile_code
[ -e "$config/portal.env" ] || step "Write $config/portal.env, with $name in it" write_variables
[ -e "$config/secret_key" ] || step "Make the secret $config/secret_key" write_secret
step "Collect the static files" "$root/deploy/manage" collectstatic --no-input --verbosity 0
step "Bring the database up to date" "$root/deploy/manage" migrate --verbosity 0
step "Install the services" install_services
step "Start the services" start_services
step "Write nginx's site $site" write_site
step "Start nginx" start_nginx
if [ -n "$mail" ] && [ -e "$certificate" ] && ! [ -e "/etc/letsencrypt/renewal/$name.conf" ]; then
    echo "- A certificate of your own stands in ${certificate%/*}: Let's Encrypt is not asked for one."
    echo "      To have one from it, move that folder away and run this command again."
fi
if [ -n "$mail" ] && ! [ -e "$certificate" ]; then
    step "Ask Let's Encrypt for the certificate of $name" ask_certificate
    step "Write nginx's site again, with the certificate" write_site
    step "Start nginx again" start_nginx
fi
step "Ask the site whether it is ready" check_answer
[ "$dry_run" = no ] || exit 0

echo
if [ -e "$certificate" ] && ! has_systemd; then
    echo "systemd does not run here. Once the services and nginx run, the site answers at https://$name/"
elif [ -e "$certificate" ]; then
    echo "The site is on line: https://$name/"
else
    echo "No certificate yet: $certificate is missing, so nobody can read the site."
    if has_systemd; then
        echo "Bring one, or run this again with --mail."
    else
        echo "Bring one: without systemd none is asked for."
    fi
    unread=yes
fi
echo "Next: fill in $config/portal.env (mail, legal names), then: systemctl restart portal"
echo "      $root/deploy/manage createsuperuser"
echo "      $root/deploy/manage check --deploy --database default"
echo "Then sign in at https://$name/admin/ and add your second factor."
[ -z "$unread" ] || exit 8
