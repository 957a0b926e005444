#!/usr/bin/env bash
# Builds the peers and runs the workloads of WORKLOADS.md, implementations in turns, then prints one
# table: rows workloads, columns implementations, cells median time and ratio to cacache-rs.
#
#   ./run.sh --work <scratch dir> [options] [workload...]
#
#   --work DIR          where the peers are built and results are kept (results.jsonl)
#   --store DIR         where the measured stores lie (default: <work>/store); try a tmpfs as well
#   --rounds N          rounds over all implementations, per workload (default 9)
#   --seconds S         time limit of one measurement (default 2)
#   --impl NAME='CMD'   one more implementation; `CMD bench <workload> <dir> --seconds S` must print
#                       the JSON line of WORKLOADS.md. May be given several times; for Cratehold it
#                       is --impl cratehold='...', see README.md. CMD is split at blanks. The NAME
#                       of a built-in column replaces its command.
#   --peers 'A B'       which of the built-in columns to run; there is cacache-npm-21, too
#                       (default: 'cacache-rs cacache-npm floor-io floor-sha256')
#   --prefix 'CMD'      put before every measured command, for example a lock or `taskset -c 1`
#   --no-build          take the peers as built in DIR by an earlier run
#   --results FILE      where the JSON lines go (default: <work>/results.jsonl, started afresh)
#
# Needs: bash, cargo, node and npm, cc with the OpenSSL headers. Nothing is left in the source tree.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
all_workloads='get_hash_11B get_hash_11B_xxh3 get_hash_many_10x11B get_key_11B get_hash_5MiB
get_hash_5MiB_xxh3 put_hash_11B put_hash_11B_xxh3 put_key_11B put_5MiB put_10KB_x10k get_10KB_random
stream_write_64MiB stream_read_64MiB find_key_1e5_revisions ls_100k rm_key mixed_8t
verify_10k_x_10KB cold_start'
# Read-only workloads whose set-up may be kept from round to round.
kept=' get_10KB_random stream_read_64MiB find_key_1e5_revisions ls_100k verify_10k_x_10KB '

work='' store='' results='' prefix='' rounds=9 seconds=2 build=yes
peers='cacache-rs cacache-npm floor-io floor-sha256'
workloads=()
declare -A command
named=() extra=()
while (($#)); do
  case $1 in
    --work) work=$2; shift 2 ;;
    --store) store=$2; shift 2 ;;
    --rounds) rounds=$2; shift 2 ;;
    --seconds) seconds=$2; shift 2 ;;
    --impl) command[${2%%=*}]=${2#*=}; named+=("${2%%=*}"); shift 2 ;;
    --peers) peers=$2; shift 2 ;;
    --prefix) prefix=$2; shift 2 ;;
    --no-build) build=no; shift ;;
    --results) results=$2; shift 2 ;;
    -h | --help) sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//'; exit 0 ;;
    -*) echo "run.sh: unknown option $1" >&2; exit 2 ;;
    *) workloads+=("$1"); shift ;;
  esac
done
[[ $work ]] || { echo 'run.sh: --work <scratch dir> is required' >&2; exit 2; }
mkdir -p "$work"
work=$(cd "$work" && pwd)
store=${store:-$work/store}
results=${results:-$work/results.jsonl}
mkdir -p "$store"
((${#workloads[@]})) || read -r -d '' -a workloads <<<"$all_workloads" || true

if [[ $build == yes ]]; then
  "$here/peers/build" "$work" >&2
fi
command[cacache-rs]=${command[cacache-rs]:-$work/bin/cas-peer}
command[cacache-npm]=${command[cacache-npm]:-node $work/cacache-20.0.4/index.js}
command[cacache-npm-21]=${command[cacache-npm-21]:-node $work/cacache-21.0.2/index.js}
command[floor-io]="$work/bin/floor io"
command[floor-sha256]="$work/bin/floor sha256"

for column in "${named[@]}"; do
  [[ " $peers " == *" $column "* ]] || extra+=("$column")
done
for column in $peers; do
  [[ ${command[$column]-} ]] || { echo "run.sh: no such peer: $column" >&2; exit 2; }
done

# One measurement; a failure becomes a line with "error", so that the other cells survive.
measure() { # implementation workload
  local dir=$store/$1.$2 cmd=${command[$1]} line
  if [[ $2 == cold_start ]]; then
    if [[ $1 == floor-* ]]; then return; fi
    # shellcheck disable=SC2086
    $cmd bench cold_start_put "$dir" >/dev/null &&
      line=$($prefix "$work/bin/floor" spawn 20 "$1" $cmd bench cold_start_get "$dir") || line=
  else
    # shellcheck disable=SC2086
    line=$($prefix $cmd bench "$2" "$dir" --seconds "$seconds" | tail -n 1) || line=
  fi
  # The line is filed under the column's name, whatever the program calls itself.
  node -e '
    const [column, workload, line] = process.argv.slice(1)
    let result
    try { result = JSON.parse(line) } catch { result = { error: "failed" } }
    console.log(JSON.stringify({ ...result, impl: column, workload }))' "$1" "$2" "$line" >>"$results"
  if [[ $kept != *" $2 "* ]]; then rm -rf "$dir" "$dir.ready"; fi
  sync -f "$store"
}

# What the figures depend on.
describe() {
  local cpu
  cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
  echo "machine: $(uname -srm), $(getconf _NPROCESSORS_ONLN) x ${cpu:-unknown processor}, load $(cut -d ' ' -f 1-3 /proc/loadavg 2>/dev/null)"
  echo "store: $(stat -f -c %T "$store") at $store; node $(node --version); $rounds rounds of $seconds s"
}

# The implementations of one round, beginning with another one each time.
read -r -a columns <<<"$peers ${extra[*]-}"
in_turn() { # round
  local first=$((($1 - 1) % ${#columns[@]}))
  echo "${columns[*]:first} ${columns[*]:0:first}"
}

describe >&2
: >"$results"
for workload in "${workloads[@]}"; do
  for ((round = 1; round <= rounds; round++)); do
    for impl in $(in_turn "$round"); do
      measure "$impl" "$workload"
    done
  done
  for impl in "${columns[@]}"; do
    rm -rf "${store:?}/$impl.$workload" "$store/$impl.$workload.ready"
  done
  echo "done: $workload" >&2
done
node "$here/table.js" "$results" "${columns[@]}"
