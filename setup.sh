#!/bin/sh
# Makes .venv and installs the pinned packages of the file named: `sh setup.sh requirements.txt`.
# With uv where it is on PATH, else with a python3 of 3.12 or later that has venv and pip.
set -eu

fits='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))'

if ! [ -x .venv/bin/python ] || ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))'; then
    echo "Setting up .venv (once)…"
    if command -v uv >/dev/null 2>&1; then
        uv venv --quiet --clear .venv
    else
        found=
        for candidate in python3 python3.13 python3.14 python3.12; do
            if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c "$fits" 2>/dev/null; then
                found=$candidate
                break
            fi
        done
        if [ -z "$found" ]; then
            echo "The portal needs Python 3.12 or later, with venv and pip, or uv." >&2
            echo "Here there is: $(python3 --version 2>&1 || echo 'no python3')." >&2
            echo "Install uv (it brings Python), or on Debian 13 and later: apt install python3 python3-venv python3-pip." >&2
            exit 1
        fi
        "$found" -m venv --clear .venv
    fi
fi

echo "Installing $1 (pinned, with hashes)…"
if command -v uv >/dev/null 2>&1; then
    uv pip install --quiet --python .venv/bin/python --require-hashes -r "$1"
else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
fi
