import { ourMark } from '../our-mark.ts';

/**
 * The check of the licence as a hook of Helm: a Job before the installation and before each upgrade, and its service account.
 * - The account comes with the hook, for a pre-install hook runs before the chart's ordinary objects are there. A name that a buyer gives is that of
 *   an account which is there, and none is made: a hook would first delete it, and with it the buyer's annotations.
 * - What is used up for good is so by the installation alone: an upgrade would use it up again.
 * - Its name is a DNS label of its own for each release: one that has to be cut or changed ends with a part of the release's hash.
 * - No Role: the program asks AWS only. Kubernetes' own token is not mounted; that of IRSA and of Pod Identity comes by a volume of its own.
 * - Weights: before the hooks of any chart that stays within two digits.
 * - It is deleted when it went well, or before the next; one that failed stays, so that it can be read.
 * - What no second try changes (2 settings, 10 expired, 11 invalid, 12 missing: media/docs/license-check.md) fails the Job at once; an eviction
 *   counts for nothing. Kubernetes knows that policy from 1.26 on; before it there is one try.
 * - No sidecar of a service mesh: with one that never ends, no Job ever does.
 * - Both deadlines are below the five minutes that Helm waits.
 */
export const licenseCheckHook = {
  path: 'templates/awsmp-license-check.yaml',
  text: `${ourMark}{{- if include "awsmp.licenseCheckIsOn" . }}
{{- if include "awsmp.makesServiceAccount" . }}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "awsmp.serviceAccountName" . | quote }}
  namespace: {{ .Release.Namespace | quote }}
  labels:
    app.kubernetes.io/name: awsmp-license-check
    app.kubernetes.io/component: license-check
    {{- include "awsmp.labels" . | nindent 4 }}
  annotations:
    helm.sh/hook: {{ include "awsmp.licenseCheckHook" . }}
    helm.sh/hook-weight: "-110"
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
    {{- with .Values.awsmp.licenseCheck.serviceAccount.roleArn }}
    eks.amazonaws.com/role-arn: {{ . | quote }}
    {{- end }}
    {{- with .Values.awsmp.licenseCheck.serviceAccount.annotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
automountServiceAccountToken: false
---
{{- end }}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ include "awsmp.licenseCheckName" . | quote }}
  namespace: {{ .Release.Namespace | quote }}
  labels:
    app.kubernetes.io/name: awsmp-license-check
    app.kubernetes.io/component: license-check
    {{- include "awsmp.labels" . | nindent 4 }}
  annotations:
    helm.sh/hook: {{ include "awsmp.licenseCheckHook" . }}
    helm.sh/hook-weight: "-100"
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
    helm.sh/hook-output-log-policy: hook-failed
spec:
  activeDeadlineSeconds: {{ .Values.awsmp.licenseCheck.deadlineSeconds | int }}
  {{- if semverCompare ">=1.26-0" .Capabilities.KubeVersion.Version }}
  backoffLimit: 3
  podFailurePolicy:
    rules:
      - action: FailJob
        onExitCodes:
          containerName: awsmp-license-check
          operator: In
          values: [2, 10, 11, 12]
      - action: Ignore
        onPodConditions:
          - type: DisruptionTarget
            status: "True"
  {{- else }}
  backoffLimit: 0
  {{- end }}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: awsmp-license-check
        app.kubernetes.io/component: license-check
        sidecar.istio.io/inject: "false"
        {{- include "awsmp.labels" . | nindent 8 }}
      annotations:
        linkerd.io/inject: disabled
    spec:
      {{- with .Values.awsmp.licenseCheck.imagePullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      serviceAccountName: {{ include "awsmp.serviceAccountName" . | quote }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      restartPolicy: Never
      securityContext:
        fsGroup: 65532
        runAsGroup: 65532
        runAsNonRoot: true
        runAsUser: 65532
        seccompProfile:
          type: RuntimeDefault
      containers:
        {{- include "awsmp.licenseCheckContainer" . | nindent 8 }}
      {{- with .Values.awsmp.licenseCheck.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.awsmp.licenseCheck.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- if .Values.awsmp.licenseCheck.licenseSecret }}
      volumes:
        - name: awsmp-product-license
          secret:
            secretName: {{ .Values.awsmp.licenseCheck.licenseSecret | quote }}
            defaultMode: 0440
      {{- end }}
{{- end }}
`,
  helpers: `{{- define "awsmp.licenseCheckName" -}}
{{- $name := .Release.Name | replace "." "-" }}
{{- if or (ne $name .Release.Name) (gt (len $name) 40) }}
{{- $name = printf "%s-%s" ($name | trunc 31 | trimSuffix "-") (.Release.Name | sha256sum | trunc 8) }}
{{- end }}
{{- printf "%s-awsmp-license-check" $name }}
{{- end }}

{{- define "awsmp.licenseCheckHook" -}}
{{- eq .Values.awsmp.licenseCheck.consumption "perpetual" | ternary "pre-install" "pre-install,pre-upgrade" }}
{{- end }}

{{- define "awsmp.makesServiceAccount" -}}
{{- with .Values.awsmp.licenseCheck.serviceAccount }}
{{- if and .create (not .name) }}true{{ end }}
{{- end }}
{{- end }}

{{- define "awsmp.serviceAccountName" -}}
{{- if .Values.awsmp.licenseCheck.serviceAccount.name }}
{{- .Values.awsmp.licenseCheck.serviceAccount.name }}
{{- else if .Values.awsmp.licenseCheck.serviceAccount.create }}
{{- include "awsmp.licenseCheckName" . }}
{{- else }}
{{- "default" }}
{{- end }}
{{- end }}
`,
};
