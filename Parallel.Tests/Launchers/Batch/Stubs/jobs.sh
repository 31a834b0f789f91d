# What the stand-ins of batch systems have in common. A job is a folder: name, pid of its process group, code.
STUB=${BATCH_STUB_DIR:?is the folder of the jobs}
mkdir -p "$STUB"

stub_next() { # prints the next id
  (flock 9; n=$(($(cat "$STUB/last" 2>/dev/null || echo 100) + 1)); echo "$n" > "$STUB/last"; echo "$n") 9>"$STUB/lock"
}

stub_start() { # ID NAME SCRIPT CORES OUT ERR: runs the script in a process group of its own
  local job=$STUB/job.$1 out=${5:-/dev/null} err=${6:-${5:-/dev/null}}
  mkdir "$job"; echo "$2" > "$job/name"; cp "$3" "$job/script"
  [ "${4:-1}" -gt "${BATCH_STUB_CORES:-8}" ] && return
  # The group's leader writes its id before anybody can ask for it, and its end when it is one.
  setsid bash -c '
    echo $$ > "$1/pid.new" && mv "$1/pid.new" "$1/pid"
    trap : TERM
    (trap - TERM; exec bash "$1/script") >>"$2" 2>>"$3" </dev/null & child=$!
    wait $child; code=$?
    while kill -0 $child 2>/dev/null; do wait $child; code=$?; done
    [ -f "$1/code" ] || echo $code > "$1/code"' stub "$job" "$out" "$err" </dev/null >/dev/null 2>&1 9>&- &
  until [ -f "$job/pid" ]; do sleep 0.02; done
}

stub_state() { # FOLDER: PENDING, RUNNING or ENDED
  if [ -f "$1/code" ]; then echo ENDED; elif [ -f "$1/pid" ]; then echo RUNNING; else echo PENDING; fi
}

stub_kill() { # ID: asks the process group to end, and makes it after $BATCH_STUB_KILL_WAIT (5) seconds
  local job=$STUB/job.$1 group
  [ -d "$job" ] && [ ! -f "$job/code" ] || return 1
  group=$(cat "$job/pid" 2>/dev/null) || { echo 143 > "$job/code"; return 0; }
  kill -TERM -- "-$group" 2>/dev/null
  (for _ in $(seq $((${BATCH_STUB_KILL_WAIT:-5} * 20))); do
    [ -f "$job/code" ] && exit; sleep 0.05
  done
  kill -KILL -- "-$group" 2>/dev/null; [ -f "$job/code" ] || echo 137 > "$job/code") </dev/null >/dev/null 2>&1 &
}
