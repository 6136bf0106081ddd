#!/usr/bin/env bash
# Installs what the tests start on loopback: Dovecot 2.3, Postfix, PostgreSQL, and Chromium to look at the desk with. Debian; root.
# Nothing is started or changed on the machine: the tests run their own copies in temporary folders.
set -euo pipefail

missing=()
command -v dovecot >/dev/null || [ -x /usr/sbin/dovecot ] || missing+=(dovecot-imapd dovecot-lmtpd)
[ -x /usr/lib/dovecot/lmtp ] || missing+=(dovecot-lmtpd)
command -v postfix >/dev/null || [ -x /usr/sbin/postfix ] || missing+=(postfix)
compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || missing+=(postgresql)
command -v chromium >/dev/null || missing+=(chromium)
command -v setpriv >/dev/null || missing+=(util-linux)

if [ ${#missing[@]} -eq 0 ]; then
  echo "install-servers: Dovecot, Postfix, PostgreSQL and Chromium are there"
  exit 0
fi
if ! command -v apt-get >/dev/null; then
  echo "install-servers: missing: ${missing[*]}. This script knows Debian only; install these with your system's package manager." >&2
  exit 1
fi
if [ "$(id -u)" != 0 ]; then
  echo "install-servers: missing: ${missing[*]}. Run as root: sudo scripts/install-servers.sh" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
# The packages must not start services of their own beside the tests' copies.
policy=/usr/sbin/policy-rc.d
made_policy=no
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  made_policy=yes
fi
trap '[ "$made_policy" = no ] || rm -f "$policy"' EXIT

apt-get update -q || echo "install-servers: the package lists could not be refreshed; trying with those at hand" >&2
if ! apt-get install -q -y --no-install-recommends "${missing[@]}"; then
  echo "install-servers: apt could not install ${missing[*]}; see its message above" >&2
  exit 1
fi
