#!/bin/sh
# chroot.sh SUITE [TARGET...] - the commit that is checked out here, built and tested as a newcomer does it: a minimal
# Debian (trixie, bookworm ...) with nothing but make, a clone in /root/bouwarchief, `make demo test` (or the targets
# named) by root in it. Needs root, debootstrap and a mirror. The Debian without the clone is kept in
# $BOUWARCHIEF_CHROOTS (build/chroot) for the next time; what the targets printed is in SUITE.log beside it.
set -eu
suite=${1:?usage: chroot.sh SUITE [TARGET...]}
shift
[ $# -gt 0 ] || set -- demo test
tree=$(cd "$(dirname "$0")/.." && pwd)
folder=${BOUWARCHIEF_CHROOTS:-$tree/build/chroot}
mirror=${BOUWARCHIEF_MIRROR:-http://deb.debian.org/debian}

if [ "$(id -u)" != 0 ] || ! command -v debootstrap >/dev/null; then
    echo 'chroot.sh: it needs root and debootstrap (apt-get install debootstrap)' >&2
    exit 69
fi
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
root=$folder/$suite
if [ ! -e "$root/etc/debian_version" ] || [ -e "$root/debootstrap" ]; then
    rm -rf --one-file-system "$root"
    debootstrap --variant=minbase "$suite" "$root" "$mirror"
fi
# This machine's way to the mirror: proxy, retries, whether dates are believed.
apt-config dump | grep -E '^Acquire::(http|https|Check|Retries|Force)' >"$root/etc/apt/apt.conf.d/90bouwarchief" || :
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
rm -rf --one-file-system "$root/root/bouwarchief"
git clone -q --no-hardlinks "$tree" "$root/root/bouwarchief"
chmod 700 "$root/root"

# What is mounted goes with the namespace, however this ends.
status=0
# shellcheck disable=SC2016 # the inner shell expands
unshare --mount --pid --fork sh -euc '
    root=$1
    shift
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/dev/shm"
    exec chroot "$root" /usr/bin/env -i HOME=/root TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        sh -euc "
            command -v make >/dev/null || { apt-get update -q && apt-get install -y -q --no-install-recommends make; }
            cd /root/bouwarchief && for target; do make \$target; done" sh "$@"
' sh "$root" "$@" >"$folder/$suite.log" 2>&1 || status=$?
tail -n 40 "$folder/$suite.log"
echo "$suite: $*: status $status; all of it in $folder/$suite.log"
exit "$status"
