import type { SampleChart } from '../sample-chart.ts';

/** A chart whose templates are another one's: a library, which renders nothing of itself. */
export const ledger: SampleChart = {
  name: 'ledger',
  description: 'A ledger, with templates of a library chart',
  releases: [{ version: '0.4.2', appVersion: '8.3.4', created: '2024-01-15T14:00:00Z' }],
  metadata: { dependencies: [{ name: 'common', version: '2.x.x', repository: '' }] },
  files: () => ({
    'values.yaml': `image:
  registry: docker.io
  repository: camunda/identity
  tag: 8.3.4

proxy:
  enabled: false
  image: { registry: docker.io, repository: library/nginx, tag: "1.25.3" }
`,
    'templates/ledger.yaml': `{{- include "common.deployment" (dict "name" "ledger" "image" .Values.image "context" $) }}
{{- if .Values.proxy.enabled }}
---
{{- include "common.deployment" (dict "name" "proxy" "image" .Values.proxy.image "context" $) }}
{{- end }}
`,
    'charts/common/Chart.yaml':
      'apiVersion: v2\nname: common\ndescription: Templates of all our charts\ntype: library\nversion: 2.3.0\n',
    'charts/common/values.yaml': 'exampleValue: common\n',
    'charts/common/templates/_images.tpl': `{{- define "common.image" -}}
{{ .registry }}/{{ .repository }}:{{ .tag }}
{{- end }}
`,
    'charts/common/templates/_deployment.tpl': `{{- define "common.deployment" }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .context.Release.Name }}-{{ .name }}
spec:
  selector:
    matchLabels: { app: {{ .name }} }
  template:
    metadata:
      labels: { app: {{ .name }} }
    spec:
      containers:
        - name: {{ .name }}
          image: {{ include "common.image" .image }}
{{- end }}
`,
  }),
};
