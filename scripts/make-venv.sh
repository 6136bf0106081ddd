#!/bin/sh
# Makes FOLDER a virtual environment with the locked packages and this project in it. Usage: make-venv.sh FOLDER
# PYTHON names the interpreter; without it the first of the usual names that is new enough is taken.
set -eu

folder=$1
needed='3, 11'

new_enough() {
    "$1" -c "import sys; sys.exit(sys.version_info < ($needed))" >/dev/null 2>&1
}

find_python() {
    for name in ${PYTHON:-python3 python3.11 python3.12 python3.13 python3.14 python}; do
        if new_enough "$name"; then
            echo "$name"
            return
        fi
    done
    {
        echo "Python 3.11 or newer is needed and none was found (tried: ${PYTHON:-python3, python3.11 to python3.14, python})."
        echo 'Install it (Debian, Ubuntu: apt install python3 python3-venv; Fedora: dnf install python3; macOS: brew install python)'
        echo 'or name it: make PYTHON=/path/to/python3.12 ...'
    } >&2
    exit 1
}

if ! new_enough "$folder/bin/python"; then
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        echo "$python cannot make virtual environments: install its venv package (Debian, Ubuntu: apt install python3-venv)." >&2
        exit 1
    fi
    echo "making $folder with $("$python" --version)"
    "$python" -m venv --clear "$folder"
fi

# Every file is held against its hash in a lock. Two packages come as source only: they are built by the tools of the first
# line, without a fetch of its own; all others are wheels, so that no compiler is needed.
pip() {
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "$@"
}
pip --require-hashes --only-binary :all: -r requirements-build.lock
pip --require-hashes --only-binary :all: --no-binary authres --no-binary quotequail --no-build-isolation --use-pep517 -r requirements-dev.lock
pip --no-build-isolation --no-deps --editable .
