# Shared helpers of the scheduler test bed. Sourced, not run.
# A caller sets TB_NAME before sourcing; state goes to $TESTBED_DIR/$TB_NAME.
set -euo pipefail
: "${TB_NAME:?set TB_NAME before sourcing lib.sh}"
TESTBED_DIR=${TESTBED_DIR:-/tmp/testbed-state}
TB_STATE=$TESTBED_DIR/$TB_NAME
TB_LOGS=$TB_STATE/log
TB_PIDS=$TB_STATE/pids
TB_RUNUSER=$(command -v runuser || echo /usr/sbin/runuser)
export PATH=$PATH:/usr/sbin:/sbin

tb_log() { printf '[%s] %s\n' "$TB_NAME" "$*" >&2; }
tb_die() { tb_log "FAILED: $*"; exit 1; }
tb_ms()  { local t=${EPOCHREALTIME/[^0-9]/}; echo $(( t / 1000 )); }

tb_dirs() {
  # other users (sge, oar, postgres, munge ...) must be able to walk in
  mkdir -p "$TESTBED_DIR" "$TB_STATE" "$TB_LOGS" "$TB_PIDS"
  chmod 755 "$TESTBED_DIR" "$TB_STATE" "$TB_PIDS"
  chmod 1777 "$TB_LOGS"
}

# tb_install PKG... : installs those that are missing, and starts no service.
tb_install() {
  local missing=() p
  for p in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null || true)" = installed ] || missing+=("$p")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  [ "$(id -u)" = 0 ] || tb_die "missing packages (${missing[*]}) and not root"
  tb_log "installing ${missing[*]}"
  local made_policy=0 rc=0 log=$TB_LOGS/apt.log
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
    chmod 755 /usr/sbin/policy-rc.d
    made_policy=1
  fi
  export DEBIAN_FRONTEND=noninteractive
  # one at a time: apt waits for dpkg's lock by itself, but not for that of its lists
  {
    flock -w 600 9
    apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends \
      -o Dpkg::Options::=--force-confold "${missing[@]}" || {
      apt-get -o DPkg::Lock::Timeout=300 update
      apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends \
        -o Dpkg::Options::=--force-confold "${missing[@]}"; }
  } 9>"${TMPDIR:-/tmp}/testbed-apt.lock" >>"$log" 2>&1 </dev/null || rc=$?
  if [ $made_policy = 1 ]; then rm -f /usr/sbin/policy-rc.d; fi
  [ $rc = 0 ] || { tail -n 25 "$log" >&2; tb_die "apt-get failed ($rc), log $log"; }
}

# Identity of a process = pid + kernel start time, so that a recycled pid is
# never mistaken for ours.
tb_starttime() {
  local s; s=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  s=${s##*) }; set -- $s; echo "${20}"
}
tb_record() { # NAME PID
  local st; st=$(tb_starttime "$2") || return 1
  echo "$2 $st" > "$TB_PIDS/$1"
}
tb_pid() { # NAME -> pid if it is still the process that was recorded
  local pid st
  [ -r "$TB_PIDS/$1" ] || return 1
  read -r pid st < "$TB_PIDS/$1" || return 1
  [ "$(tb_starttime "$pid" 2>/dev/null || true)" = "$st" ] || return 1
  # a zombie counts as gone
  grep -q '^State:[[:space:]]*Z' "/proc/$pid/status" 2>/dev/null && return 1
  echo "$pid"
}
tb_alive() { tb_pid "$1" >/dev/null; }

# tb_spawn NAME CMD... : a daemon in its own session, log in log/NAME.log
tb_spawn() {
  local name=$1; shift
  tb_alive "$name" && return 0
  setsid "$@" >>"$TB_LOGS/$name.log" 2>&1 </dev/null &
  tb_record "$name" $! || tb_die "$name did not start, see $TB_LOGS/$name.log"
}

# tb_kill NAME [SECONDS [SIGNAL]] : that recorded process only; KILL after a grace time
tb_kill() {
  local pid i grace=${2:-10} sig=${3:-TERM}
  if pid=$(tb_pid "$1"); then
    kill -"$sig" "$pid" 2>/dev/null || true
    for ((i = 0; i < grace * 20; i++)); do tb_alive "$1" || break; sleep 0.05; done
    if tb_alive "$1"; then kill -KILL "$pid" 2>/dev/null || true; tb_log "$1 ($pid) needed KILL"; fi
  fi
  rm -f "$TB_PIDS/$1"
}

# tb_wait SECONDS WHAT CMD... : polls ten times a second
tb_wait() {
  local limit=$1 what=$2 t0 now; shift 2; t0=$(tb_ms)
  until "$@" >/dev/null 2>&1; do
    now=$(tb_ms)
    if (( now - t0 > limit * 1000 )); then tb_log "not within ${limit}s: $what"; return 1; fi
    sleep 0.1
  done
}
tb_port_open() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

# every process below the pid, the deepest last
tb_tree() {
  local c
  for c in $(cat /proc/"$1"/task/*/children 2>/dev/null); do echo "$c"; tb_tree "$c"; done
}

tb_secs() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", (b - a) / 1000 }'; }
tb_usage() { echo "usage: $0 {install|start|verify|up|stop|status|env}" >&2; exit 2; }
tb_main() {
  case ${1:-up} in
    install) tb_dirs; do_install ;;
    start)   tb_dirs; do_install; do_start ;;
    verify)  do_verify ;;
    up)      tb_dirs; do_install; do_start; do_verify ;;
    stop)    do_stop ;;
    status)  do_status ;;
    env)     do_env ;;
    *)       tb_usage ;;
  esac
}
do_status() {
  local f n any=1
  for f in "$TB_PIDS"/*; do
    [ -e "$f" ] || continue
    n=${f##*/}
    if tb_alive "$n"; then echo "$n running pid $(tb_pid "$n")"; any=0; else echo "$n dead"; fi
  done
  return $any
}
do_env() { cat "$TB_STATE/env.sh"; }
