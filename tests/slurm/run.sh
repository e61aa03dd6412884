#!/usr/bin/env bash
# Runs a small experiment on a real Slurm on this machine: munge, a controller and two node daemons of its own, in a temporary folder.
# One task is requeued in the middle of a training, the trainer of another is killed; then every cell must have its result exactly once,
# with the scores that the same cells have without a cluster. An array longer than the cluster takes is refused with a word about --chunk.
#
#   tests/slurm/run.sh [path of maner]      needs root, and Debian's slurm-wlm and munge (installed with INSTALL=1)
#
# Exit code 0: passed. 77: cannot run here. Anything else: failed.
set -euo pipefail
cd "$(dirname "$0")/../.."
maner=$(realpath "${1:-artifacts/bin/Maner.Cli/release/maner}")
[ "$(id -u)" -eq 0 ] || { echo "skipped: the node daemons need root"; exit 77; }
[ -x "$maner" ] || { echo "skipped: $maner is not built"; exit 77; }
# One by one: command -v with several names succeeds when any of them is there.
missing=()
find_missing() {
    missing=()
    for program in munged slurmctld slurmd sbatch squeue sinfo scontrol; do command -v "$program" > /dev/null || missing+=("$program"); done
}
find_missing
if [ ${#missing[@]} -gt 0 ]; then
    [ "${INSTALL:-}" = 1 ] || { echo "skipped: slurm-wlm and munge are not installed: no ${missing[*]} (INSTALL=1 installs them)"; exit 77; }
    { timeout 120 apt-get update -q && DEBIAN_FRONTEND=noninteractive timeout 300 apt-get install -q -y --no-install-recommends slurm-wlm munge; } >&2 \
        || { echo "skipped: apt-get could not install slurm-wlm and munge"; exit 77; }
    find_missing
    [ ${#missing[@]} -eq 0 ] || { echo "skipped: slurm-wlm and munge are installed, but there is no ${missing[*]}"; exit 77; }
fi

work=$(mktemp -d /tmp/maner-slurm.XXXXXX)
pids=()
finish() {
    status=$?
    [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2> /dev/null || true
    sleep 1
    [ ${#pids[@]} -eq 0 ] || kill -9 "${pids[@]}" 2> /dev/null || true
    if [ "$status" -eq 0 ] || [ "$status" -eq 77 ]; then rm -rf "$work"; else echo "left for inspection: $work"; tail -n 5 "$work"/*.log || true; fi
}
trap finish EXIT
trap 'exit 143' TERM INT

host=$(hostname -s)
mkdir -p "$work"/{state,spool1,spool2}
chmod 755 "$work"
export SLURM_CONF=$work/slurm.conf
cat > "$SLURM_CONF" << CONF
ClusterName=maner
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=17817
SlurmdPort=17818
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool%n
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd-%n.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd-%n.log
# No control groups: containers seldom allow them.
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SlurmdParameters=config_overrides
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobRequeue=1
ReturnToService=2
KillWait=5
MinJobAge=600
MaxArraySize=6
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=17821 CPUs=1
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=17822 CPUs=1
PartitionName=main Nodes=n1,n2 Default=YES MaxTime=60 State=UP
CONF
# Slurm 22.05 loads a plugin for control groups even where nothing uses it; this one needs none to be there.
printf 'CgroupPlugin=cgroup/v1\nCgroupAutomount=no\n' > "$work/cgroup.conf"
mkdir -p "$work/spooln1" "$work/spooln2"

dd if=/dev/urandom of="$work/munge.key" bs=1024 count=1 status=none
chmod 600 "$work/munge.key"
munged --foreground --force --key-file="$work/munge.key" --socket="$work/munge.socket" --pid-file="$work/munged.pid" \
    --log-file="$work/munged.log" --seed-file="$work/munged.seed" > "$work/munged.out.log" 2>&1 &
pids+=($!)
for _ in $(seq 50); do [ -S "$work/munge.socket" ] && break; sleep 0.1; done
slurmctld -D -i > "$work/slurmctld.out.log" 2>&1 & pids+=($!)
slurmd -D -N n1 > "$work/slurmd1.out.log" 2>&1 & pids+=($!)
slurmd -D -N n2 > "$work/slurmd2.out.log" 2>&1 & pids+=($!)
for _ in $(seq 150); do
    [ "$(sinfo --noheader --format=%T 2> /dev/null | sort -u)" = idle ] && break
    sleep 0.2
done
sinfo
# A container may forbid what the daemons need: that says nothing about Maner.
[ "$(sinfo --noheader --format=%D --states=idle)" = 2 ] || { echo "skipped: Slurm does not start here"; tail -n 3 "$work"/*.log; exit 77; }

cat > "$work/small.yaml" << YAML
title: A small grid for the cluster test
data: [$PWD/samples/swa]
methods: [token, maner]
sizes: [60]
seeds: 3
options: {epochs: 7, min-updates: 0, evaluations: 1}
blocks:
  methods: {report: methods}
  languages: {report: languages}
YAML

"$maner" experiment submit "$work/small.yaml" --engine slurm --out "$work/results" --chunk 1
job=$(sed -E 's/.*"job":"([0-9]+)".*/\1/' "$work/results/submission.json")
cat "$work/results/job.sbatch"
cells=6

running() { squeue --noheader --array --states=RUNNING --jobs "$job" --format=%i 2> /dev/null || true; }
for _ in $(seq 300); do [ "$(running | wc -l)" -eq 2 ] && [ "$(ls "$work/results/locks" | wc -l)" -eq 2 ] && break; sleep 0.2; done
sleep 2
# Locks do not name tasks, but a trainer has its task's environment. On a busy machine it may be between two cells just now.
victim=
for _ in $(seq 60); do
    first=$(running | head -n 1) second=$(running | tail -n 1)
    [ "$first" != "$second" ] && for claim in "$work"/results/locks/*; do
        process=$(sed -E 's/.*"process":([0-9]+).*/\1/' "$claim" 2> /dev/null) || continue
        if tr '\0' '\n' 2> /dev/null < "/proc/$process/environ" | grep -x "SLURM_ARRAY_TASK_ID=${second#*_}" > /dev/null; then victim=$process; fi
    done
    [ -z "$victim" ] || break
    sleep 0.5
done
echo "requeue $first in the middle of its training; kill the trainer of $second"
[ -n "$victim" ] || { echo "FAILED: a trainer of $second expected"; exit 1; }
kill -9 "$victim"
scontrol requeue "$first"
# Slurm holds a requeued task back for two minutes; it is let go once it waits.
for _ in $(seq 200); do [ -n "$(squeue --noheader --array --states=PENDING --jobs "$first")" ] && break; sleep 0.2; done
for _ in $(seq 60); do sleep 1; scontrol update JobId="$first" StartTime=now && break; done
sleep 1
"$maner" experiment status "$work/results" || true

for _ in $(seq 600); do
    "$maner" experiment status "$work/results" > "$work/status.txt" && break
    sleep 1
done
cat "$work/status.txt"
for _ in $(seq 240); do [ -z "$(squeue --noheader --jobs "$job" 2> /dev/null)" ] && break; sleep 0.5; done
restarts=$(scontrol show job "$job" | grep -o 'Restarts=[1-9][0-9]*' | wc -l || true)
echo "tasks that were restarted: $restarts"
[ "$restarts" -ge 1 ] || { echo "FAILED: a restarted task expected"; exit 1; }
cat "$work"/results/logs/*.log
# Each of the two in its own task.
grep -q 'DUE TO JOB REQUEUE' "$work/results/logs/slurm-$first.log" || { echo "FAILED: $first should have been requeued"; exit 1; }
grep -q 'it is tried again' "$work/results/logs/slurm-$second.log" || { echo "FAILED: a trainer of $second should have died and been replaced"; exit 1; }
! grep -q 'it is tried again' "$work/results/logs/slurm-$first.log" || { echo "FAILED: no trainer of $first should have died"; exit 1; }
"$maner" experiment collect "$work/results"

[ "$(ls "$work/results/cells" | wc -l)" -eq "$cells" ] || { echo "FAILED: $cells results expected"; exit 1; }
[ -z "$(ls "$work/results/locks")" ] || { echo "FAILED: no claim should be left"; exit 1; }
! grep -L '"status":"ok"' "$work"/results/cells/*.json | grep . || { echo "FAILED: every cell should be ok"; exit 1; }

echo "submit again: nothing is trained twice"
before=$(cat "$work"/results/cells/*.json | sha256sum)
"$maner" experiment submit "$work/small.yaml" --engine slurm --out "$work/results" --chunk 2 --at-once 1
job=$(sed -E 's/.*"job":"([0-9]+)".*/\1/' "$work/results/submission.json")
for _ in $(seq 400); do [ -z "$(squeue --noheader --jobs "$job" 2> /dev/null)" ] && break; sleep 0.3; done
[ "$before" = "$(cat "$work"/results/cells/*.json | sha256sum)" ] || { echo "FAILED: a finished cell was trained again"; exit 1; }
# A job that fails at once trains nothing either: each of its three tasks must have come to its end and said what it found.
cat "$work"/results/logs/slurm-"$job"_*.log || true
for task in 0 1 2; do
    grep -qx '2 of 2 cells have results: 0 from this run, 2 from before.' "$work/results/logs/slurm-${job}_$task.log" \
        || { echo "FAILED: task $task of the second job should have found its cells finished"; exit 1; }
done

echo "an array longer than the cluster takes is refused, and the remedy named"
sed 's/seeds: 3/seeds: 4/' "$work/small.yaml" > "$work/large.yaml"
! "$maner" experiment submit "$work/large.yaml" --engine slurm --out "$work/large" 2> "$work/refused.txt" || { echo "FAILED: 8 tasks are more than MaxArraySize"; exit 1; }
cat "$work/refused.txt"
grep -q -F -e 'give each more cells (--chunk)' "$work/refused.txt" || { echo "FAILED: a word about --chunk expected"; exit 1; }

echo "the same cells without a cluster have the same scores"
"$maner" experiment run "$work/small.yaml" --out "$work/local"
"$maner" experiment collect "$work/local" > /dev/null
diff <(cut -f 1-17 "$work/results/results.tsv") <(cut -f 1-17 "$work/local/results.tsv") || { echo "FAILED: other scores"; exit 1; }
echo "passed: $cells cells, one requeued, one killed, none lost, none twice"
