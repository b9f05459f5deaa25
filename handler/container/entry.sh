#!/bin/sh
# Entry point of the image: finds the Vulkan driver that the host injected and starts Sentryal, or another program.
set -eu

# The loader finds nvidia_icd.json in the first two folders by itself. Older container toolkits inject the driver's
# libraries but not that file.
if [ -z "${VK_DRIVER_FILES:-}${VK_ICD_FILENAMES:-}" ] &&
    [ ! -f /etc/vulkan/icd.d/nvidia_icd.json ] && [ ! -f /usr/share/vulkan/icd.d/nvidia_icd.json ]; then
    if [ -f /usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json ]; then
        export VK_DRIVER_FILES=/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json
    elif ldconfig -p | grep -q libGLX_nvidia.so.0; then
        export VK_DRIVER_FILES=/usr/local/share/sentryal/nvidia_icd.json
    fi
fi

# Data and compiled shaders are kept where the next worker finds them: on the network volume, if there is one and no
# other folder was asked for.
export SENTRYAL_CACHE_DIR="${SENTRYAL_CACHE_DIR:-/cache}"
if [ "$SENTRYAL_CACHE_DIR" = /cache ] && [ -d /runpod-volume ] && [ -w /runpod-volume ]; then
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
