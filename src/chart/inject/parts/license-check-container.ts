import type { Reference } from '#reference';

/**
 * The container that asks for the licence, as an item of a list. It is what the restricted Pod Security Standard asks for. Of its environment the
 * program's own page tells.
 * @param delivery of an EKS add-on it has what an installation on EKS needs, and of `.Release` only name and namespace
 */
export function licenseCheckContainer(delivery: 'helm' | 'eks-add-on', image: Reference): string {
  const version = image.tag === undefined ? '@{{ .Values.awsmp.licenseCheck.image.digest }}' : tagged;
  return `{{- define "awsmp.licenseCheckContainer" -}}
- name: awsmp-license-check
  image: "{{ .Values.awsmp.licenseCheck.image.registry }}/{{ .Values.awsmp.licenseCheck.image.repository }}${version}"
  imagePullPolicy: {{ .Values.awsmp.licenseCheck.image.pullPolicy | quote }}
  env:
    - name: LICENSE_PRODUCT
      value: {{ .Values.awsmp.licenseCheck.product | quote }}
    - name: LICENSE_ENTITLEMENTS
      value: {{ include "awsmp.entitlements" . | quote }}
    - name: LICENSE_CONSUMPTION
      value: {{ .Values.awsmp.licenseCheck.consumption | quote }}
    - name: LICENSE_CHECK_IN
      value: {{ .Values.awsmp.licenseCheck.checkIn | quote }}
    - name: LICENSE_FAIL_OPEN
      value: {{ .Values.awsmp.licenseCheck.failOpen | quote }}
    - name: LICENSE_PATIENCE_SECONDS
      value: {{ .Values.awsmp.licenseCheck.patienceSeconds | int | quote }}
${delivery === 'helm' ? tokenOfJob : tokenOfPod}    - name: AWS_REGION
      value: {{ .Values.awsmp.licenseCheck.region | quote }}
${delivery === 'helm' ? onPremises : ''}    {{- with .Values.awsmp.licenseCheck.extraEnv }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
${delivery === 'helm' ? onPremisesMount : ''}  resources:
    {{- toYaml .Values.awsmp.licenseCheck.resources | nindent 4 }}
  securityContext:
    allowPrivilegeEscalation: false
    capabilities:
      drop:
        - ALL
    privileged: false
    readOnlyRootFilesystem: true
    runAsGroup: 65532
    runAsNonRoot: true
    runAsUser: 65532
    seccompProfile:
      type: RuntimeDefault
  terminationMessagePolicy: FallbackToLogsOnError
{{- end }}
`;
}

/** The values' own list, in the form that the program reads: each value is a text, as License Manager has it. */
export const entitlementsHelper = `{{- define "awsmp.entitlements" -}}
{{- $list := list }}
{{- range .Values.awsmp.licenseCheck.entitlements }}
{{- $one := dict "name" .name "unit" (get . "unit" | default "None") }}
{{- if hasKey . "value" }}
{{- $_ := set $one "value" (kindIs "string" .value | ternary .value (toString (int64 .value))) }}
{{- end }}
{{- $list = append $list $one }}
{{- end }}
{{- toJson $list }}
{{- end }}
`;

const tagged = ':{{ .Values.awsmp.licenseCheck.image.tag }}';

/** A pod that is tried again belongs to the same Job, asks with the same token, and so gets the same licence rather than one more. */
const tokenOfJob = `    # The same for each pod of this Job: one that is tried again takes no second licence.
    - name: LICENSE_CLIENT_TOKEN
      valueFrom:
        fieldRef:
          fieldPath: metadata.labels['controller-uid']
`;

const tokenOfPod = `    - name: LICENSE_CLIENT_TOKEN
      valueFrom:
        fieldRef:
          fieldPath: metadata.uid
`;

/** Outside AWS: the licence token that the buyer made (AWS Marketplace seller guide, "License Manager on premises"). */
const onPremises = `    {{- if .Values.awsmp.licenseCheck.licenseSecret }}
    - name: AWS_WEB_IDENTITY_REFRESH_TOKEN_FILE
      value: /var/run/secrets/product-license/license_token
    - name: AWS_ROLE_ARN
      valueFrom:
        secretKeyRef:
          name: {{ .Values.awsmp.licenseCheck.licenseSecret | quote }}
          key: iam_role
    {{- end }}
`;

const onPremisesMount = `  {{- if .Values.awsmp.licenseCheck.licenseSecret }}
  volumeMounts:
    - name: awsmp-product-license
      mountPath: /var/run/secrets/product-license
      readOnly: true
  {{- end }}
`;
