import { describe, expect, it } from 'vitest';
import type { InjectedPart } from '#chart';
import { objectsInTheWay } from '../../../../src/jobs/charts/plan/objects-in-the-way.ts';
import { uncheckedWorkloads } from '../../../../src/jobs/charts/plan/unchecked-workloads.ts';

const document = (source: string, text: string) => `---\n# Source: shop/${source}\n${text}\n`;
const secret = (source: string, name: string, more = '') =>
  document(source, `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\n${more}`);
const ours = secret('templates/awsmp-first-user.yaml', 'first-user');

describe('an object that is injected', () => {
  it.each([
    ['the same name', secret('templates/s.yaml', 'first-user')],
    ['the namespace written out', secret('templates/s.yaml', 'first-user', '  namespace: default')],
    [
      'in a list',
      document(
        'templates/l.yaml',
        'kind: List\napiVersion: v1\nitems: [{kind: Secret, apiVersion: v1, metadata: {name: first-user}}]',
      ),
    ],
    [
      'as JSON, of a subchart',
      document('charts/db/templates/s.yaml', '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"first-user"}}'),
    ],
    ['injected twice', secret('templates/awsmp-manifests/s.yaml', 'first-user')],
  ])('is in the way of another one: %s', (_, other) => {
    const [problem, ...more] = objectsInTheWay([ours + other, ours + other, ours]);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ rule: 'chart-part-in-the-way', severity: 'error' });
    expect(problem?.message).toContain('the Secret first-user');
  });

  it.each([
    ['another name', secret('templates/s.yaml', 'first-user-2')],
    ['another namespace', secret('templates/s.yaml', 'first-user', '  namespace: other')],
    ['another kind', secret('templates/s.yaml', 'first-user').replace('Secret', 'ConfigMap')],
    ['another group', secret('templates/s.yaml', 'first-user').replace('v1', 'acme.example/v1')],
    ['what is no YAML', document('templates/s.yaml', 'first-user: [')],
  ])('is not: %s', (_, other) => expect(objectsInTheWay([ours + other, ours])).toEqual([]));
});

const check = {
  kind: 'license-check',
  product: 'prod-4ki7x3hq2s5vm',
  entitlements: [],
  consumption: 'provisional',
  image: { registry: 'target.example', repository: 'p/license-check', tag: '1' },
} as InjectedPart;

describe('the workloads of an EKS add-on', () => {
  const pods = (init: string) => `spec: {template: {spec: {${init}containers: [{name: a}]}}}`;
  const named = (kind: string, name: string, init = '') =>
    `apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: ${name}}\n${pods(init)}`;
  const rendering = [
    document(
      'templates/a.yaml',
      named('Deployment', 'checked', 'initContainers: [{name: x}, {name: awsmp-license-check}], '),
    ),
    document('templates/b.yaml', named('"StatefulSet"', 'bare')),
    document(
      'templates/c.yaml',
      `{"kind":"List","apiVersion":"v1","items":[{"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"listed"},"spec":{}}]}`,
    ),
    document('templates/job.yaml', named('Job', 'once')),
    document('charts/db/templates/d.yaml', named('Deployment', 'of-subchart')),
  ].join('');
  const found = (part = check, delivery: 'helm' | 'eks-add-on' = 'eks-add-on', told: readonly string[] = []) =>
    uncheckedWorkloads([rendering, rendering], { delivery, parts: [part] }, new Set(told)).map(
      ({ file, rule, severity, message }) => [file, rule, severity, /The (\S+ \S+)/.exec(message)?.[1]],
    );
  const error = ['chart-workload-not-editable', 'error'];

  it('begin with the check of the licence, each of them', () => {
    expect(found()).toEqual([
      ['templates/b.yaml', ...error, 'StatefulSet bare'],
      ['templates/c.yaml', ...error, 'DaemonSet listed'],
    ]);
  });

  it('do not where they were not chosen, were told of already, or check in another way', () => {
    expect(found({ ...check, workloads: ['templates/a.*', 'templates/c.*'] } as InjectedPart)).toEqual([
      ['templates/c.yaml', ...error, 'DaemonSet listed'],
    ]);
    expect(found(check, 'eks-add-on', ['templates/b.yaml', 'templates/c.yaml'])).toEqual([]);
    expect(found(check, 'helm')).toEqual([]);
  });
});
