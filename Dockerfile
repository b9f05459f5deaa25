# syntax=docker/dockerfile:1.7
#
# Targets:
#   (last)  the worker with ISCE3 beside it, built by `docker build .`
#   slim    the worker alone, with the embedded geometry
#   bench   the last, with ISCE3's CUDA build in place of the CPU one
#
# Ubuntu 24.04 because a driver that the host injects was built for that glibc; older images fail its negotiation.

ARG NODE_VERSION=24.21.0
ARG MICROMAMBA_VERSION=2.5.0

FROM node:${NODE_VERSION}-bookworm-slim AS node

FROM node AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No dependency needs its install script.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY handler ./handler
# Dawn's libraries for other platforms are three quarters of its package.
RUN npm run build \
    && npm prune --omit=dev \
    && find node_modules/webgpu/dist -mindepth 1 -maxdepth 1 ! -name "linux-$(node -p process.arch)" ! -name '*.js' \
        -exec rm -r {} +

FROM ubuntu:24.04 AS slim
# Vulkan loader, and what NVIDIA's headless driver loads beside itself: without libegl1 and libxext6 its ICD does not answer.
# Versions are those of the release: Ubuntu keeps no older ones to pin.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        ca-certificates libegl1 libgl1 libgles2 libglvnd0 libglx0 libvulkan1 libx11-6 libxext6 tini \
    && rm -rf /var/lib/apt/lists/*
COPY --from=node /usr/local/bin/node /usr/local/bin/node
WORKDIR /app
COPY package.json LICENSE THIRD_PARTY_NOTICES.md ./
COPY --from=build /app/node_modules ./node_modules
COPY kernels ./kernels
COPY --from=build /app/dist ./dist
COPY handler/container/entry.sh /usr/local/bin/sentryal-entry
COPY handler/container/nvidia_icd.json handler/container/sentryal /usr/local/share/sentryal/
RUN chmod 755 /usr/local/bin/sentryal-entry \
    && install -m 755 /usr/local/share/sentryal/sentryal /usr/local/bin/sentryal \
    && useradd --create-home --uid 10001 sentryal \
    && install -d -o sentryal -g sentryal /cache
# NVIDIA_DRIVER_CAPABILITIES replaces the default: without `graphics` no Vulkan driver is injected.
ENV NODE_ENV=production \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility,graphics \
    NVIDIA_VISIBLE_DEVICES=all \
    SENTRYAL_CACHE_DIR=/cache \
    SENTRYAL_JOB_TIME_LIMIT_S=540 \
    RUNPOD_INIT_TIMEOUT=300
USER 10001
ENTRYPOINT ["/usr/bin/tini", "--", "sentryal-entry"]
CMD ["worker"]

FROM mambaorg/micromamba:${MICROMAMBA_VERSION} AS isce3
COPY --chown=$MAMBA_USER:$MAMBA_USER handler/container/isce3-cpu.yml /tmp/environment.yml
RUN micromamba create -y -p /opt/conda/envs/isce3 -f /tmp/environment.yml \
    && micromamba list -p /opt/conda/envs/isce3 --explicit --md5 > /opt/conda/envs/isce3/explicit.txt \
    && micromamba clean -a -y \
    && /opt/conda/envs/isce3/bin/python -c 'import isce3, s1reader; print(isce3.__version__)'

FROM mambaorg/micromamba:${MICROMAMBA_VERSION} AS isce3-cuda
COPY --chown=$MAMBA_USER:$MAMBA_USER handler/container/isce3-cuda.yml /tmp/environment.yml
# No GPU is there while an image is built: conda is told which CUDA the host will have.
RUN CONDA_OVERRIDE_CUDA=12.9 micromamba create -y -p /opt/conda/envs/isce3 -f /tmp/environment.yml \
    && micromamba list -p /opt/conda/envs/isce3 --explicit --md5 > /opt/conda/envs/isce3/explicit.txt \
    && micromamba clean -a -y \
    && /opt/conda/envs/isce3/bin/python -c 'import isce3; print(isce3.__version__)'

FROM slim AS bench
COPY --from=isce3-cuda /opt/conda/envs/isce3 /opt/isce3
# Benchmarks are run from the sources: node src/setup/bootstrap.mjs --module bench/bench.ts
COPY tsconfig.json ./
COPY src ./src
COPY handler ./handler
COPY test/support ./test/support
COPY --chown=10001 bench ./bench
ENV PATH=/opt/isce3/bin:$PATH

FROM slim
COPY --from=isce3 /opt/conda/envs/isce3 /opt/isce3
ENV PATH=/opt/isce3/bin:$PATH \
    SENTRYAL_BACKEND=isce3
