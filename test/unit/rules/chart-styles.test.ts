import { expect, it } from 'vitest';
import { chartProblemsOf, chartYaml } from '../../support/chart-evidence.ts';

/** As `helm create` writes it. */
const created = {
  'values.yaml': `replicaCount: 1
image:
  repository: nginx
  pullPolicy: IfNotPresent
  # Overrides the image tag whose default is the chart appVersion.
  tag: ""
imagePullSecrets: []
serviceAccount:
  create: true
  automount: true
  annotations: {}
  name: ""
podSecurityContext: {}
securityContext: {}
  # runAsNonRoot: true
ingress:
  enabled: false
  tls: []
  #  - secretName: chart-example-tls
`,
  'templates/_helpers.tpl': `{{/*
Expand the name of the chart.
*/}}
{{- define "web.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- define "web.labels" -}}
{{- if .Chart.AppVersion }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
`,
  'templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "web.fullname" . }}
spec:
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicaCount }}
  {{- end }}
  template:
    spec:
      serviceAccountName: {{ include "web.serviceAccountName" . }}
      {{- with .Values.podSecurityContext }}
      securityContext:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          imagePullPolicy: {{ .Values.image.pullPolicy }}
`,
  'templates/tests/test-connection.yaml': `apiVersion: v1
kind: Pod
metadata:
  annotations:
    "helm.sh/hook": test
spec:
  containers:
    - name: wget
      image: busybox
      args: ['{{ include "web.fullname" . }}:{{ .Values.service.port }}']
`,
  'templates/NOTES.txt': `1. Get the application URL:
{{- if .Values.ingress.enabled }}
{{- range $host := .Values.ingress.hosts }}
  http{{ if $.Values.ingress.tls }}s{{ end }}://{{ $host.host }}
{{- end }}
{{- end }}
`,
};

/** In the style of Bitnami's charts: a shared library, parts of images, existing secrets. */
const database = {
  'Chart.yaml': `${chartYaml}dependencies:\n  - name: common\n    repository: oci://registry.example/charts\n    version: 2.x.x\n`,
  'charts/common/Chart.yaml': 'apiVersion: v2\nname: common\nversion: 2.1.0\ntype: library\n',
  'charts/common/templates/_images.tpl': `{{- define "common.images.image" -}}
{{- $registryName := default .imageRoot.registry ((.global).imageRegistry) -}}
{{- $separator := ":" -}}
{{- if .imageRoot.digest }}
    {{- $separator = "@" -}}
{{- end -}}
{{- printf "%s/%s%s%s" $registryName .imageRoot.repository $separator (.imageRoot.tag | toString) -}}
{{- end -}}
`,
  'charts/common/templates/_secrets.tpl': `{{- define "common.secrets.passwords.manage" -}}
{{- $password := randAlphaNum 10 | b64enc | quote }}
{{- printf "%s" $password -}}
{{- end -}}
`,
  'values.yaml': `global:
  imageRegistry: ""
  postgresql:
    auth:
      postgresPassword: ""
      existingSecret: ""
      secretKeys:
        adminPasswordKey: postgres-password
        userPasswordKey: "password"
image:
  registry: docker.io
  repository: example/postgresql
  tag: 16.2.0-debian-12-r5
auth:
  enablePostgresUser: true
  username: ""
  usePasswordFiles: false
  passwordUpdateJob:
    enabled: false
primary:
  podSecurityContext:
    enabled: true
    fsGroup: 1001
  containerSecurityContext:
    enabled: true
    runAsUser: 1001
    runAsNonRoot: true
    privileged: false
    allowPrivilegeEscalation: false
volumePermissions:
  enabled: false
  containerSecurityContext:
    runAsUser: 0
tls:
  certificatesSecret: ""
  certKeyFilename: ""
`,
  'templates/statefulset.yaml': `{{- /*
Copyright
*/}}
kind: StatefulSet
spec:
  template:
    spec:
      {{- include "common.images.pullSecrets" (dict "images" (list .Values.image) "context" $) | nindent 6 }}
      serviceAccountName: {{ include "postgresql.serviceAccountName" . }}
      hostNetwork: {{ .Values.primary.hostNetwork }}
      containers:
        - name: postgresql
          image: {{ include "common.images.image" (dict "imageRoot" .Values.image "global" .Values.global) }}
          {{- if .Values.primary.containerSecurityContext.enabled }}
          securityContext: {{- omit .Values.primary.containerSecurityContext "enabled" | toYaml | nindent 12 }}
          {{- end }}
          env:
            - name: POSTGRES_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: {{ include "postgresql.secretName" . }}
                  key: {{ include "postgresql.adminPasswordKey" . }}
`,
};

/** In the style of Camunda's: parts that are switched on, a shared registry, secrets by name. */
const platform = {
  'values.yaml': `global:
  image:
    registry: ""
    tag: 8.3.4
    pullSecrets: []
  identity:
    auth:
      operate:
        existingSecret: ""
      publicIssuerUrl: "http://localhost:18080/auth/realms/camunda-platform"
  elasticsearch:
    prefix: zeebe-record
zeebe:
  enabled: true
  image:
    registry: ""
    repository: camunda/zeebe
    tag:
  serviceAccount:
    enabled: true
    name: ""
  containerSecurityContext:
    privileged: false
    runAsUser: 1001
identity:
  firstUser:
    enabled: true
    username: demo
    existingSecret: "camunda-credentials"
    existingSecretKey: "identity-first-user-password"
`,
  'templates/zeebe/statefulset.yaml': `apiVersion: apps/v1
{{- if .Values.zeebe.enabled }}
kind: StatefulSet
spec:
  template:
    spec:
      containers:
        - name: zeebe
          image: {{ include "camundaPlatform.imageByParams" (dict "base" .Values.global "overlay" .Values.zeebe) }}
          env:
            - name: ZEEBE_BROKER_CLUSTER_CLUSTERNAME
              value: {{ tpl .Values.global.zeebeClusterName . | quote }}
            - name: LC_ALL
              value: C.UTF-8
      serviceAccountName: {{ include "zeebe.serviceAccountName" . }}
{{- end }}
`,
  'templates/zeebe/configmap.yaml': `kind: ConfigMap
data:
  startup.sh: |
    # The Node ID depends on the Pod's name.
    export ZEEBE_BROKER_CLUSTER_NODEID=\${ZEEBE_BROKER_CLUSTER_NODEID:-$[\${K8S_NAME##*-} * {{ .Values.zeebe.nodes }}]}
    image: nothing/at-all
`,
};

it.each([
  [
    'helm create',
    created,
    [
      'templates/deployment.yaml:18 warning chart-image-form',
      'templates/tests/test-connection.yaml:9 error chart-image-literal',
      'templates/tests/test-connection.yaml:9 error chart-image-tag',
    ],
  ],
  ['a database', database, ['templates/statefulset.yaml:13 warning chart-image-form']],
  ['a platform', platform, ['templates/zeebe/statefulset.yaml:9 warning chart-image-form']],
])('a chart in the style of %s has no more problems than it has', async (_, files, expected) => {
  const problems = await chartProblemsOf({ files, isPaid: true });
  const found = problems.map(({ file, range, severity, rule }) => `${file.slice(4)}:${range.line} ${severity} ${rule}`);
  expect(found.sort()).toEqual(expected);
});
