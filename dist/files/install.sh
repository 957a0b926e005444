#!/bin/sh
# Installs Cratehold from the unpacked package that this file lies in, or removes it again.
#
#   ./install.sh                 installs to ~/.local
#   ./install.sh --prefix DIR    installs to DIR
#   ./install.sh --uninstall     removes what it installed; the data stays
#   ./install.sh --purge         removes the data too
#
# All files go to DIR/lib/cratehold; DIR/bin and DIR/share get symbolic links into it, so that
# removing is exact. Running it again replaces the installed version.
set -eu

usage() { sed -n '2,7s/^# \{0,1\}//p' "$here/install.sh"; }
say() { printf '%12s %s\n' "$1" "$2"; }
fail() {
  echo "error: $1" >&2
  exit "${2:-1}"
}

# The links: a path below the prefix for each file of the package that a shell or man looks for.
links() {
  echo bin/cratehold
  echo bin/cargo-cratehold
  (cd "$1" && find share/man share/bash-completion share/zsh share/fish -type f)
}

# The way from the directory of the link $1 up to the prefix.
up() {
  dir=$(dirname "$1")
  printf '%s\n' "$dir" | sed 's:[^/][^/]*:..:g'
}

# Whether the link $1 below the prefix leads into our directory, or nothing is there.
ours() {
  if [ -L "$prefix/$1" ]; then
    case $(readlink "$prefix/$1") in *lib/cratehold/*) return 0 ;; esac
    return 1
  fi
  [ ! -e "$prefix/$1" ]
}

install_package() {
  [ -x "$here/runtime/bin/java" ] || fail "$here is not the unpacked package: it holds no runtime"
  [ "$here" != "$home" ] || fail "this is the installed copy already; unpack a package and run its install.sh"
  if [ -e "$home" ] && [ ! -x "$home/bin/cratehold" ]; then
    fail "$home exists and was not installed by this script; move it away first"
  fi
  links "$here" | while read -r link; do
    ours "$link" || fail "$prefix/$link exists and is not ours; move it away first"
  done

  mkdir -p "$prefix/lib"
  rm -rf "$home.new" "$home.old"
  cp -Rp "$here" "$home.new" # with their times, which the JVM compares with those in its caches
  [ ! -e "$home" ] || { remove_links && mv "$home" "$home.old"; }
  mv "$home.new" "$home"
  rm -rf "$home.old"
  say Installed "$("$home/bin/cratehold" --version | head -n 1) to $home"

  links "$home" | while read -r link; do
    mkdir -p "$prefix/$(dirname "$link")"
    ln -sf "$(up "$link")/lib/cratehold/$link" "$prefix/$link"
  done
  say Linked "$prefix/bin/cratehold and $prefix/bin/cargo-cratehold"
  say Linked "manual pages and completions for bash, zsh and fish into $prefix/share"
  say "" "(zsh finds them once $prefix/share/zsh/site-functions is on its fpath)"
  case :$PATH: in
    *:"$prefix/bin":*) say Next "cratehold serve" ;;
    *) say Next "put $prefix/bin on your PATH, then: cratehold serve" ;;
  esac
}

remove_links() {
  links "$home" | while read -r link; do
    if [ -L "$prefix/$link" ] && ours "$link"; then rm "$prefix/$link"; fi
  done
}

# Without the command nobody could undo what it did to cargo's configuration.
refuse_while_set_up() {
  if [ -n "$(find "$state" -name '*.toml' 2>/dev/null)" ]; then
    fail "cargo is set up to use a Cratehold server: run cratehold setup --undo first (or delete $state)"
  fi
}

uninstall() {
  refuse_while_set_up
  if [ -x "$home/bin/cratehold" ]; then
    remove_links
    rm -rf "$home"
    say Removed "$home and the links to it in $prefix"
  else
    say Nothing "is installed in $prefix"
  fi
}

# The data directory of the command, where it carries the command's own marker.
purge() {
  if [ ! -d "$data" ]; then
    say Nothing "was stored in $data"
  elif grep -qs '^owner = store' "$data/cratehold-store"; then
    rm -rf "$data"
    say Removed "the data in $data"
  else
    fail "$data carries no marker of Cratehold, so it stays; remove it yourself if it is Cratehold's"
  fi
}

main() {
  here=$(CDPATH='' cd -- "$(dirname "$0")" && pwd -P)
  prefix=${HOME:?}/.local
  action=install
  while [ $# -gt 0 ]; do
    case $1 in
      --prefix)
        [ $# -gt 1 ] || fail "--prefix needs a directory" 2
        prefix=$2 && shift
        ;;
      --prefix=*) prefix=${1#*=} ;;
      --uninstall) [ "$action" = purge ] || action=uninstall ;;
      --purge) action=purge ;;
      -h | --help) usage && exit 0 ;;
      *) fail "unknown option $1; see ./install.sh --help" 2 ;;
    esac
    shift
  done
  case $prefix in /*) ;; *) prefix=$(pwd)/$prefix ;; esac
  home=$prefix/lib/cratehold
  case $(uname -s) in
    Darwin) data=$HOME/Library/Application\ Support state=$data ;;
    *) data=$HOME/.local/share state=$HOME/.local/state ;;
  esac
  data=${CRATEHOLD_DATA:-${XDG_DATA_HOME:-$data}/cratehold}
  state=${XDG_STATE_HOME:-$state}/cratehold
  case $action in
    install) install_package ;;
    uninstall)
      uninstall
      [ ! -d "$data" ] || say Kept "the data in $data; --purge removes it too"
      ;;
    purge)
      uninstall
      purge
      ;;
  esac
}

# As a function, so that the file may be removed while it runs.
main "$@"
exit
