import type { Reference } from '#reference';

/**
 * The container that asks for the licence, as an item of a list. It is what the restricted Pod Security Standard asks for. Of its environment
 * media/docs/license-check.md tells. The node is not among it: a pod that is tried again on another one would ask something else with the same token.
 * @param delivery of an EKS add-on it has what an installation on EKS needs, and of `.Release` only name and namespace
 */
export function licenseCheckContainer(delivery: 'helm' | 'eks-add-on', image: Reference): string {
  const version = image.tag === undefined ? '@{{ .Values.awsmp.licenseCheck.image.digest }}' : tagged;
  return `{{- define "awsmp.licenseCheckContainer" -}}
${delivery === 'helm' ? '' : nothingUsedUp}- name: awsmp-license-check
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

/**
 * The values' own list, in the form that the program reads: each value is a text, as License Manager has it. What is no whole number from 1 on is
 * refused: rounded, it would ask for less than is written there.
 */
export const entitlementsHelper = `{{- define "awsmp.entitlements" -}}
{{- $list := list }}
{{- range .Values.awsmp.licenseCheck.entitlements }}
{{- $one := dict "name" .name "unit" (get . "unit" | default "None") }}
{{- if hasKey . "value" }}
{{- $value := toString .value }}
{{- if kindIs "float64" .value }}
{{- $value = eq (floor .value) .value | ternary (toString (int64 .value)) (toString .value) }}
{{- end }}
{{- if not (regexMatch "^[1-9][0-9]*$" $value) }}
{{- fail (printf "awsmp.licenseCheck.entitlements: the value of %v has to be a whole number from 1 on, such as \\"1\\"; a tier or a feature has none" .name) }}
{{- end }}
{{- $_ := set $one "value" $value }}
{{- end }}
{{- $list = append $list $one }}
{{- end }}
{{- toJson $list }}
{{- end }}
`;

const tagged = ':{{ .Values.awsmp.licenseCheck.image.tag }}';

/** What names one question of one installation: its name and place, and what it asks for. A new namespace, or another quantity, is another. */
export const installationTokenHelper = `{{- define "awsmp.installationToken" -}}
{{- $where := list .Release.Namespace .Release.Name (.Values.awsmp.licenseCheck.installation | default "") }}
{{- $what := list .Values.awsmp.licenseCheck.product (include "awsmp.entitlements" .) }}
{{- printf "helm-%s" (concat $where $what | toJson | sha256sum) }}
{{- end }}
`;

/**
 * A pod that is tried again belongs to the same Job, asks with the same token, and so gets the same licence rather than one more. What is used up for
 * good is so by the installation: an attempt to install it that follows one that has failed has another Job, and takes nothing more.
 */
const tokenOfJob = `    {{- if eq .Values.awsmp.licenseCheck.consumption "perpetual" }}
    # The same for each attempt to install this release: what it uses up, it uses up once.
    - name: LICENSE_CLIENT_TOKEN
      value: {{ include "awsmp.installationToken" . | quote }}
    {{- else }}
    # The same for each pod of this Job: one that is tried again takes no second licence.
    - name: LICENSE_CLIENT_TOKEN
      valueFrom:
        fieldRef:
          fieldPath: metadata.labels['controller-uid']
    {{- end }}
`;

/** Each pod has a token of its own, and pods come and go. */
const nothingUsedUp = `{{- if eq .Values.awsmp.licenseCheck.consumption "perpetual" }}
{{- fail "awsmp.licenseCheck.consumption: each pod of an EKS add-on would use up the quantity again; it has to be provisional" }}
{{- end }}
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
