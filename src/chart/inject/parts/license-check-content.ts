import type { LicenseCheckPart } from '../injection-wish.ts';
import type { PartContent } from '../part-content.ts';
import { entitlementsHelper, licenseCheckContainer } from './license-check-container.ts';
import { licenseCheckHook } from './license-check-hook.ts';
import { licenseCheckValues } from './license-check-values.ts';
import { objectLabels } from './object-labels.ts';

/** The check of the licence. Of an EKS add-on it is a container that the chart's own pods begin with, and has no file of its own. */
export function licenseCheckContent(part: LicenseCheckPart, delivery: 'helm' | 'eks-add-on'): PartContent {
  const container = [entitlementsHelper, licenseCheckContainer(delivery, part.image)];
  const values = licenseCheckValues(part, delivery);
  if (delivery === 'eks-add-on') return { files: [], helpers: container, values, notes: notesOfAddOn };
  const { path, text, helpers } = licenseCheckHook;
  return { files: [{ path, text }], helpers: [objectLabels, helpers, ...container], values, notes: notesOfHook };
}

const notesOfHook = `{{- if .Values.awsmp.licenseCheck.enabled }}
The licence of product {{ .Values.awsmp.licenseCheck.product }} was checked with AWS License Manager before this release.
It is checked again before each upgrade. When an upgrade stops at the check, read why:

  kubectl logs --namespace {{ .Release.Namespace }} job/{{ include "awsmp.licenseCheckName" . }}
{{- end }}
`;

const notesOfAddOn = `{{- if .Values.awsmp.licenseCheck.enabled }}
Pods of this release check the licence of product {{ .Values.awsmp.licenseCheck.product }} with AWS License Manager before they start.
When one does not start, read why:

  kubectl logs --namespace {{ .Release.Namespace }} POD --container awsmp-license-check
{{- end }}
`;
