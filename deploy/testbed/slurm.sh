#!/usr/bin/env bash
# A private Slurm (munged + slurmctld + several slurmd) on one machine, no systemd.
# Each slurmd runs in a network namespace of its own, so that jobs see other host names and addresses than the
# submitter, whom they reach at $SLURM_TB_CALLBACK_ADDRESS. SLURM_TB_NETNS=0: all in this machine's network.
# usage: slurm.sh {install|start|verify|up|stop|status|env};  eval "$(slurm.sh env)" for clients
TB_NAME=slurm
. "$(dirname "$(readlink -f "$0")")/lib.sh"
NETNS=${SLURM_TB_NETNS:-1}
NET=${SLURM_TB_NET:-10.199.78}          # /24; .1 is this machine, .11, .12, ... the nodes
PFX=${SLURM_TB_PREFIX:-tbn}             # nodes, namespaces and host names
BR=${PFX}br0

NODES=${SLURM_TB_NODES:-2}              # simulated nodes
NODE_CPUS=${SLURM_TB_CPUS:-8}           # CPUs that each claims to have
NODE_MEM=${SLURM_TB_MEM:-16000}         # MiB that each claims to have
NODE_GPUS=${SLURM_TB_GPUS:-2}           # pretend GPUs on each
CTLD_PORT=${SLURM_TB_PORT:-26817}
FIRST_SLURMD_PORT=$((CTLD_PORT + 1))
CONF=$TB_STATE/slurm.conf
export SLURM_CONF=$CONF

do_install() { tb_install munge slurm-wlm iproute2 util-linux; }

make_net() {
  local i ns
  if [ ! -e "/sys/class/net/$BR" ]; then
    ip link add "$BR" type bridge || tb_die "no bridge can be made (CAP_NET_ADMIN?); SLURM_TB_NETNS=0 does without"
    echo "$BR" > "$TB_STATE/made.bridge"
    ip addr add "$NET.1/24" dev "$BR"
    ip link set "$BR" up
  fi
  for ((i = 1; i <= NODES; i++)); do
    ns=$PFX$i
    [ -e "/run/netns/$ns" ] && continue
    ip netns add "$ns"; echo "$ns" >> "$TB_STATE/made.netns"
    ip link add "${PFX}v$i" type veth peer name eth0 netns "$ns"
    ip link set "${PFX}v$i" master "$BR" up
    ip -n "$ns" addr add "$NET.$((10 + i))/24" dev eth0
    ip -n "$ns" link set lo up
    ip -n "$ns" link set eth0 up
    ip -n "$ns" route add default via "$NET.1"
  done
}

remove_net() {
  local n p
  if [ -e "$TB_STATE/made.netns" ]; then
    while read -r n; do
      for p in $(ip netns pids "$n" 2>/dev/null); do kill -KILL "$p" 2>/dev/null || true; done
      ip netns del "$n" 2>/dev/null || true
    done < "$TB_STATE/made.netns"
    rm -f "$TB_STATE/made.netns"
  fi
  if [ -e "$TB_STATE/made.bridge" ]; then
    ip link del "$(cat "$TB_STATE/made.bridge")" 2>/dev/null || true; rm -f "$TB_STATE/made.bridge"
  fi
}

write_conf() {
  local host i gpu_files gres="" ctl=127.0.0.1 names=() addrs=()
  host=$(hostname -s)
  if [ "$NETNS" = 1 ]; then
    ctl=$NET.1
    for ((i = 1; i <= NODES; i++)); do names+=("$PFX$i"); addrs+=("$NET.$((10 + i))"); done
  else
    for ((i = 0; i < NODES; i++)); do names+=("$host"); addrs+=(127.0.0.1); done
  fi
  mkdir -p "$TB_STATE/ctld" "$TB_STATE/dev"
  # slurmd insists on a character device behind each GPU: twins of /dev/null do.
  # Their trailing digit becomes the index in CUDA_VISIBLE_DEVICES.
  gpu_files=()
  for ((i = 0; i < NODE_GPUS; i++)); do
    local dev=$TB_STATE/dev/nvidia$i
    if [ ! -c "$dev" ]; then rm -f "$dev"; mknod -m 666 "$dev" c 1 3 2>/dev/null || dev=/dev/null; fi
    gpu_files+=("$dev")
  done
  ((NODE_GPUS > 0)) && gres=" Gres=gpu:$NODE_GPUS"
  {
    cat <<CONF
ClusterName=testbed
SlurmctldHost=$host($ctl)
SlurmctldPort=$CTLD_PORT
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$TB_STATE/munge.sock
CredType=cred/munge
StateSaveLocation=$TB_STATE/ctld
SlurmdSpoolDir=$TB_STATE/spool.%n
SlurmctldPidFile=$TB_STATE/slurmctld.pid
SlurmdPidFile=$TB_STATE/slurmd.%n.pid
SlurmctldLogFile=$TB_LOGS/slurmctld.log
SlurmdLogFile=$TB_LOGS/slurmd.%n.log
SlurmctldDebug=info
SlurmdDebug=info
SwitchType=switch/none
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc=$TB_STATE/jobcomp.log
ReturnToService=2
SlurmdParameters=config_overrides
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=50000,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
DefMemPerCPU=500
GresTypes=gpu
KillWait=2
MinJobAge=300
CompleteWait=0
InactiveLimit=0
SlurmctldTimeout=30
SlurmdTimeout=${SLURM_TB_NODE_TIMEOUT:-30}
MessageTimeout=10
TCPTimeout=2
RebootProgram=/bin/false
CONF
    for ((i = 1; i <= NODES; i++)); do
      echo "NodeName=$PFX$i NodeHostname=${names[i - 1]} NodeAddr=${addrs[i - 1]} Port=$((FIRST_SLURMD_PORT + i - 1))" \
           "CPUs=$NODE_CPUS RealMemory=$NODE_MEM$gres State=UNKNOWN"
    done
    echo "PartitionName=normal Nodes=ALL Default=YES MaxTime=INFINITE DefaultTime=60 State=UP"
    echo "PartitionName=debug Nodes=${PFX}1 MaxTime=10 DefaultTime=5 State=UP"
  } > "$CONF"
  : > "$TB_STATE/gres.conf"
  for i in "${gpu_files[@]}"; do echo "Name=gpu File=$i" >> "$TB_STATE/gres.conf"; done
  # the cgroup plugin is loaded even when nothing uses it; 'disabled'-like: never mount
  printf 'CgroupAutomount=no\nConstrainCores=no\nConstrainRAMSpace=no\nIgnoreSystemd=yes\n' > "$TB_STATE/cgroup.conf"
  echo "export SLURM_CONF='$CONF'" > "$TB_STATE/env.sh"
  echo "export SLURM_TB_CALLBACK_ADDRESS=$ctl" >> "$TB_STATE/env.sh"
}

nodes_up() {
  local n all
  all=$(grep -c '^NodeName=' "$CONF")
  n=$(sinfo -h -N -p normal -t idle,mixed,alloc -o %N | sort -u | wc -l)
  [ "$n" -eq "$all" ]
}

do_start() {
  local t0 i n key=$TB_STATE/munge.key; t0=$(tb_ms)
  if tb_alive slurmctld && nodes_up; then tb_log "already up"; return 0; fi
  if [ "$NETNS" = 1 ]; then make_net; fi
  write_conf
  if [ ! -s "$key" ]; then (umask 077; head -c 128 /dev/urandom > "$key"); fi
  chmod 600 "$key"
  # root-run munged; --force because a state folder below /tmp fails its path checks
  tb_spawn munged munged --foreground --force --key-file="$key" --socket="$TB_STATE/munge.sock" \
    --pid-file="$TB_STATE/munged.pid" --log-file="$TB_LOGS/munged.own.log" --seed-file="$TB_STATE/munge.seed" --num-threads=2
  tb_wait 10 "munge credentials" bash -c "munge -n -S '$TB_STATE/munge.sock' | unmunge -S '$TB_STATE/munge.sock'" ||
    tb_die "munged, see $TB_LOGS/munged.log"
  tb_spawn slurmctld slurmctld -D -f "$CONF"
  for ((i = 1; i <= NODES; i++)); do
    n=$PFX$i
    mkdir -p "$TB_STATE/spool.$n"
    if [ "$NETNS" = 1 ]; then
      tb_spawn "slurmd.$n" nsenter --net="/run/netns/$n" unshare --uts \
        sh -c 'hostname "$1" && exec slurmd -D -N "$1" -f "$2"' sh "$n" "$CONF"
    else
      tb_spawn "slurmd.$n" slurmd -D -N "$n" -f "$CONF"
    fi
  done
  tb_wait 40 "$NODES nodes idle" nodes_up || { sinfo -N -l >&2 || true; tail -n 15 "$TB_LOGS"/slurm*.log >&2; tb_die "nodes not up"; }
  tb_log "ready in $(tb_secs "$t0" "$(tb_ms)") s"
}

job_state() { squeue -h -j "$1" -o %T 2>/dev/null | head -n 1; }
is_state() { [ "$(job_state "$1")" = "$2" ]; }
has_file() { [ -s "$1" ]; }
gone() { ! kill -0 "$1" 2>/dev/null; }

do_verify() {
  local w id t0 t1 out; w=$(mktemp -d "$TB_STATE/verify.XXXXXX")
  cd "$w"
  printf '#!/usr/bin/env bash\n#SBATCH -J hello\n#SBATCH -n 1\n#SBATCH -N 1\n#SBATCH --cpus-per-task=2\n#SBATCH --mem=512M\n#SBATCH -t 00:05:00\n#SBATCH --gres=gpu:1\n#SBATCH -o %s/%%x-%%J.out\necho "node=$SLURMD_NODENAME cuda=${CUDA_VISIBLE_DEVICES-unset} cpus=$SLURM_CPUS_PER_TASK pid=$$"\nsleep 60\n' "$w" > a.sh
  t0=$(tb_ms); out=$(sbatch a.sh); id=${out##* }
  tb_wait 20 "job running" has_file "$w/hello-$id.out" || tb_die "job $id state $(job_state "$id")"
  t1=$(tb_ms)
  tb_log "sbatch said: $out; first output after $(tb_secs "$t0" "$t1") s: $(cat "$w/hello-$id.out")"
  grep -q 'cuda=[0-9]' "$w/hello-$id.out" || tb_die "CUDA_VISIBLE_DEVICES not set"
  local pid; pid=$(sed 's/.*pid=//' "$w/hello-$id.out")
  t0=$(tb_ms); scancel "$id"
  tb_wait 15 "cancelled process gone" gone "$pid" || tb_die "scancel did not end $pid"
  tb_log "scancel ended the process in $(tb_secs "$t0" "$(tb_ms)") s"
  # an array of four
  printf '#!/bin/sh\n#SBATCH --array=0-3\n#SBATCH -o %s/arr-%%a.out\necho "task $SLURM_ARRAY_TASK_ID of $SLURM_ARRAY_JOB_ID on $SLURMD_NODENAME"\n' "$w" > arr.sh
  out=$(sbatch --parsable arr.sh)
  tb_wait 20 "array done" bash -c "[ \$(cat '$w'/arr-*.out 2>/dev/null | wc -l) -eq 4 ]" || tb_die "array"
  tb_log "array $out: $(cat "$w"/arr-*.out | tr '\n' ';')"
  cd /; rm -rf "$w"
  tb_log "verify passed"
}

do_stop() {
  local f n
  if tb_alive slurmctld; then
    scancel --state=PENDING --quiet --me 2>/dev/null || true
    scancel --quiet --me 2>/dev/null || true
    tb_wait 8 "jobs gone" bash -c '[ -z "$(squeue -h 2>/dev/null)" ]' || true
  fi
  for f in "$TB_PIDS"/slurmd.*; do [ -e "$f" ] || continue; tb_kill "${f##*/}"; done
  # job processes whose slurmd was lost: known by this private configuration in their environment
  for f in /proc/[0-9]*/environ; do
    if grep -qzxF "SLURM_CONF=$CONF" "$f" 2>/dev/null && grep -qz '^SLURM_JOB_ID=' "$f" 2>/dev/null; then
      n=${f#/proc/}; kill -KILL "${n%/environ}" 2>/dev/null || true
    fi
  done
  tb_kill slurmctld
  tb_kill munged
  remove_net
  tb_log stopped
}
tb_main "$@"
