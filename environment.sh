#!/bin/sh
# Makes the virtual environment and installs a lock into it: environment.sh VENV LOCK STAMP (called by the Makefile).
# A candidate for Python is run before it is believed: version managers put names on the PATH that fail when called.
set -eu
venv=$1 lock=$2 stamp=$3

say() { printf 'environment   %s\n' "$1"; }
fail() { printf 'newsroom: %s\n' "$1" >&2; exit 1; }
fits() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }
runs() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }
sum() { cksum < "$1"; }

if [ -x "$venv/bin/python" ] && ! runs "$venv/bin/python"; then
  say "its Python is gone: making it anew"
  rm -rf "$venv"
fi
if [ ! -x "$venv/bin/python" ]; then
  rm -rf "$venv"
  # Last, what pyenv has installed but does not offer in this folder.
  for candidate in ${NEWSROOM_PYTHON:-} python3.13 python3.12 python3.14 python3 \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python3; do
    command -v "$candidate" >/dev/null 2>&1 || continue
    if fits "$candidate"; then
      say "made with $("$candidate" --version)"
      output=$("$candidate" -m venv "$venv" 2>&1) || { printf '%s\n' "$output" >&2; fail "$candidate could not make $venv (is the disk full, or the folder not yours?)."; }
      break
    fi
  done
  if [ ! -x "$venv/bin/python" ] && command -v uv >/dev/null 2>&1; then
    say "made with uv"
    uv venv --quiet --python '>=3.12' --seed "$venv" || fail "uv could not make $venv with Python 3.12 or later."
  fi
  [ -x "$venv/bin/python" ] || fail "Python 3.12 or later is needed (with venv): install python3.13, or uv from https://docs.astral.sh/uv/."
fi

[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(sum "$lock")" ] && { touch "$stamp"; exit 0; }

say "installing $lock"
if [ ! -x "$venv/bin/uv" ]; then
  # Speed only: without uv, pip does the same.
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check uv >/dev/null 2>&1 || say "uv could not be installed: pip does it, more slowly"
fi
if [ -x "$venv/bin/uv" ]; then
  set -- "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --require-hashes -r "$lock"
else
  set -- "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
fi
output=$("$@" 2>&1) || { printf '%s\n' "$output" >&2; fail "$lock could not be installed: the lines above say why (no network? a full disk?)."; }
sum "$lock" > "$stamp"
