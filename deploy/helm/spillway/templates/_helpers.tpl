{{- define "spillway.name" -}}
{{- printf "%s" .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end }}

{{- define "spillway.selector" -}}
app.kubernetes.io/name: spillway
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "spillway.labels" -}}
{{ include "spillway.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "spillway.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}{{ default (include "spillway.name" .) .Values.serviceAccount.name }}{{ else }}{{ default "default" .Values.serviceAccount.name }}{{ end -}}
{{- end }}

{{- define "spillway.kafka" -}}
{{- if .Values.kafka.strimzi.enabled }}{{ include "spillway.name" . }}-kafka-bootstrap:9092
{{- else }}{{ required "kafka.bootstrap is needed: host:port,… of your Kafka, or kafka.strimzi.enabled=true" .Values.kafka.bootstrap }}{{ end -}}
{{- end }}

{{- define "spillway.artifacts" -}}
{{- if .Values.artifacts.url }}{{ .Values.artifacts.url }}
{{- else if or .Values.artifacts.existingClaim .Values.artifacts.create.enabled }}/var/lib/spillway/artifacts
{{- else }}{{ fail "artifacts needs a place that all pods share: artifacts.url (s3://…), artifacts.existingClaim or artifacts.create.enabled=true" }}{{ end -}}
{{- end }}

{{/* What every process is told. */}}
{{- define "spillway.environment" -}}
- name: SPILLWAY_PROCESS
  valueFrom: {fieldRef: {fieldPath: metadata.name}}
- name: SPILLWAY_KAFKA
  value: {{ include "spillway.kafka" . | quote }}
- name: SPILLWAY_PARTITIONS
  value: {{ .Values.kafka.partitions | quote }}
- name: SPILLWAY_REPLICATION
  value: {{ .Values.kafka.replication | quote }}
- name: SPILLWAY_REDIS
{{- if .Values.redis.secret.name }}
  valueFrom: {secretKeyRef: {name: {{ .Values.redis.secret.name }}, key: {{ .Values.redis.secret.key }}}}
{{- else if .Values.redis.bundled.enabled }}
  value: redis://{{ include "spillway.name" . }}-redis:6379
{{- else }}
  value: {{ required "redis.url is needed, or redis.secret.name, or redis.bundled.enabled=true" .Values.redis.url | quote }}
{{- end }}
{{- with .Values.kafka.tls }}
{{- if .secret }}
- {name: SPILLWAY_KAFKA_SECURITY_PROTOCOL, value: {{ .protocol }}}
- {name: SPILLWAY_KAFKA_SSL_TRUSTSTORE_CERTIFICATES_FILE, value: /etc/spillway-tls/kafka/{{ .ca }}}
{{- if .key }}
- {name: SPILLWAY_KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN_FILE, value: /etc/spillway-tls/kafka/{{ required "kafka.tls.certificate is needed beside kafka.tls.key" .certificate }}}
- {name: SPILLWAY_KAFKA_SSL_KEYSTORE_KEY_FILE, value: /etc/spillway-tls/kafka/{{ .key }}}
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.redis.tls }}
{{- if .secret }}
- {name: SPILLWAY_REDIS_CA_FILE, value: /etc/spillway-tls/redis/{{ .ca }}}
{{- if .key }}
- {name: SPILLWAY_REDIS_CERTIFICATE_FILE, value: /etc/spillway-tls/redis/{{ required "redis.tls.certificate is needed beside redis.tls.key" .certificate }}}
- {name: SPILLWAY_REDIS_KEY_FILE, value: /etc/spillway-tls/redis/{{ .key }}}
{{- end }}
{{- end }}
{{- end }}
- name: SPILLWAY_ARTIFACTS
  value: {{ include "spillway.artifacts" . | quote }}
- name: SPILLWAY_LOG_JSON
  value: {{ .Values.monitoring.jsonLogs | quote }}
{{- with .Values.monitoring.traces }}
{{- if .endpoint }}
- {name: OTEL_SDK_DISABLED, value: "false"}
- {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ .endpoint | quote }}}
- {name: OTEL_EXPORTER_OTLP_PROTOCOL, value: {{ .protocol | quote }}}
- {name: OTEL_TRACES_SAMPLER, value: parentbased_traceidratio}
- {name: OTEL_TRACES_SAMPLER_ARG, value: {{ .ratio | quote }}}
{{- end }}
{{- end }}
{{- end }}

{{- define "spillway.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "spillway.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* Started is Kafka and Redis reached once; neither liveness nor readiness follows them afterwards. */}}
{{- define "spillway.probes" -}}
startupProbe:
  httpGet: {path: /q/health/started, port: management}
  periodSeconds: 3
  failureThreshold: 100
livenessProbe:
  httpGet: {path: /q/health/live, port: management}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: {path: /q/health/ready, port: management}
  periodSeconds: 3
  timeoutSeconds: 3
{{- end }}

{{- define "spillway.mounts" -}}
- {name: config, mountPath: /etc/spillway/spillway.yaml, subPath: spillway.yaml, readOnly: true}
- {name: tmp, mountPath: /tmp}
{{- range $store := list "kafka" "redis" }}
{{- if (index $.Values $store).tls.secret }}
- {name: {{ $store }}-tls, mountPath: /etc/spillway-tls/{{ $store }}, readOnly: true}
{{- end }}
{{- end }}
{{- if not .Values.artifacts.url }}
- {name: artifacts, mountPath: /var/lib/spillway/artifacts}
{{- end }}
{{- end }}

{{- define "spillway.volumes" -}}
- name: config
  configMap: {name: {{ include "spillway.name" . }}}
- name: tmp
  emptyDir: {sizeLimit: 1Gi}
{{- range $store := list "kafka" "redis" }}
{{- with (index $.Values $store).tls.secret }}
- name: {{ $store }}-tls
  secret: {secretName: {{ . }}, defaultMode: 0440}
{{- end }}
{{- end }}
{{- if not .Values.artifacts.url }}
- name: artifacts
  persistentVolumeClaim: {claimName: {{ default (printf "%s-artifacts" (include "spillway.name" .)) .Values.artifacts.existingClaim }}}
{{- end }}
{{- end }}

{{- define "spillway.spread" -}}
{{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
- maxSkew: 1
  topologyKey: {{ $key }}
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels: {{- include "spillway.selector" $ | nindent 6 }}
{{- end }}
{{- end }}
