import type { LicenseCheckPart } from '../injection-wish.ts';
import type { PartContent } from '../part-content.ts';
import { entitlementsHelper, installationTokenHelper, licenseCheckContainer } from './license-check-container.ts';
import { licenseCheckHook } from './license-check-hook.ts';
import { licenseCheckValues } from './license-check-values.ts';
import { neededValues } from './needed-values.ts';
import { objectLabels } from './object-labels.ts';

/** The check of the licence. Of an EKS add-on it is a container that the chart's own pods begin with, and has no file of its own. */
export function licenseCheckContent(part: LicenseCheckPart, delivery: 'helm' | 'eks-add-on'): PartContent {
  const container = [
    neededValues,
    isOn(part, delivery),
    entitlementsHelper,
    licenseCheckContainer(delivery, part.image),
  ];
  const values = licenseCheckValues(part, delivery);
  if (delivery === 'eks-add-on') return { files: [], helpers: container, values, notes: notesOfAddOn };
  const { path, text, helpers } = licenseCheckHook;
  return {
    files: [{ path, text }],
    helpers: [objectLabels, helpers, installationTokenHelper, ...container],
    values,
    notes: notesOfHook,
  };
}

/** Whether the licence is checked, for which values without a sensible substitute have to be there. */
function isOn({ image }: LicenseCheckPart, delivery: 'helm' | 'eks-add-on'): string {
  const version = image.tag === undefined ? 'digest' : 'tag';
  const needed = ['product', 'consumption', 'entitlements', 'image.registry', 'image.repository', `image.${version}`];
  if (delivery === 'helm') needed.push('serviceAccount.create');
  const paths = needed.map((path) => `"licenseCheck.${path}"`).join(' ');
  return `{{- define "awsmp.licenseCheckIsOn" -}}
{{- include "awsmp.needValues" (list . "licenseCheck.enabled") }}
{{- if .Values.awsmp.licenseCheck.enabled }}
{{- include "awsmp.needValues" (list . ${paths}) }}true
{{- end }}
{{- end }}
`;
}

const notesOfHook = `{{- if include "awsmp.licenseCheckIsOn" . }}
The licence of product {{ .Values.awsmp.licenseCheck.product }} was checked with AWS License Manager before this release.
{{- if eq .Values.awsmp.licenseCheck.consumption "perpetual" }}
What it has used up counts for upgrades too: they do not check it again.
{{- else }}
It is checked again before each upgrade. When an upgrade stops at the check, read why:

  kubectl logs --namespace {{ .Release.Namespace }} job/{{ include "awsmp.licenseCheckName" . }}
{{- end }}
{{- end }}
`;

const notesOfAddOn = `{{- if include "awsmp.licenseCheckIsOn" . }}
Pods of this release check the licence of product {{ .Values.awsmp.licenseCheck.product }} with AWS License Manager before they start.
When one does not start, read why:

  kubectl logs --namespace {{ .Release.Namespace }} POD --container awsmp-license-check
{{- end }}
`;
