import { describe, expect, it } from 'vitest';
import { brief, check, inject } from './injecting.ts';

const addOn = { delivery: 'eks-add-on', parts: [check] } as const;
const head = 'apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n';
const containers = '      containers:\n        - name: app\n';
const group = `      {{- /* awsmp: begin */}}
      {{- if include "awsmp.licenseCheckIsOn" $ }}
      initContainers:
        {{- include "awsmp.licenseCheckContainer" $ | nindent 8 }}
      {{- end }}
      {{- /* awsmp: end */}}
`;
const beside = `      {{- /* awsmp: begin */}}
      {{- if include "awsmp.licenseCheckIsOn" $ }}
        {{- include "awsmp.licenseCheckContainer" $ | nindent 8 }}
      {{- end }}
      {{- /* awsmp: end */}}
`;

async function edited(text: string) {
  const file = 'templates/a.yaml';
  const { texts, findings } = await inject({ [file]: text }, addOn);
  const back = await inject(texts, {});
  expect(back.texts[file]).toBe(text);
  return { text: texts[file], findings: brief(findings), first: findings[0]?.message };
}

describe('the check in the pods of an EKS add-on', () => {
  it.each([
    ['no init containers', `${head}${containers}`, `${head}${group}${containers}`],
    [
      'conditions around all of it, and beside it',
      `{{- if .Values.on }}\n${head}      {{- with .Values.x }}\n      x: {{ . }}\n      {{- end }}\n${containers}{{- end }}\n`,
      `{{- if .Values.on }}\n${head}      {{- with .Values.x }}\n      x: {{ . }}\n      {{- end }}\n${group}${containers}{{- end }}\n`,
    ],
    [
      'others',
      `${head}      initContainers:\n        - name: b\n${containers}`,
      `${head}      initContainers:\n${beside}        - name: b\n${containers}`,
    ],
    [
      'others in a condition each',
      `${head}      initContainers:\n        {{- if .Values.b }}\n        - name: b\n        {{- end }}\n${containers}`,
      `${head}      initContainers:\n${beside}        {{- if .Values.b }}\n        - name: b\n        {{- end }}\n${containers}`,
    ],
    [
      'others in a condition',
      `${head}      {{- if .Values.b }}\n      initContainers:\n        - name: b\n      {{- end }}\n${containers}`,
      `${head}      {{- if .Values.b }}\n      initContainers:\n${beside}        - name: b\n${group.replace('begin */}}\n', 'begin */}}\n      {{- else }}\n')}      {{- end }}\n${containers}`,
    ],
    [
      'others by a value',
      `${head}      {{- with .Values.inits }}\n      initContainers:\n        {{- toYaml . | nindent 8 }}\n      {{- end }}\n${containers}`,
      `${head}      {{- with .Values.inits }}\n      initContainers:\n${beside}        {{- toYaml . | nindent 8 }}\n${group.replace('begin */}}\n', 'begin */}}\n      {{- else }}\n')}      {{- end }}\n${containers}`,
    ],
    [
      'others that a named template writes beside the key',
      `${head}      {{- if .Values.i }}\n      initContainers: {{- include "x" (dict "value" .Values.i "context" $) | nindent 8 }}\n      {{- end }}\n${containers}`,
      `${head}      {{- if .Values.i }}\n      initContainers: {{- include "x" (dict "value" .Values.i "context" $) | nindent 8 }}\n${beside}${group.replace('begin */}}\n', 'begin */}}\n      {{- else }}\n')}      {{- end }}\n${containers}`,
    ],
    [
      'several objects',
      `kind: Service\nspec:\n  x: 1\n---\n${head}${containers}---\n${head.replace('Deployment', 'DaemonSet')}${containers}`,
      `kind: Service\nspec:\n  x: 1\n---\n${head}${group}${containers}---\n${head.replace('Deployment', 'DaemonSet')}${group}${containers}`,
    ],
    [
      'other ends of lines',
      `${head}${containers}`.replaceAll('\n', '\r\n'),
      `${head}${group}${containers}`.replaceAll('\n', '\r\n'),
    ],
  ])('is added to a pod with %s', async (_, before, after) => {
    const { text, findings } = await edited(before);
    expect(text).toBe(after);
    expect(findings).toEqual([]);
  });

  it.each([
    ['its containers are computed', `${head}      {{- include "x.pod" . | nindent 6 }}\n`],
    ['its init containers are computed', `${head}      {{- include "x.initContainers" . | nindent 6 }}\n${containers}`],
    [
      'its init containers are computed',
      `${head}      initContainers:\n        {{- toYaml .Values.inits | nindent 8 }}\n${containers}`,
    ],
    ['its init containers are computed', `${head}      initContainers: {{ toJson .Values.i }}\n${containers}`],
    [
      'its init containers are computed',
      `${head}      {{- if .Values.on }}\n      initContainers:\n        {{- toYaml .Values.i | nindent 8 }}\n      {{- end }}\n${containers}`,
    ],
    [
      'its init containers stand in a condition that has another branch',
      `${head}      {{- if .Values.b }}\n      initContainers:\n        - name: b\n      {{- else }}\n      x: 1\n      {{- end }}\n${containers}`,
    ],
    ['its containers stand in a condition', `${head}      {{- if .Values.b }}\n${containers}      {{- end }}\n`],
    [
      'it has containers in several branches',
      `${head}      {{- if .Values.b }}\n${containers}      {{- else }}\n${containers}      {{- end }}\n`,
    ],
    ['its kind is computed', `${head.replace('Deployment', '{{ .Values.kind }}')}${containers}`],
    [
      'its kind is computed',
      'kind: {{ ternary "Deployment" "StatefulSet" .Values.on }}\nspec:\n  template:\n    {{- include "x.tpl" . | nindent 4 }}\n',
    ],
    ['its kind is computed', 'a: 1\nkind: {{ .Values.kind }}\nspec:\n  {{- include "x.podTemplate" . | nindent 2 }}\n'],
    ['it is a named template', `{{- define "x" }}\n${head}${containers}{{- end }}\n`],
  ])('is told of where it cannot be added: %s', async (why, before) => {
    const { text, findings, first } = await edited(before);
    expect(text).toBe(before);
    const line = before.split('\n').findIndex((one) => one.startsWith('kind:')) + 1;
    expect(findings).toEqual([`error chart-workload-not-editable templates/a.yaml:${line}`]);
    expect(first).toContain(why);
  });

  it.each([
    ['JSON', '{{- if .Values.on }}\n# one\n{\n"kind": "Deployment", "spec": {"template": {}}}\n{{- end }}\n', 4],
    ['JSON', `${head}${containers}---\n{"kind":"StatefulSet","spec":{"template":{}}}\n`, 9],
    ['a list', 'kind: List\nitems:\n- kind: Service\n- spec:\n  kind: Deployment\n', 5],
    ['a list', 'kind: List\nitems:\n- { kind: DaemonSet }\n', 3],
  ])('is told of where a workload is written as %s', async (_, before, line) => {
    const { findings } = await edited(before);
    expect(findings).toEqual([`error chart-workload-not-editable templates/a.yaml:${line}`]);
  });

  it('finds a workload among the branches of one document', async () => {
    const text = `{{- if .Values.job }}\nkind: Job\n{{- else }}\n${head.replace(/^.*\n/, '').replace('spec', '{{- end }}\nspec')}${containers}`;
    const { text: after, findings } = await edited(text);
    expect(findings).toEqual([]);
    expect(after).toBe(text.replace(containers, group + containers));
  });

  it.each([
    'kind: {{ .Values.issuer }}\nspec:\n  ca: {}\n',
    '{"kind":"HorizontalPodAutoscaler","spec":{"scaleTargetRef":{"kind":"Deployment"}}}\n',
    'kind: {{ .Values.role }}\nmetadata:\n  {{- include "x.podDisruptionBudget" . }}\n',
  ])('says nothing of what makes no pods: %s', async (text) => {
    const { findings } = await edited(`${head}${containers}---\n${text}`);
    expect(findings).toEqual([]);
  });

  it('is not confused by texts that look like pods', async () => {
    const text = `kind: ConfigMap\ndata:\n  a: |\n    kind: Deployment\n    spec:\n      template:\n---\n${head}      x: |\n        containers:\n${containers}`;
    const { text: after, findings } = await edited(text);
    expect(findings).toEqual([]);
    expect(after).toBe(text.replace(containers, group + containers));
  });

  it('stays as somebody has put it by hand', async () => {
    const text = `${head}      {{- if .Values.b }}\n      initContainers:\n        {{- include "awsmp.licenseCheckContainer" $ | nindent 8 }}\n      {{- end }}\n${containers}`;
    const { texts, findings } = await inject({ 'templates/a.yaml': text }, addOn);
    expect(texts['templates/a.yaml']).toBe(text);
    expect(findings).toEqual([]);
  });

  it('goes into the workloads that are chosen, and says where there is none', async () => {
    const files = { 'templates/a/one.yaml': head + containers, 'templates/two.yaml': head + containers };
    const chosen = (workloads: string[]) =>
      inject(files, { ...addOn, parts: [{ ...check, workloads } as typeof check] });
    const one = await chosen(['templates/a/*.yaml']);
    expect(one.texts['templates/a/one.yaml']).toContain('awsmp');
    expect(one.texts['templates/two.yaml']).toBe(head + containers);
    expect(one.findings).toEqual([]);
    const none = await chosen(['templates/two.yaml', 'templates/three.yaml']);
    expect(brief(none.findings)).toEqual(['error chart-workload-not-editable templates']);
    expect(none.findings[0]?.message).toContain('templates/three.yaml');
    const without = await inject({}, addOn);
    expect(brief(without.findings)).toEqual(['error chart-workload-not-editable templates']);
  });

  it('needs neither hooks nor lookup, and of the release its name and namespace alone', async () => {
    const { texts } = await inject(
      { 'templates/a.yaml': head + containers },
      { ...addOn, parts: [...addOn.parts, { kind: 'first-user-password', secret: 's', key: 'k', length: 20 }] },
    );
    const ours = Object.entries(texts)
      .filter(([path]) => path.includes('awsmp'))
      .map(([, text]) => text)
      .join('');
    expect(ours).not.toMatch(/helm\.sh\/hook|\blookup\b|\.Capabilities|randAlpha/);
    expect(
      [...ours.matchAll(/\.Release\.(\w+)/g)].filter(([, name]) => name !== 'Name' && name !== 'Namespace'),
    ).toEqual([]);
  });
});
