#!/bin/sh
# Builds the image and pushes it: build_push_docker.sh TAG [USER]
set -eu

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    echo "usage: $0 TAG [USER]" >&2
    exit 2
fi
tag="$1"
user="${2:-${DOCKER_USERNAME:-}}"
if [ -z "$user" ]; then
    echo "Name the Docker Hub user, as the second argument or in DOCKER_USERNAME." >&2
    exit 2
fi
image="$user/sentryal:$tag"
cd "$(dirname "$0")"
docker build --platform linux/amd64 -t "$image" .
docker push "$image"
echo "pushed $image"
