#!/usr/bin/env bash
# Checks Prometheus' configuration, the alerts and their tests. Needs promtool (Prometheus 3) on the PATH.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
promtool check config prometheus.yml
promtool test rules alerts.test.yaml
