#!/usr/bin/env bash
# Stands in for LSF, which cannot be had: under the names bsub, bjobs, bkill and bhist it runs job scripts on this
# machine. Jobs live in $BATCH_STUB_DIR; one that asks for more than $BATCH_STUB_CORES (8) processors waits for ever.
. "$(dirname "$(readlink -f "$0")")/jobs.sh"

directive() { sed -n "s/^#BSUB $1 //p" "$2" | tail -n 1 | tr -d '"'; }

list() { # FORMAT: each job in a line
  local job id task state reason
  for job in "$STUB"/job.*; do
    [ -d "$job" ] || continue
    id=${job##*/job.}; task=${id#*.}; id=${id%.*}; state=$(stub_state "$job"); reason=-
    case $state in
      PENDING) state=PEND; reason='Job requirements for processors not satisfied;' ;;
      RUNNING) state=RUN ;;
      ENDED) state=EXIT; [ "$(cat "$job/code")" = 0 ] && state=DONE ;;
    esac
    name=$(cat "$job/name"); [ "$task" = 0 ] || name="$name[$task]"
    echo "$id|$task|$state|$(cat "$job/code" 2>/dev/null || echo -)|$name|$reason"
  done
}

case ${0##*/} in
  bsub)
    [ "$1" = -V ] && { echo 'Stand-in for LSF 10.1' >&2; exit 0; }
    script=$(mktemp "$STUB/script.XXXXXX"); cat ${1:+"$1"} > "$script"
    [ "$(directive -q "$script")" = nowhere ] && { echo 'nowhere: No such queue. Job not submitted.' >&2; exit 255; }
    name=$(directive -J "$script"); last=0
    case $name in *'[1-'*) last=${name##*-}; last=${last%]}; name=${name%%'['*} ;; esac
    id=$(stub_next)
    for task in $(if [ "$last" = 0 ]; then echo 0; else seq 1 "$last"; fi); do
      log() { directive "$1" "$script" | sed "s/%J/$id/; s/%I/$task/"; }
      LSB_JOBID=$id LSB_JOBINDEX=$task stub_start "$id.$task" "$name" "$script" "$(directive -n "$script")" \
        "$(log -o)" "$(log -e)"
    done
    echo "Job <$id> is submitted to default queue <normal>." ;;
  bjobs)
    case $* in
      *-noheader*) all=$(list); if [ -n "$all" ]; then echo "$all"; else echo 'No job found' >&2; exit 255; fi ;;
      *) id=${*: -1}; task=${id#*[}; [ "$task" = "$id" ] && task=0; job=$STUB/job.${id%%[*}.${task%]}
        [ -d "$job" ] || { echo "Job <$id> is not found" >&2; exit 255; }
        echo "Job <${id%%[*}>, Job Name <$(cat "$job/name")>, Status <$(stub_state "$job")>"
        [ -f "$job/code" ] && case $(cat "$job/code") in
          0) echo 'Done successfully. The CPU time used is 0.1 seconds.' ;;
          143 | 137) echo "Exited with exit code $(cat "$job/code"). TERM_OWNER: job killed by owner." ;;
          *) echo "Exited with exit code $(cat "$job/code"). The CPU time used is 0.1 seconds." ;;
        esac ;;
    esac ;;
  bkill)
    failed=0
    for id in "$@"; do
      task=${id#*[}; [ "$task" = "$id" ] && task=0
      if stub_kill "${id%%[*}.${task%]}"; then echo "Job <$id> is being terminated"
      else echo "Job <$id>: No matching job found" >&2; failed=255; fi
    done
    exit $failed ;;
  bhist) echo 'No matching job found' >&2; exit 255 ;;
esac
