import { expect, it } from 'vitest';
import { type InjectionWish, imagesInValues, injectChart, packChart, readChart } from '#chart';
import { type ChartOf, chartEvidenceProblems, chartOf } from '../../support/chart-evidence.ts';

const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';

/** A chart that has no problem as either delivery. */
const files = {
  'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\nappVersion: "1.2"\n',
  'values.yaml': `image:
  registry: docker.io
  repository: acme/web
  tag: "1.2"
serviceAccount:
  create: true
  name: web
`,
  'templates/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      serviceAccountName: {{ .Values.serviceAccount.name }}
      containers:
        - name: web
          image: "{{ .Values.image.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}"
`,
  'templates/NOTES.txt': 'Have fun.\n',
};

const parts: InjectionWish['parts'] = [
  {
    kind: 'license-check',
    product: 'prod-abcdefghijklm',
    entitlements: [{ name: 'Users', unit: 'Count', value: '1' }],
    consumption: 'provisional',
    image: { registry, repository: 'acme/web/license-check', tag: '1.0.0' },
  },
  { kind: 'first-user-password', secret: 'web-first-user', key: 'password', username: 'admin', length: 20 },
  {
    kind: 'manifests',
    files: [
      {
        path: 'manifests/extra.yaml',
        text: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: extra\nspec:\n  serviceAccountName: {{ .Values.serviceAccount.name }}\n  containers:\n    - name: extra\n      image: docker.io/acme/extra:1.0\n',
      },
    ],
  },
];

const images = new Map([
  ['docker.io/acme/web:1.2', `${registry}/acme/web/web:1.2`],
  ['docker.io/acme/extra:1.0', `${registry}/acme/web/extra:1.0`],
]);

async function problemsOf(chart: Awaited<ReturnType<typeof chartOf>>, about: Omit<ChartOf, 'files'>) {
  const problems = await chartEvidenceProblems(chart, { isPaid: true, images: imagesInValues(chart), ...about });
  return problems.map(({ file, range, rule, message }) => `${file}:${range.line} ${rule} ${message}`);
}

it.each(['helm', 'eks-add-on'] as const)('what is injected breaks no rule: %s', async (delivery) => {
  const chart = await chartOf(files);
  expect(await problemsOf(chart, { delivery })).toEqual([]);
  const injected = injectChart(chart, { delivery, parts, images, values: {} });
  expect(injected.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const input = { kind: 'folder', files: [] } as const;
  const packed = await readChart({ kind: 'archive', open: () => packChart('web', injected.files, input) });
  expect(packed.files.map(({ path }) => path).filter((path) => path.includes('awsmp')).length).toBeGreaterThan(1);
  expect(await problemsOf(packed, { delivery, isInjected: true })).toEqual([]);
});
