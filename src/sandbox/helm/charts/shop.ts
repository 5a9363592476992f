import type { SampleChart } from '../sample-chart.ts';

const dashboard = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-dashboard
spec:
  selector:
    matchLabels: { app: {{ .Release.Name }}-dashboard }
  template:
    metadata:
      labels: { app: {{ .Release.Name }}-dashboard }
    spec:
      containers:
        - name: grafana
          image: {{ .Values.image }}
`;

const database = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ .Release.Name }}-{{ .Values.fullnameOverride | default .Chart.Name }}
spec:
  serviceName: {{ .Values.fullnameOverride | default .Chart.Name }}
  selector:
    matchLabels: { app: {{ .Release.Name }}-{{ .Values.fullnameOverride | default .Chart.Name }} }
  template:
    metadata:
      labels: { app: {{ .Release.Name }}-{{ .Values.fullnameOverride | default .Chart.Name }} }
    spec:
      containers:
        - name: database
          image: "{{ .Values.global.imageRegistry | default .Values.image.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}"
        {{- if .Values.metrics.enabled }}
        - name: metrics
          image: "{{ .Values.global.imageRegistry | default .Values.metrics.image.registry }}/{{ .Values.metrics.image.repository }}:{{ .Values.metrics.image.tag }}"
        {{- end }}
`;

/**
 * A chart of charts: the same one twice under two aliases, one by a condition and one by a tag, a registry for all of them, two parts that
 * exclude each other, and an image that no value gives.
 */
export const shop: SampleChart = {
  name: 'shop',
  description: 'A shop of several charts',
  releases: [{ version: '3.0.1', appVersion: '3.0.0', created: '2024-01-12T10:30:00Z' }],
  metadata: {
    dependencies: [
      { name: 'database', version: '2.1.0', repository: '', alias: 'orders', condition: 'orders.enabled' },
      { name: 'database', version: '2.1.0', repository: '', alias: 'archive', condition: 'archive.enabled' },
      { name: 'dashboard', version: '1.0.0', repository: '', tags: ['monitoring'] },
    ],
  },
  files: () => ({
    'values.yaml': `global:
  imageRegistry: ""

image:
  registry: docker.io
  repository: camunda/operate
  tag: 8.3.4

orders:
  fullnameOverride: orders
archive:
  enabled: false
  fullnameOverride: archive
  image: { tag: 8.3.3 }   # older on purpose

tags:
  monitoring: false

# One of them, or neither.
cache: { enabled: false }
sharedCache: { enabled: false }
`,
    'templates/shop.yaml': `{{- if and .Values.cache.enabled .Values.sharedCache.enabled }}
{{- fail "cache and sharedCache exclude each other" }}
{{- end }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-shop
spec:
  selector:
    matchLabels: { app: {{ .Release.Name }}-shop }
  template:
    metadata:
      labels: { app: {{ .Release.Name }}-shop }
    spec:
      initContainers:
        - name: wait
          image: docker.io/camunda/tasklist:8.3.4
      containers:
        - name: shop
          image: "{{ .Values.global.imageRegistry | default .Values.image.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}"
        {{- if or .Values.cache.enabled .Values.sharedCache.enabled }}
        - name: cache
          image: "{{ .Values.global.imageRegistry | default "docker.io" }}/library/nginx:1.25.3"
        {{- end }}
`,
    'charts/database/Chart.yaml':
      'apiVersion: v2\nname: database\ndescription: A database\nversion: 2.1.0\nappVersion: 8.3.4\n',
    'charts/database/values.yaml': `global:
  imageRegistry: ""
enabled: true
image:
  registry: docker.io
  repository: camunda/zeebe
  tag: 8.3.4
metrics:
  enabled: false
  image:
    registry: docker.io
    repository: camunda/connectors-bundle
    tag: 8.3.4
`,
    'charts/database/templates/statefulset.yaml': database,
    'charts/dashboard/Chart.yaml': 'apiVersion: v2\nname: dashboard\ndescription: Dashboards\nversion: 1.0.0\n',
    'charts/dashboard/values.yaml': 'image: grafana/grafana:10.2.3\n',
    'charts/dashboard/templates/deployment.yaml': dashboard,
  }),
};
