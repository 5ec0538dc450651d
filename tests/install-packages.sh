#!/bin/sh
# Installs the Debian packages named as arguments that are not there yet; says what it does.
set -u
missing=
for p in "$@"; do
    dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
done
[ -n "$missing" ] || exit 0

sudo=
if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo=sudo
    else
        echo "These Debian packages are missing:$missing" >&2
        echo "Installing needs root. Run this once, then the same make command again:" >&2
        echo "    sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing" >&2
        exit 69
    fi
fi
echo "installing with apt:$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# An old package list is refreshed only when it is needed: the first try may do.
install() {
    # shellcheck disable=SC2086 # one word a package
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends $missing
}
if install >"$log" 2>&1 || { $sudo apt-get update -q >>"$log" 2>&1 && install >>"$log" 2>&1; }; then
    exit 0
fi
tail -n 15 "$log" >&2
echo "apt could not install:$missing" >&2
echo "Check the network and /etc/apt/sources.list, then run the same make command again." >&2
exit 69
