# How much heap the server gets. Read by the launchers, and run with the shell's own commands alone.

# Prints the size of the server's heap for -Xmx: a quarter of the memory that the machine has, or that
# the container or service may use, from 96m to 512m; 512m where nothing is known. $1 comes before the
# paths that are read, for tests.
serve_heap() {
  mebibytes=$(machine_mebibytes "$1")
  for limit in $(cgroup_limits "$1"); do
    # Of eighteen digits on, the number is no limit, and may be too large for the shell.
    case $limit in '' | *[!0-9]* | ??????????????????*) continue ;; esac
    [ $((limit / 1048576)) -ge "$mebibytes" ] || mebibytes=$((limit / 1048576))
  done
  heap=$((mebibytes / 4))
  [ "$heap" -le 512 ] || heap=512
  [ "$heap" -ge 96 ] || heap=96
  echo "${heap}m"
}

machine_mebibytes() {
  if [ -r "$1/proc/meminfo" ]; then
    while read -r name kibibytes _; do
      [ "$name" != MemTotal: ] || echo $((kibibytes / 1024))
    done <"$1/proc/meminfo"
  else
    # macOS; anywhere else there is no such command, and no answer.
    bytes=$(command -p sysctl -n hw.memsize 2>/dev/null) && echo $((bytes / 1048576)) || echo 2048
  fi
}

# The limits of the control groups that this process is in, and of those above them. In a container
# the path may be that of the host, where only the root is to be seen.
cgroup_limits() {
  [ -r "$1/proc/self/cgroup" ] || return 0
  while IFS=: read -r _ controllers path; do
    case ,$controllers, in
      ,,) limits_up "$1/sys/fs/cgroup" "$path" memory.max ;;
      *,memory,*) limits_up "$1/sys/fs/cgroup/memory" "$path" memory.limit_in_bytes ;;
    esac
  done <"$1/proc/self/cgroup"
}

limits_up() {
  directory=$2
  while :; do
    limit=
    [ ! -r "$1$directory/$3" ] || read -r limit <"$1$directory/$3"
    echo "$limit"
    [ -n "${directory#/}" ] || break
    directory=${directory%/*}
  done
}
