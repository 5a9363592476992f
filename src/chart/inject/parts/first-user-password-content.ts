import type { Value } from '../../values/value-tree.ts';
import type { FirstUserPasswordPart } from '../injection-wish.ts';
import { ourMark } from '../our-mark.ts';
import type { PartContent, PartValue } from '../part-content.ts';
import { neededValues } from './needed-values.ts';
import { objectLabels } from './object-labels.ts';

/** The Secret of the first user's password. Of an EKS add-on, which has no `lookup` and could not keep what it made, it is one that is there. */
export function firstUserPasswordContent(part: FirstUserPasswordPart, delivery: 'helm' | 'eks-add-on'): PartContent {
  const { secret, key, username, length } = part;
  const user = username === undefined ? [] : [value(['username'], username, true, 'Name of the first user.')];
  if (delivery === 'eks-add-on') {
    const comment = 'Secret with the password of the first user. It must be there before the add-on is installed.';
    const values = [value(['existingSecret'], secret, true, comment), value(['key'], key, true), ...user];
    return { files: [], helpers: [neededValues], values, notes: notes('key') };
  }
  return {
    files: [{ path: 'templates/awsmp-first-user-password.yaml', text: generatedSecret }],
    helpers: [neededValues, objectLabels, makesPassword],
    values: [
      value(['enabled'], true, false, 'Whether a Secret with a random password is made for the first user.'),
      value(
        ['secretName'],
        secret,
        true,
        'Its name. It is made once, kept over upgrades, and stays when all else goes.',
      ),
      value(['key'], key, true, 'The key in it that has the password.'),
      value(['length'], length, true, 'Characters of the password.'),
      value(
        ['existingSecret'],
        '',
        false,
        'A Secret that is there already, and is read in its place. It is needed where the chart is rendered without the cluster, as Argo CD does.',
      ),
      ...user,
    ],
    notes: notes('enabled'),
  };
}

function value(path: readonly string[], content: Value, isWished: boolean, comment?: string): PartValue {
  const whole: PartValue['path'] = ['firstUserPassword', ...path];
  return { path: whole, value: content, isWished, ...(comment === undefined ? {} : { comment }) };
}

const makesPassword = `{{- define "awsmp.makesFirstUserPassword" -}}
{{- include "awsmp.needValues" (list . "firstUserPassword.enabled") }}
{{- with .Values.awsmp.firstUserPassword }}
{{- if and .enabled (not .existingSecret) }}
{{- include "awsmp.needValues" (list $ "firstUserPassword.secretName" "firstUserPassword.key" "firstUserPassword.length") }}true
{{- end }}
{{- end }}
{{- end }}
`;

/**
 * A password that is there is kept, and a Secret of that name which is not of this release is left alone: it is what the chart reads, whoever made it.
 * Without a cluster (`helm template`) nothing can be looked up, and each rendering has a password of its own.
 */
const generatedSecret = `${ourMark}{{- if include "awsmp.makesFirstUserPassword" . }}
{{- $name := .Values.awsmp.firstUserPassword.secretName }}
{{- $key := .Values.awsmp.firstUserPassword.key }}
{{- $secret := lookup "v1" "Secret" .Release.Namespace $name | default dict }}
{{- $owner := dig "metadata" "annotations" "meta.helm.sh/release-name" "" $secret }}
{{- if or (not $secret) (eq $owner .Release.Name) }}
{{- $made := randAlphaNum (int .Values.awsmp.firstUserPassword.length) | b64enc }}
apiVersion: v1
kind: Secret
metadata:
  name: {{ $name | quote }}
  namespace: {{ .Release.Namespace | quote }}
  labels:
    app.kubernetes.io/name: awsmp-first-user-password
    app.kubernetes.io/component: first-user-password
    {{- include "awsmp.labels" . | nindent 4 }}
  annotations:
    helm.sh/resource-policy: keep
type: Opaque
data:
  {{ $key | quote }}: {{ get (get $secret "data" | default dict) $key | default $made | quote }}
{{- end }}
{{- end }}
`;

/** The password itself is never printed: notes are kept with the release, and end in logs. */
function notes(needed: string): string {
  return `{{- include "awsmp.needValues" (list . "firstUserPassword.${needed}") }}
{{- with .Values.awsmp.firstUserPassword }}
{{- $secret := get . "existingSecret" | default (get . "secretName") }}
{{- if or (get . "existingSecret") (get . "enabled") }}
The first user{{ with get . "username" }}, {{ . }},{{ end }} has the password that this prints:

  kubectl get secret --namespace {{ $.Release.Namespace }} {{ $secret }} -o go-template='{{ "{{" }} index .data {{ .key | quote }} | base64decode {{ "}}" }}'
{{- end }}
{{- end }}
`;
}
