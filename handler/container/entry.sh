#!/bin/sh
# Entry point of the image: finds the Vulkan driver that the host injected and starts Sentryal, or another program.
set -eu

# Older container toolkits inject the driver's libraries but not the file by which the loader finds them.
if [ -z "${VK_DRIVER_FILES:-}${VK_ICD_FILENAMES:-}" ]; then
    found=''
    for folder in /etc/vulkan/icd.d /usr/share/vulkan/icd.d /usr/local/nvidia/share/vulkan/icd.d; do
        [ -f "$folder/nvidia_icd.json" ] && found="$folder/nvidia_icd.json"
    done
    case "$found" in
        /usr/local/*) export VK_DRIVER_FILES="$found" ;;
        '') ldconfig -p | grep -q libGLX_nvidia.so.0 && export VK_DRIVER_FILES=/usr/local/share/sentryal/nvidia_icd.json ;;
    esac || true
fi

# Compiled shaders are kept where the next worker finds them: on the network volume, if there is one.
if [ -d /runpod-volume ] && [ -w /runpod-volume ]; then
    export SENTRYAL_CACHE_DIR=/runpod-volume/sentryal
fi
mkdir -p "${SENTRYAL_CACHE_DIR}/shaders" 2>/dev/null || true
export __GL_SHADER_DISK_CACHE=1
export __GL_SHADER_DISK_CACHE_PATH="${SENTRYAL_CACHE_DIR}/shaders"
export __GL_SHADER_DISK_CACHE_SKIP_CLEANUP=1

# A command of Sentryal, or its option; anything else is a program, as `python` is.
case "${1:-worker}" in
    -*) exec node --enable-source-maps /app/dist/src/cli/main.js worker "$@" ;;
esac
if command -v "${1:-worker}" >/dev/null 2>&1; then
    exec "$@"
fi
exec node --enable-source-maps /app/dist/src/cli/main.js "${@:-worker}"
