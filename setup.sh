#!/bin/sh
# Makes .venv and installs the pinned packages of the file named: `sh setup.sh requirements.txt`, then perhaps extras:
# `sh setup.sh deploy/extras/redis.txt`.
# With uv where it is on PATH, else with a python3 of 3.12 or later that has venv and pip. Where Python is older, it
# brings uv into the folder .uv by pip, and uv brings a Python that fits.
set -eu

fits='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))'
uv=$(command -v uv || true)

python_that_fits() { # prints the first that does
    for candidate in python3 python3.13 python3.14 python3.12; do
        if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c "$fits" 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

bring_uv() {
    [ -x .uv/bin/uv ] || {
        echo "Python here is older than 3.12: installing uv into .uv, by pip (once)…"
        python3 -m venv --clear .uv 2>/dev/null &&
            .uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
    }
}

if ! [ -x .venv/bin/python ] || ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))'; then
    echo "Setting up .venv (once)…"
    found=$(python_that_fits)
    if [ -n "$uv" ]; then
        uv venv --quiet --clear .venv
    elif [ -n "$found" ]; then
        "$found" -m venv --clear .venv
    elif bring_uv; then
        uv=.uv/bin/uv
        # Its Python stands beside it: whoever may read the code may run it.
        export UV_PYTHON_INSTALL_DIR="${UV_PYTHON_INSTALL_DIR:-$PWD/.uv/python}"
        if ! "$uv" venv --quiet --clear .venv; then
            echo "The portal needs Python 3.12 or later. Here there is: $(python3 --version 2>&1)." >&2
            echo "uv could not fetch Python $(cat .python-version); it says above why. It takes Python from GitHub." >&2
            echo "Without GitHub: name a mirror in UV_PYTHON_INSTALL_MIRROR, or take Debian 13: its Python fits." >&2
            exit 1
        fi
    else
        echo "The portal needs Python 3.12 or later, with venv and pip, or uv." >&2
        echo "Here there is: $(python3 --version 2>&1 || echo 'no python3'), and uv could not be installed by it." >&2
        echo "On Debian: apt install python3 python3-venv (on Debian 12, uv then brings a newer Python)." >&2
        exit 1
    fi
fi
if [ -z "$uv" ] && [ -x .uv/bin/uv ]; then
    uv=.uv/bin/uv # this .venv has no pip
fi

install_pins() {
    echo "Installing $1 (pinned, with hashes)…"
    if [ -n "$uv" ]; then
        "$uv" pip install --quiet --python .venv/bin/python --require-hashes -r "$1"
    else
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
    fi
}

install_pins "$1"
case $1 in
deploy/extras/*.txt) # it stays: the next call installs the newer pins of this one too
    touch ".venv/$(basename "$1" .txt).extra"
    ;;
requirements*.txt)
    for chosen in .venv/*.extra; do
        pins=deploy/extras/$(basename "$chosen" .extra).txt
        if [ -f "$pins" ]; then install_pins "$pins"; fi
    done
    ;;
esac
