#!/usr/bin/env bash
# The real proxy with its workspace on real file systems. Installs what it mounts; the last line counts.
# `scripts/disks.sh rare` tries those that are rarer, or slow. More arguments go to Jest.
#
# Jest runs with mounts and processes of its own: whatever ends it, the kernel ends each daemon and takes
# away each mount, and loop devices go with their mounts.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/report.sh
python=.venv/bin/python
project=disks packages=() modules=(mfusepy)
if [ "${1:-}" = rare ]; then project=rareDisks; shift; fi

# What is missing, in one line.
missing() { echo "disks: $1" >&2; failures+=("disks: $1"); failed=$((failed + 1)); finish; exit 1; }

# needs COMMAND PACKAGE: Debian's package that brings it.
needs() { PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null || packages+=("$2"); }

[ "$(id -u)" = 0 ] || missing "only root can mount file systems: run it as root (sudo make disks)."
[ -x "$python" ] || missing "there is no $python: run 'make setup' first."
[ -c /dev/fuse ] || missing "there is no /dev/fuse: load the kernel's module (modprobe fuse), or start the container with it (--privileged)."
[ -c /dev/loop-control ] || missing "there is no /dev/loop-control: load the kernel's module (modprobe loop), or start the container with it (--privileged)."
for name in btrfs ext4; do
  grep -qw "$name" /proc/filesystems || modprobe -q "$name" || missing "the kernel can't mount $name: install its module."
done

needs unshare util-linux
needs fusermount3 fuse3
needs mkfs.ext4 e2fsprogs
if [ "$project" = disks ]; then
  needs bindfs bindfs
  needs rclone rclone
  needs mount.exfat-fuse exfat-fuse
  needs mkfs.exfat exfatprogs
  needs sshfs sshfs
  needs sshd openssh-server
  needs mkfs.btrfs btrfs-progs
else
  modules+=("moto[server]")
  needs bindfs bindfs
  needs sshfs sshfs
  needs sshd openssh-server
  needs s3fs s3fs
  needs cryfs cryfs
  needs encfs encfs
  needs gocryptfs gocryptfs
  needs mergerfs mergerfs
  needs ntfs-3g ntfs-3g
fi
if [ "${#packages[@]}" -gt 0 ]; then
  command -v apt-get >/dev/null || missing "please install ${packages[*]}: there is no apt-get to do it."
  echo "disks: installing ${packages[*]} …"
  export DEBIAN_FRONTEND=noninteractive
  # Debian starts no service while this file says so: the SSH server of the tests is their own.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod +x "$policy"; else policy=; fi
  log=$(mktemp)
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >"$log" 2>&1 || installed=no
  [ -z "$policy" ] || rm -f "$policy"
  [ "${installed:-}" != no ] || { tail -5 "$log" >&2; missing "apt-get could not install ${packages[*]}."; }
  rm -f "$log"
fi
for module in "${modules[@]}"; do
  "$python" -c "import ${module%%[*}" 2>/dev/null && continue
  echo "disks: installing $module from PyPI …"
  "$python" -m pip install --quiet --disable-pip-version-check "$module" ||
    missing "pip could not install $module."
done

unshare --mount true || missing "mounts of its own are not allowed here: start the container with --privileged."

# Everything of the tests is in here, so that nothing stays when they are killed.
TMPDIR=$(mktemp -d -t gdrive-disks.XXXXXX)
export TMPDIR
chmod 755 "$TMPDIR"
jest=
tidy() {
  [ -z "$jest" ] || kill -KILL "$jest" 2>/dev/null && wait "$jest" 2>/dev/null
  rm -rf "$TMPDIR"
}
trap tidy EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

out=build/$project.json status=0
rm -f "$out"
mkdir -p build
PATH="$PATH:/usr/sbin:/sbin" unshare --mount --pid --fork --kill-child --mount-proc \
  node node_modules/jest/bin/jest.js --json --outputFile="$out" --selectProjects "$project" --maxWorkers=100% "$@" &
jest=$!
wait "$jest" || status=$?
jest=
read -r ok bad < <(node -p "const r = require('./$out'); r.numPassedTests + ' ' + (r.numFailedTests + r.numRuntimeErrorTestSuites)" 2>/dev/null || echo 0 1)
counted "file systems: Jest" "$status" "$ok" "$bad"
finish
