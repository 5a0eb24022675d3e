#!/usr/bin/env bash
# Lints the chart, renders it for every example, and checks each manifest: strictly against the API's types, every pod
# against the Pod Security Standard "restricted". And that values which cannot work are refused with the reason.
# Needs helm 3 and Go on the PATH.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
render() { helm template demo spillway --namespace spillway --kube-version 1.32.0 "$@"; }

(cd check && go build -o "$work/check" .)
for example in examples/*.yaml; do
  echo "== $example"
  helm lint --quiet spillway -f "$example"
  render -f "$example" >"$work/manifests.yaml"
  "$work/check" <"$work/manifests.yaml"
done

refused() { # refused WORDS ARGUMENTS...
  local words=$1
  shift
  if render "$@" >"$work/said" 2>&1; then echo "✗ accepted: $*"; exit 1; fi
  grep -qF -- "$words" "$work/said" || { echo "✗ '$words' is not in what was said of $*:"; cat "$work/said"; exit 1; }
  echo "refused as it should be: $words"
}
echo "== what cannot work"
refused 'config needs providers and targets' -f examples/external.yaml --set config.providers=null
refused 'kafka.bootstrap is needed' -f examples/external.yaml --set kafka.bootstrap=
refused 'redis.url is needed' -f examples/external.yaml --set redis.secret.name=
refused 'artifacts needs a place that all pods share' -f examples/external.yaml --set artifacts.url=
refused 'autoscaling.prometheus is needed' -f examples/external.yaml --set autoscaling.workers=keda
refused 'replicaz' -f examples/external.yaml --set gateway.replicaz=2
refused '/autoscaling/workers' -f examples/external.yaml --set autoscaling.workers=sometimes
refused '/redis/url' -f examples/external.yaml --set redis.url=redis://user:secret@redis:6379

echo "== planted faults"
render -f examples/small.yaml >"$work/manifests.yaml"
found() { # found WORDS SED-SCRIPT: the check must find what the script breaks
  if sed "$2" "$work/manifests.yaml" | "$work/check" >"$work/said"; then echo "✗ not found: $1"; exit 1; fi
  grep -qF -- "$1" "$work/said" || { echo "✗ '$1' was not said:"; cat "$work/said"; exit 1; }
  echo "found as it should be: $1"
}
found 'unknown field "readynessProbe"' 's/readinessProbe:/readynessProbe:/'
found 'runAsNonRoot != true' 's/runAsNonRoot: true/runAsNonRoot: false/'
found 'allowPrivilegeEscalation != false' 's/allowPrivilegeEscalation: false/allowPrivilegeEscalation: true/'
found 'unrestricted capabilities' 's/capabilities: {drop: \[ALL\]}/capabilities: {}/;/^ *drop:$/d;/^ *- ALL$/d'
