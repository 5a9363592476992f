import type { SampleChart } from '../sample-chart.ts';

const hook = (name: string, when: string, weight: number) => `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-${name}
  annotations:
    helm.sh/hook: ${when}
    helm.sh/hook-weight: "${weight}"
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: ${name}
          image: {{ .Values.hooks.image }}
`;

/** An operator: a definition of resources with a resource of that kind, hooks of its own, and rights. */
export const operator: SampleChart = {
  name: 'operator',
  description: 'An operator with definitions of resources and hooks',
  releases: [{ version: '2.0.0', appVersion: '8.3.4', created: '2024-01-16T09:15:00Z' }],
  metadata: { kubeVersion: '>=1.25.0-0' },
  files: () => ({
    'values.yaml': `image:
  repository: docker.io/camunda/zeebe
  tag: 8.3.4
hooks:
  image: docker.io/camunda/operate:8.3.4
cluster:
  enabled: false
  image: docker.io/camunda/tasklist:8.3.4
`,
    'crds/clusters.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: clusters.sample.example.com
spec:
  group: sample.example.com
  scope: Namespaced
  names: { kind: Cluster, plural: clusters, singular: cluster }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                image: { type: string }
`,
    'templates/operator.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-operator
spec:
  selector:
    matchLabels: { app: {{ .Release.Name }}-operator }
  template:
    metadata:
      labels: { app: {{ .Release.Name }}-operator }
    spec:
      serviceAccountName: {{ .Release.Name }}-operator
      containers:
        - name: operator
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
`,
    'templates/rights.yaml': `apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Release.Name }}-operator
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ .Release.Name }}-operator
rules:
  - apiGroups: [sample.example.com]
    resources: [clusters]
    verbs: [get, list, watch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ .Release.Name }}-operator
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {{ .Release.Name }}-operator }
subjects:
  - { kind: ServiceAccount, name: {{ .Release.Name }}-operator, namespace: {{ .Release.Namespace }} }
`,
    'templates/prepare.yaml': hook('prepare', 'pre-install,pre-upgrade', -5),
    'templates/tidy.yaml': hook('tidy', 'pre-delete', 0),
    'templates/cluster.yaml': `{{- if .Values.cluster.enabled }}
apiVersion: sample.example.com/v1
kind: Cluster
metadata:
  name: {{ .Release.Name }}
spec:
  image: {{ .Values.cluster.image }}
{{- end }}
`,
  }),
};
