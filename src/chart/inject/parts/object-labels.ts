/**
 * The labels of our objects (Kubernetes documentation, "Recommended Labels"). The name is not the chart's, so that no selector of the chart takes them.
 */
export const objectLabels = `{{- define "awsmp.labels" -}}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/part-of: {{ .Chart.Name | trunc 63 | trimSuffix "-" | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
{{- end }}
`;
