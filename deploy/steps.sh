# What install.sh and update share: sentences, and steps that --dry-run only prints.
# Whoever reads this file says what happens when a step does not work: failed SENTENCE.
# shellcheck shell=sh disable=SC2034

SERVICES="portal.service portal-tick.timer portal-check-log.timer portal-backup.timer"
dry_run=no

fail() { # CODE SENTENCE…
    code=$1
    shift
    printf 'Stopped: %s\n' "$*" >&2
    exit "$code"
}

step() { # SENTENCE COMMAND WORD…: tells what is done, and does it
    told=$1
    shift
    printf '%s\n' "- $told"
    if [ "$dry_run" = yes ]; then
        printf '      %s\n' "$*"
    else
        "$@" || failed "$told"
    fi
}

has_systemd() { # PORTAL_ENV names the variables of another site than the installed one: its services are left alone
    [ -z "${PORTAL_ENV:-}" ] && [ -d /run/systemd/system ]
}

set_up_python() {
    # A Python that uv fetches stands in the project: the user portal cannot read the folder of root.
    UV_PYTHON_INSTALL_DIR="$PWD/.uv/python" UV_COMPILE_BYTECODE=1 sh setup.sh requirements.txt
}

compile_code() { # the services may not write beside the code, and `tick` starts each minute
    .venv/bin/python -m portal.catalogues && .venv/bin/python -m compileall -q articles comments portal
}

install_services() {
    install -m 644 deploy/portal*.service deploy/portal*.timer /etc/systemd/system/
}

ask_readyz='from urllib.request import urlopen; urlopen("http://127.0.0.1:8000/readyz", timeout=5)'

is_ready() { # asks /readyz for a minute
    for _second in $(seq 60); do
        python3 -c "$ask_readyz" 2>/dev/null && return 0
        sleep 1
    done
    return 1
}
