#!/usr/bin/env bash
# Makes the images of gateway, worker-cloud and worker-local from what Maven has built; with --gpu that of worker-gpu too
# (x86_64; it takes long, since it compiles llama.cpp for CUDA).
#
#   SPILLWAY_IMAGES   what goes before their names   localhost/spillway
#   SPILLWAY_TAG      their tag                      dev
#   CONTAINER_ENGINE  docker or podman               docker
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
engine=${CONTAINER_ENGINE:-docker}
images=${SPILLWAY_IMAGES:-localhost/spillway}
tag=${SPILLWAY_TAG:-dev}
applications=(gateway worker-cloud worker-local)
[ "${1:-}" != --gpu ] || applications+=(worker-gpu)

die() { printf '✗ %s\n' "$1" >&2; exit 1; }

revision=$(git -C "$root" rev-parse HEAD 2>/dev/null || echo unknown)
created=$(git -C "$root" show -s --format=%cI HEAD 2>/dev/null || date -u +%Y-%m-%dT%H:%M:%SZ)

command -v "$engine" >/dev/null || die "There is no '$engine' here: install Docker or Podman, or set CONTAINER_ENGINE."
"$engine" info >/dev/null 2>&1 || die "'$engine' does not answer: start it, and see that you may use it."
for application in "${applications[@]}"; do
  context=$root/$application/target/quarkus-app
  [ -f "$context/quarkus-run.jar" ] || die "$application is not built: run './spillway images', which builds first."
  cp "$root/$application/target/sbom/sbom.json" "$context/sbom.json"
  dockerfile=$here/Dockerfile
  [ "$application" != worker-gpu ] || dockerfile=$here/worker-gpu.Dockerfile
  "$engine" build --quiet --file "$dockerfile" --tag "$images/$application:$tag" \
    --build-arg "TITLE=spillway-$application" --build-arg "VERSION=$tag" \
    --build-arg "REVISION=$revision" --build-arg "CREATED=$created" "$context" >/dev/null
  printf '  ✓ %s/%s:%s\n' "$images" "$application" "$tag"
done
