#!/usr/bin/env bash
# Holds the Kubernetes manifest to the schema that Kubernetes publishes: api/openapi-spec/swagger.json of version 1.30.1, as it stands in the
# source package of Debian's python3-kubernetes. Manifests with a mistake each must be refused, or the schema would say nothing.
#
#   tests/kubernetes/run.sh [path of maner]      needs curl, apt and Debian's python3-jsonschema and python3-yaml (installed with INSTALL=1)
#   SCHEMA=swagger.json tests/kubernetes/run.sh  holds it to another version's
#
# Exit code 0: passed. 77: cannot run here. Anything else: failed.
set -euo pipefail
cd "$(dirname "$0")/../.."
maner=$(realpath "${1:-artifacts/bin/Maner.Cli/release/maner}")
skip() { echo "skipped: $*"; exit 77; }
[ -x "$maner" ] || skip "$maner is not built"

# Debian's own Python first: it is where apt puts the two modules.
python=
find_python() {
    for python in /usr/bin/python3 python3; do "$python" -c 'import jsonschema, yaml' 2> /dev/null && return; done
    return 1
}
if ! find_python; then
    [ "${INSTALL:-}" = 1 ] || skip "python3-jsonschema and python3-yaml are not installed (INSTALL=1 installs them)"
    { timeout 120 apt-get update -q && DEBIAN_FRONTEND=noninteractive timeout 300 apt-get install -q -y --no-install-recommends python3-jsonschema python3-yaml; } >&2 \
        || skip "apt-get could not install python3-jsonschema and python3-yaml"
    find_python || skip "python3-jsonschema and python3-yaml are installed, but Python finds them not"
fi

work=$(mktemp -d /tmp/maner-kubernetes.XXXXXX)
trap 'rm -rf "$work"' EXIT
schema=${SCHEMA:-}
if [ -z "$schema" ]; then
    package=python-kubernetes_30.1.0.orig.tar.gz
    mirror=$(apt-get indextargets --format '$(SITE)' 2> /dev/null | grep -m 1 '/debian/*$') || skip "apt knows no mirror of Debian"
    curl --silent --show-error --fail --location --max-time 120 -o "$work/$package" "${mirror%/}/pool/main/p/python-kubernetes/$package" || skip "the mirror of Debian does not give $package"
    echo "1b2d5fd5b1eaa85b329c6307ec18456652fb357ff28cb09ed3226e3680f365dd  $work/$package" | sha256sum --check --quiet
    tar -xzf "$work/$package" -C "$work" --strip-components=2 python-30.1.0/kubernetes/swagger.json.unprocessed
    schema=$work/swagger.json.unprocessed
fi

cp -r samples/swa "$work/swa"
printf 'data: [%s]\nmethods: [token, maner]\nsizes: [60]\nseeds: 3\nblocks:\n  methods: {report: methods}\n' "$work/swa" > "$work/small.yaml"
submit() { "$maner" experiment submit "$work/small.yaml" --engine kubernetes --out "$work/results" --claim shared --mount "$work" --dry-run "$@"; }
submit --image registry.example/maner:1 > "$work/least.yaml"
submit --image 'registry.example/"maner":1' --namespace ner --at-once 2 --memory 2048 --chunk 2 --jobs 3 --threads 2 > "$work/most.yaml"
"$python" tests/kubernetes/validate.py "$schema" "$work/least.yaml" "$work/most.yaml"
