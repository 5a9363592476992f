import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KubernetesApi, startKubernetesApi } from './support/kubernetes-api.ts';
import { KubernetesPrograms } from './support/kubernetes-programs.ts';

/** The witness itself: what kubectl takes for a manifest, and what it does not. */
const job = (change: (text: string) => string = (text) => text) =>
  change(`apiVersion: batch/v1
kind: Job
metadata:
  name: check
  annotations:
    helm.sh/hook: pre-install
spec:
  backoffLimit: 3
  podFailurePolicy:
    rules:
      - action: FailJob
        onExitCodes: { operator: In, values: [10, 11, 12] }
  template:
    spec:
      restartPolicy: Never
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: check
          image: example.com/check:1.0.0
          resources: { limits: { memory: 64Mi, cpu: 1 } }
          livenessProbe: { httpGet: { path: /, port: http } }
          env:
            - name: UID
              valueFrom: { fieldRef: { fieldPath: metadata.uid } }
`);

let programs: KubernetesPrograms;
let api: KubernetesApi;
beforeAll(async () => {
  programs = new KubernetesPrograms();
  api = await startKubernetesApi();
});
afterAll(async () => {
  await api.close();
  programs.remove();
});

describe("kubectl's check of manifests", () => {
  it('takes one that is right, and names it', async () => {
    const service =
      'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80, targetPort: http }] }\n';
    expect(await api.check(programs, `${job()}---\n${service}`)).toEqual({
      refused: '',
      taken: ['job.batch/check', 'service/web'],
      foreign: [],
    });
  });

  it.each([
    [
      'a misspelt field',
      (text: string) => text.replace('backoffLimit', 'backOffLimit'),
      'unknown field "backOffLimit"',
    ],
    ['one deep inside', (text: string) => text.replace('fieldPath', 'fieldpath'), 'fieldpath'],
    ['a text for a number', (text: string) => text.replace('backoffLimit: 3', 'backoffLimit: "3"'), 'backoffLimit'],
    [
      'a missing field',
      (text: string) => text.replace('- action: FailJob\n        on', '- on'),
      'missing required field "action"',
    ],
    ['a map for a list', (text: string) => text.replace('values: [10, 11, 12]', 'values: { a: 1 }'), 'values'],
  ])('refuses %s', async (_, change, told) => {
    const { refused } = await api.check(programs, job(change));
    expect(refused).toContain(told);
  });

  it('refuses a key that stands twice', async () => {
    const twice = job((text) => text.replace('  backoffLimit: 3', '  backoffLimit: 3\n  backoffLimit: 3'));
    await expect(api.check(programs, twice)).rejects.toThrow('Map keys must be unique');
  });

  it('tells of kinds that Kubernetes does not have', async () => {
    const own = 'apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: own }\n';
    const { foreign, refused, taken } = await api.check(programs, `${own}---\n${job()}`);
    expect({ foreign, refused, taken }).toEqual({
      foreign: ['example.com/v1 Widget'],
      refused: '',
      taken: ['job.batch/check'],
    });
  });
});
