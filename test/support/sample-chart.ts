/** A small chart as files, with two images by the usual convention, one of them off by default. */
export const sampleChart: Readonly<Record<string, string>> = {
  'Chart.yaml': `# The chart of a shop.
apiVersion: v2
name: shop
description: A shop
type: application
version: 1.2.0
appVersion: "8.3.4"
`,
  'values.yaml': `# Where the images come from.
web:
  image:
    registry: source.example
    repository: acme/web   # the front
    tag: ""
  replicas: 2
metrics:
  enabled: false
  image:
    registry: source.example
    repository: acme/metrics
    tag: "2.0.1"
`,
  'templates/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-web
spec:
  replicas: {{ .Values.web.replicas }}
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: web
          image: "{{ .Values.web.image.registry }}/{{ .Values.web.image.repository }}:{{ .Values.web.image.tag | default .Chart.AppVersion }}"
        {{- if .Values.metrics.enabled }}
        - name: metrics
          image: "{{ .Values.metrics.image.registry }}/{{ .Values.metrics.image.repository }}:{{ .Values.metrics.image.tag }}"
        {{- end }}
`,
};

/** The same below a folder. */
export function sampleChartIn(folder: string, changed: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...sampleChart, ...changed }).map(([path, text]) => [`${folder}/${path}`, text]),
  );
}
