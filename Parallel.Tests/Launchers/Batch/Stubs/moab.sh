#!/usr/bin/env bash
# Stands in for Moab, which cannot be had: under the names msub, showq, canceljob and checkjob it runs job scripts on
# this machine. Jobs live in $BATCH_STUB_DIR; one that asks for more than $BATCH_STUB_CORES (8) processors waits for ever.
. "$(dirname "$(readlink -f "$0")")/jobs.sh"

section() { # TITLE STATE WORD: the jobs in that state
  local job
  printf '%s\nJOBID              USERNAME      STATE PROCS   REMAINING            STARTTIME\n\n' "$1"
  for job in "$STUB"/job.*; do
    [ -d "$job" ] && [ "$(stub_state "$job")" = "$2" ] && printf '%-18s %10s %10s %5s %11s %20s\n' \
      "Moab.${job##*/job.}" "$(id -un)" "$3" 1 00:30:00 'Mon Nov 30 12:00:00'
  done
  echo
}

case ${0##*/} in
  msub)
    [ "$1" = --version ] && { echo 'Stand-in for Moab 9.1'; exit 0; }
    grep -q '^#PBS -q nowhere$' "$1" && { echo "ERROR:  no such class 'nowhere'" >&2; exit 1; }
    name=$(sed -n 's/^#PBS -N //p' "$1"); id=$(stub_next)
    cores=$(sed -n 's/^#PBS -l .*\(ncpus\|ppn\)=\([0-9]*\).*/\2/p' "$1" | tail -n 1)
    PBS_JOBID=$id stub_start "$id" "$name" "$1" "$cores"
    printf '\nMoab.%s\n' "$id" ;;
  showq)
    section active RUNNING Running; section eligible PENDING Idle; echo 'blocked jobs-----' ;;
  canceljob)
    if stub_kill "${1#Moab.}"; then echo "job '$1' cancelled"; else echo "ERROR:  invalid job '$1'" >&2; exit 1; fi ;;
  checkjob)
    job=$STUB/job.${1#Moab.}; [ -d "$job" ] || { echo "ERROR:  invalid job '$1'" >&2; exit 1; }
    case $(stub_state "$job") in
      ENDED) printf 'job %s\n\nAName: %s\nState: Completed\nCompletion Code: %s\n' "$1" "$(cat "$job/name")" \
        "$(cat "$job/code")" ;;
      RUNNING) printf 'job %s\n\nState: Running\n' "$1" ;;
      *) printf 'job %s\n\nState: Idle\nNOTE:  job cannot run: insufficient processors\n' "$1" ;;
    esac ;;
esac
