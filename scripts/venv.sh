#!/bin/sh
# Makes the virtual environment $1 with Python >= 3.11, unless it is there and works.
set -eu

dir=$1
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

works() { "$1" -c "$new_enough" >/dev/null 2>&1; }
has_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

if works "$dir/bin/python" && "$dir/bin/python" -m pip --version >/dev/null 2>&1; then
    exit 0
fi

python=
for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
    works "$candidate" || continue
    python=${python:-$candidate}
    if has_venv "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "No Python >= 3.11 found. Install one, or name it: make setup PYTHON=/path/to/python" >&2
    exit 1
fi

if ! has_venv "$python"; then
    package="$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -q
        apt-get install -q -y --no-install-recommends "$package"
    fi
    if ! has_venv "$python"; then
        echo "$python cannot make virtual environments. On Debian or Ubuntu: apt-get install $package" >&2
        exit 1
    fi
fi

"$python" -m venv --clear "$dir"
