# worker-gpu: the published CUDA jar of the llama.cpp binding holds no library, so it is compiled here, from the sources
# of the very release whose Java half the worker carries (llama.version in the root POM). x86_64 only.
ARG CUDA=12.6.3
ARG JRE=eclipse-temurin:25-jre-noble

FROM nvidia/cuda:${CUDA}-devel-ubuntu24.04 AS native
RUN apt-get update \
 && apt-get install -y --no-install-recommends git cmake ninja-build g++ ca-certificates \
 && rm -rf /var/lib/apt/lists/*
# java-llama.cpp v4.2.0, by its commit; its CMakeLists.txt names llama.cpp b4916 and fetches it.
ARG BINDING=330ccc1a6c20a8841857fba95fab4d74e3d24ab9
# Turing, Ampere (data centre, consumer), Ada, Hopper; the driver compiles the last one's PTX for what is newer.
ARG ARCHITECTURES="75;80;86;89;90"
WORKDIR /src
RUN git init -q . \
 && git fetch -q --depth 1 https://github.com/kherud/java-llama.cpp "${BINDING}" \
 && git checkout -q FETCH_HEAD
# OS_NAME and OS_ARCH as given spare a JDK here. GGML_NATIVE=OFF: the build machine's CPU is not the worker's.
RUN cmake -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DOS_NAME=Linux -DOS_ARCH=x86_64 \
      -DGGML_CUDA=ON -DGGML_NATIVE=OFF -DLLAMA_CURL=OFF "-DCMAKE_CUDA_ARCHITECTURES=${ARCHITECTURES}" \
 && cmake --build build --target jllama \
 && install -D -t /out src/main/resources_linux_cuda/de/kherud/llama/Linux/x86_64/libjllama.so

FROM ${JRE} AS jre

FROM nvidia/cuda:${CUDA}-runtime-ubuntu24.04
RUN apt-get update \
 && apt-get install -y --no-install-recommends libgomp1 ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --system --gid 10001 spillway \
 && useradd --system --uid 10001 --gid 10001 --home-dir /var/lib/spillway --shell /usr/sbin/nologin spillway \
 && install -d -o 10001 -g 10001 /var/lib/spillway /var/lib/spillway/artifacts /var/lib/spillway/models \
      /var/lib/spillway/engines /etc/spillway
COPY --from=jre /opt/java/openjdk /opt/java/openjdk
COPY --from=native /out/ /opt/llama/
COPY lib/ /opt/spillway/lib/
COPY quarkus/ /opt/spillway/quarkus/
COPY quarkus-run.jar /opt/spillway/
COPY app/ /opt/spillway/app/
# What is in here, as CycloneDX.
COPY sbom.json /opt/spillway/sbom.json

ENV JAVA_HOME=/opt/java/openjdk \
    PATH=/opt/java/openjdk/bin:/usr/local/nvidia/bin:/usr/local/cuda/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    SPILLWAY_CONFIG=/etc/spillway/spillway.yaml \
    SPILLWAY_HOME=/var/lib/spillway \
    SPILLWAY_ARTIFACTS=/var/lib/spillway/artifacts \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility \
    JDK_JAVA_OPTIONS="-XX:MaxRAMPercentage=25 -XX:+ExitOnOutOfMemoryError -XX:ErrorFile=/dev/stderr --enable-native-access=ALL-UNNAMED -Dde.kherud.llama.lib.path=/opt/llama"

USER 10001:10001
WORKDIR /var/lib/spillway
EXPOSE 9000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=5s --start-period=120s --retries=6 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9000 && printf 'GET /q/health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
ENTRYPOINT ["java", "-jar", "/opt/spillway/quarkus-run.jar"]

ARG TITLE=spillway
ARG VERSION=dev
ARG REVISION=unknown
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.title="${TITLE}" \
      org.opencontainers.image.description="Spillway, a queue-backed inference cluster" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.licenses="Apache-2.0"
