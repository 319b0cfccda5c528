# Shared by quickstart and test: says what it does and how long it takes, installs what is missing.

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# step TITLE COMMAND...: runs the command and prints how long it took.
step() {
    local title=$1 begin=$SECONDS
    shift
    printf '\n== %s\n' "$title"
    "$@"
    printf '   (%s: %d s)\n' "$title" $((SECONDS - begin))
}

fail() {
    printf '\n%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# need PACKAGE...: installs the Debian packages that are missing, as root or through sudo.
need() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && { echo "all there: $*"; return; }
    command -v apt-get >/dev/null || fail "these packages are missing and this is not Debian: ${missing[*]}"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "ask root to run: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    echo "installing: ${missing[*]}"
    # PostgreSQL's package would start a server of its own, which caselog does not use.
    local policy=/usr/sbin/policy-rc.d made=
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
        "${as_root[@]}" chmod 755 "$policy"
        made=yes
    fi
    local status=0
    { "${as_root[@]}" apt-get update -qq &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } ||
        status=$?
    [ -z "$made" ] || "${as_root[@]}" rm -f "$policy"
    [ "$status" -eq 0 ] || fail "apt-get could not install ${missing[*]}"
}

need_swift() {
    if ! command -v swift >/dev/null && [ -x /opt/swift/usr/bin/swift ]; then
        export PATH=/opt/swift/usr/bin:$PATH
    fi
    command -v swift >/dev/null ||
        fail "the Swift toolchain (6.2 or later) is missing: install it from https://www.swift.org/install/linux/"
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -1)
    read -r major minor <<<"${version:-0 0}"
    [ "$major" -gt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -ge 2 ]; } ||
        fail "Swift $major.$minor is too old: 6.2 or later is needed"
    swift --version 2>/dev/null | head -1
}

# What building and running need.
packages=(postgresql postgresql-client libpq-dev libxml2-dev pkg-config tzdata)
