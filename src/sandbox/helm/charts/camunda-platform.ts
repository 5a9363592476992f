import type { ChartRelease, SampleChart } from '../sample-chart.ts';

/** The newest last: a fix of the chart, one that was withdrawn, and the next minor version before it is out. */
const releases: readonly ChartRelease[] = [
  { version: '8.3.4', appVersion: '8.3.4', created: '2024-01-09T12:00:00Z' },
  { version: '8.3.5', appVersion: '8.3.4', created: '2024-01-17T08:20:00Z' },
  { version: '8.3.6', appVersion: '8.3.4', created: '2024-01-18T09:45:00Z', deprecated: true },
  { version: '8.4.0-alpha1', appVersion: '8.3.4', created: '2024-01-19T15:10:00Z' },
];

/** A component as a deployment; its name and the value that is its settings. */
const deployment = (name: string, component: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $.Release.Name }}-${name}
spec:
  selector:
    matchLabels: { app: {{ $.Release.Name }}-${name} }
  template:
    metadata:
      labels: { app: {{ $.Release.Name }}-${name} }
    spec:
      securityContext:
        runAsNonRoot: true
      containers:
        - name: ${name}
          image: "{{ include "camunda.image" (dict "image" ${component}.image "global" $.Values.global "appVersion" $.Chart.AppVersion) }}"
          imagePullPolicy: {{ $.Values.global.image.pullPolicy }}
          ports: [{ containerPort: {{ ${component}.port }} }]
`;

/**
 * The chart of the sample release. Its images have a registry for all of them that may be set, two components are off by default, and
 * Identity's first user has a password that everybody knows, which a buyer of the Marketplace must not get.
 */
export const camundaPlatform: SampleChart = {
  name: 'camunda-platform',
  description: 'A small part of Camunda 8, to try releases with',
  releases,
  files: ({ appVersion }) => ({
    'values.yaml': `global:
  image:
    # For all components that have no registry of their own.
    registry: ""
    pullPolicy: IfNotPresent

# Where the images come from.
components:
  zeebe:
    image: { registry: docker.io, repository: camunda/zeebe, tag: ${appVersion} }
    port: 26500
  operate:
    image: { registry: docker.io, repository: camunda/operate, tag: ${appVersion} }
    port: 8080
  tasklist:
    image: { registry: docker.io, repository: camunda/tasklist, tag: ${appVersion} }
    port: 8080

identity:
  enabled: true
  image:
    registry: docker.io
    repository: camunda/identity
    # As the chart's appVersion when it is empty.
    tag: ""
  port: 8080
  firstUser:
    username: demo
    password: demo
    # Name of a secret that has the password instead, in this key.
    existingSecret: ""
    existingSecretKey: password

# What not everybody needs.
optimize:
  enabled: false
  image:
    registry: registry.camunda.cloud
    repository: camunda/optimize
    tag: ${appVersion}
  port: 8090
connectors:
  enabled: false
  image:
    registry: docker.io
    repository: camunda/connectors-bundle
    tag: ${appVersion}
  port: 8080
`,
    'templates/_helpers.tpl': `{{/* The image of a component: the registry for all of them comes before its own. */}}
{{- define "camunda.image" -}}
{{ .global.image.registry | default .image.registry }}/{{ .image.repository }}:{{ .image.tag | default .appVersion }}
{{- end }}
`,
    'templates/components.yaml': `{{- range $name, $component := .Values.components }}
---
${deployment('{{ $name }}', '$component')}---
apiVersion: v1
kind: Service
metadata:
  name: {{ $.Release.Name }}-{{ $name }}
spec:
  selector: { app: {{ $.Release.Name }}-{{ $name }} }
  ports: [{ port: {{ $component.port }}, targetPort: {{ $component.port }} }]
{{- end }}
`,
    'templates/optimize.yaml': `{{- if .Values.optimize.enabled }}
${deployment('optimize', '.Values.optimize')}{{- end }}
`,
    'templates/connectors.yaml': `{{- if .Values.connectors.enabled }}
${deployment('connectors', '.Values.connectors')}{{- end }}
`,
    'templates/identity.yaml': `{{- if .Values.identity.enabled }}
{{- $user := .Values.identity.firstUser }}
{{- $secret := $user.existingSecret | default (printf "%s-identity-first-user" .Release.Name) }}
${deployment('identity', '.Values.identity')}          env:
            - name: FIRST_USER
              value: {{ $user.username }}
            - name: FIRST_USER_PASSWORD
              valueFrom: { secretKeyRef: { name: {{ $secret }}, key: {{ $user.existingSecretKey }} } }
{{- if not $user.existingSecret }}
---
apiVersion: v1
kind: Secret
metadata:
  name: {{ $secret }}
stringData:
  {{ $user.existingSecretKey }}: {{ $user.password | quote }}
{{- end }}
{{- end }}
`,
    'templates/NOTES.txt': `Camunda is installed as {{ .Release.Name }}.
`,
  }),
};
