import { describe, expect, it } from 'vitest';
import { rules } from '#rules';
import { type ChartOf, chartFindings, chartYaml } from '../../support/chart-evidence.ts';

const t = 'templates/t.yaml';
const v = 'values.yaml';
const schema = 'aws_mp_configuration_schema.json';
const parameters = 'aws_mp_addon_parameters.json';

type Case = readonly [what: string, files: ChartOf['files'], expected: readonly string[]];

function found(rule: string, files: ChartOf['files'], more: Partial<ChartOf> = {}): Promise<string[]> {
  return chartFindings(rule, { delivery: 'eks-add-on', files, ...more });
}

it('rules of add-ons are asked of no other delivery', async () => {
  const files = {
    [t]: '"helm.sh/hook": test\na: {{ lookup "v1" "Secret" "" "" }}{{ .Release.Service }}',
    [schema]: '{',
  };
  for (const { code } of rules.filter((rule) => rule.code.startsWith('addon-')))
    expect(await chartFindings(code, { files })).toEqual([]);
  expect(await found('addon-lookup', files)).toHaveLength(1);
});

describe('addon-hook', () => {
  const hook = (line: number) => [`${t}:${line} error An EKS add-on has no Helm hooks.`];
  it.each<Case>([
    ['a hook', { [t]: 'metadata:\n  annotations:\n    "helm.sh/hook": pre-install' }, hook(3)],
    ['without quotes', { [t]: 'helm.sh/hook: test' }, hook(1)],
    ['in braces', { [t]: 'annotations: { "helm.sh/hook": test }' }, hook(1)],
    ['computed', { [t]: '\n{{ dict "helm.sh/hook" "test" | toYaml }}' }, hook(2)],
    ['a policy alone', { [t]: '"helm.sh/resource-policy": keep' }, []],
  ])('%s', async (_, files, expected) => {
    expect(await found('addon-hook', files)).toEqual(expected);
  });
});

const rendered = (manifests: string) => ({ helm: { manifests: `---\n# Source: web/${t}\n${manifests}` } });

describe('what shows only when it is rendered', () => {
  it('addon-hook', async () => {
    const hook = 'kind: Job\nmetadata:\n  name: a\n  annotations:\n    helm.sh/hook: post-install\n';
    const computed = { [t]: 'kind: Job\nmetadata:\n  annotations: {{ toYaml .Values.a | nindent 4 }}\n' };
    expect(await found('addon-hook', computed, rendered(hook))).toEqual([
      `${t}:3 error An EKS add-on has no Helm hooks, and Job a is one.`,
    ]);
    expect(await found('addon-hook', computed)).toEqual([]);
    expect(await found('addon-hook', { [t]: hook }, rendered(hook))).toEqual([
      `${t}:5 error An EKS add-on has no Helm hooks.`,
    ]);
    const subchart = { 'charts/s-1/Chart.yaml': chartYaml.replace('web', 's'), [`charts/s-1/${t}`]: hook };
    const helm = { manifests: `---\n# Source: web/charts/s/${t}\n${hook}` };
    expect(await found('addon-hook', subchart, { helm })).toHaveLength(1);
  });

  it('addon-namespace', async () => {
    const object = (namespace: string) => `kind: Role\nmetadata:\n  name: a\n  namespace: ${namespace}\n`;
    const files = { [t]: 'kind: Role\nmetadata:\n  namespace: {{ .Values.ns }}\n' };
    expect(await found('addon-namespace', files, rendered(object('kube-system')))).toEqual([
      `${t}:3 warning Role a is put into the namespace "kube-system".`,
    ]);
    expect(await found('addon-namespace', files, rendered(object('default')))).toEqual([]);
    const written = { [t]: object('kube-system') };
    expect(await found('addon-namespace', written, rendered(object('kube-system')))).toHaveLength(1);
  });

  it('addon-custom-resources', async () => {
    const files = { [t]: '{{ range .Values.objects }}\n---\n{{ toYaml . }}{{ end }}\n' };
    const crd =
      'kind: CustomResourceDefinition\nspec:\n  names:\n    plural: widgets\n    kind: Widget\n  versions: []\n';
    expect(await found('addon-custom-resources', files, rendered(`${crd}---\nkind: Widget\n`))).toEqual([
      'Chart.yaml:1 error The chart defines the kind "Widget", and makes an object of it here.',
    ]);
    expect(await found('addon-custom-resources', files, rendered(crd))).toEqual([]);
  });
});

describe('addon-lookup', () => {
  it.each<Case>([
    [
      'in a condition',
      { [t]: '\n{{- if (lookup "v1" "Secret" .a .b) }}{{ end }}' },
      [`${t}:2 error An EKS add-on cannot use lookup.`],
    ],
    ['as a value or a text', { [t]: '{{ .Values.lookup }}{{ "lookup" }}{{/* lookup */}}\nlookup: 1' }, []],
  ])('%s', async (_, files, expected) => {
    expect(await found('addon-lookup', files)).toEqual(expected);
  });
});

describe('addon-release-field', () => {
  it.each<Case>([
    [
      'the service',
      { [t]: 'a: {{ .Release.Service }}' },
      [`${t}:1 error An EKS add-on cannot use ".Release.Service".`],
    ],
    [
      'of the root',
      { [t]: '{{ if $.Release.IsInstall }}{{ end }}' },
      [`${t}:1 error An EKS add-on cannot use ".Release.IsInstall".`],
    ],
    [
      'of a context',
      { [t]: '{{ .context.Release.Revision }}' },
      [`${t}:1 error An EKS add-on cannot use ".Release.Revision".`],
    ],
    ...[
      '{{ index .Release "Service" }}',
      '{{ (index $.Release "Service") | quote }}',
      '{{ with .Release }}{{ .Service }}{{ end }}',
      '{{ (.Release).Service }}',
      '{{ $r := .Release }}{{ $r.Service }}',
      '{{ with $r := .Release }}{{ if 1 }}{{ $r.Service }}{{ end }}{{ end }}',
    ].map((text): Case => [text, { [t]: text }, [`${t}:1 error An EKS add-on cannot use ".Release.Service".`]]),
    ...['{{ .Release | toJson }}', '{{ with .Release }}{{ toYaml . }}{{ end }}'].map(
      (text): Case => [text, { [t]: text }, [`${t}:1 error An EKS add-on cannot use ".Release".`]],
    ),
    ...[
      '{{ index .Release "Name" }}{{ (.Release).Namespace }}',
      '{{ with .Release }}{{ .Name }}{{ end }}{{ .Service }}',
      '{{ with .Release }}{{ range $.Values.a }}{{ .Service }}{{ end }}{{ end }}',
      '{{ include "x" (dict "Release" .Release "Values" .Values) }}',
      '{{ include "x" (.Release) .Values.a }}',
      '{{ $r := .Release }}{{ $r = .Values }}{{ $r.Service }}',
    ].map((text): Case => [text, { [t]: text }, []]),
    ['what is allowed', { [t]: '{{ .Release.Name }}{{ $root.Release.Namespace }}{{ .Values.Release.Service }}' }, []],
  ])('%s', async (_, files, expected) => {
    expect(await found('addon-release-field', files)).toEqual(expected);
  });
});

describe('addon-capabilities', () => {
  const asks = (what: string) => `${t}:1 error An EKS add-on cannot ask whether the cluster has "${what}".`;
  it.each<Case>([
    [
      'of others',
      { [t]: '{{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}' },
      [asks('monitoring.coreos.com/v1')],
    ],
    [
      'of others by k8s.io',
      { [t]: '{{ $.Capabilities.APIVersions.Has "gateway.networking.k8s.io/v1" }}' },
      [asks('gateway.networking.k8s.io/v1')],
    ],
    [
      'computed',
      { [t]: '{{ .Capabilities.APIVersions.Has $x }}' },
      [`${t}:1 warning An EKS add-on cannot ask whether the cluster has an API by a name that is computed.`],
    ],
    [
      'built in',
      {
        [t]: '{{ .Capabilities.APIVersions.Has "policy/v1/PodDisruptionBudget" }}{{ .Capabilities.APIVersions.Has "v1/Pod" }}',
      },
      [],
    ],
    ['by a variable', { [t]: '{{ $c := .Capabilities }}{{ $c.APIVersions.Has "a.io/v1" }}' }, [asks('a.io/v1')]],
    ['by a part of it', { [t]: '{{ $v := .Capabilities.APIVersions }}{{ $v.Has "a.io/v1" }}' }, [asks('a.io/v1')]],
    ['built in by a variable', { [t]: '{{ $v := .Capabilities.APIVersions }}{{ $v.Has "policy/v1" }}' }, []],
    ['the version', { [t]: '{{ semverCompare ">=1.21" .Capabilities.KubeVersion.Version }}' }, []],
  ])('%s', async (_, files, expected) => {
    expect(await found('addon-capabilities', files)).toEqual(expected);
  });
});

describe('addon-dependency', () => {
  const of = (repository: string) => ({
    'Chart.yaml': `${chartYaml}dependencies:\n  - name: db\n    repository: ${repository}\n    version: 1.0.0\n`,
    'charts/db/Chart.yaml': chartYaml.replace('web', 'db'),
  });
  it.each<Case>([
    ['https', of('https://x.io/charts'), ['Chart.yaml:6 error The dependency "db" comes from "https://x.io/charts".']],
    ['oci', of('oci://x.io/charts'), ['Chart.yaml:6 error The dependency "db" comes from "oci://x.io/charts".']],
    ['file', of('file://charts/db'), []],
    ['none', of('""'), []],
    [
      'of a subchart',
      {
        ...of('file://charts/db'),
        'charts/db/Chart.yaml': `${chartYaml.replace('web', 'db')}dependencies:\n  - name: x\n    repository: https://x.io\n    version: 1.0.0\n`,
      },
      ['charts/db/Chart.yaml:6 warning The dependency "x" comes from "https://x.io".'],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await found('addon-dependency', files)).toEqual(expected);
  });
});

describe('addon-custom-resources', () => {
  const crd =
    'kind: CustomResourceDefinition\nspec:\n  names:\n    plural: widgets\n    kind: Widget\n  versions: []\n';
  const widget = 'apiVersion: a.io/v1\nkind: Widget\n';
  const both = [`${t}:2 error The chart defines the kind "Widget", and makes an object of it here.`];
  it.each<Case>([
    ['in crds', { 'crds/w.yaml': crd, [t]: widget }, both],
    ['in templates', { 'templates/w.yaml': `kind: Pod\n---\n${crd}`, [t]: widget }, both],
    ['of somebody else', { 'crds/w.yaml': crd, [t]: widget.replace('Widget', 'Gadget') }, []],
    ['without objects', { 'crds/w.yaml': crd, [t]: 'kind: Role\nrules:\n  - kind: Widget' }, []],
  ])('%s', async (_, files, expected) => {
    expect(await found('addon-custom-resources', files)).toEqual(expected);
  });
});

describe('addon-workload', () => {
  const none = ['Chart.yaml:1 error The chart has neither a Deployment nor a DaemonSet.'];
  it.each<Case>([
    ['none', { [t]: 'kind: StatefulSet' }, none],
    ['one', { [t]: 'kind: DaemonSet' }, []],
    [
      'one in a subchart',
      { 'charts/s/Chart.yaml': chartYaml.replace('web', 's'), [`charts/s/${t}`]: 'kind: Deployment' },
      [],
    ],
    ['perhaps', { [t]: 'kind: {{ .Values.kind }}' }, []],
  ])('%s', async (_, files, expected) => {
    expect(await found('addon-workload', files)).toEqual(expected);
  });

  it('by what is rendered', async () => {
    const files = { [t]: '{{ if .Values.on }}\nkind: Deployment\n{{ end }}' };
    expect(await found('addon-workload', files, { helm: { manifests: '---\nkind: Service\n' } })).toEqual(none);
    expect(await found('addon-workload', files, { helm: { manifests: '---\nkind: Deployment\n' } })).toEqual([]);
  });
});

it('addon-service-account', async () => {
  const files = { [v]: 'serviceAccount:\n  create: false\n' };
  const message = 'No service account is made by default ("serviceAccount.create").';
  expect(await found('addon-service-account', files, { isPaid: true })).toEqual([`${v}:2 error ${message}`]);
  expect(await found('addon-service-account', files)).toEqual([`${v}:2 warning ${message}`]);
  expect(
    await found('addon-service-account', { [v]: 'serviceAccount:\n  create: true\nrbac: { create: false }' }),
  ).toEqual([]);
});

describe('addon-configuration-schema', () => {
  const whole = (properties: string, $schema = 'http://json-schema.org/draft-07/schema#') =>
    `{\n"$schema": "${$schema}",\n"properties": {\n${properties}\n}}`;
  const of = (text: string) => found('addon-configuration-schema', { [schema]: text });
  it.each<readonly [string, string, readonly string[]]>([
    ['right', whole('"replicaCount": { "type": "integer", "description": "How many" }'), []],
    ['no JSON', '{ a', ['1 error The schema cannot be read: line 1:']],
    [
      'another draft',
      whole('', 'https://json-schema.org/draft/2020-12/schema'),
      ['2 error The schema names none of the drafts that EKS reads.'],
    ],
    ['2019-09', whole('', 'https://json-schema.org/draft/2019-09/schema'), []],
    [
      'another case',
      whole('"replica_count": { "description": "a" }'),
      ['4 error The setting "replica_count" is not in camelCase.'],
    ],
    [
      'nothing said',
      whole('"a": { "description": "a",\n"properties": { "b": {} } }'),
      ['5 error The setting "b" has no description.'],
    ],
    [
      'a password',
      whole('"adminPassword": { "type": "string", "description": "a" }'),
      ['4 error The setting "adminPassword" asks for a secret.'],
    ],
    ...['apiKey', 'cert', 'tlsCert', 'dbCredentials'].map((name): [string, string, string[]] => [
      name,
      whole(`"${name}": { "type": "string", "description": "a" }`),
      [`4 error The setting "${name}" asks for a secret.`],
    ]),
    ['a part about certificates', whole('"certManager": { "type": "string", "description": "a" }'), []],
    ['where a password is', whole('"passwordSecretName": { "type": "string", "description": "a" }'), []],
    [
      'an image',
      whole('"image": { "description": "a" }'),
      ['4 error The setting "image" asks for an image, a region or a cluster.'],
    ],
    [
      'a cluster',
      whole('"clusterName": { "description": "a" }'),
      ['4 error The setting "clusterName" asks for an image, a region or a cluster.'],
    ],
  ])('%s', async (_, text, expected) => {
    const problems = await of(text);
    expect(problems).toHaveLength(expected.length);
    for (const [position, one] of expected.entries()) expect(problems[position]).toContain(`${schema}:${one}`);
  });
});

describe('addon-parameters', () => {
  const list = (serviceAccount: string, policies: string, identity = 'false') =>
    `{"permissions":{"isPodIdentityCompatible":${identity},"permissionsList":[{"serviceAccount":"${serviceAccount}","managedPolicies":[${policies}]}]}}`;
  const arn = '"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"';
  it.each<readonly [string, string, readonly string[]]>([
    ['right', list('web', arn), []],
    [
      'empty',
      '{}',
      ['permissions.isPodIdentityCompatible is neither true nor false.', 'permissions.permissionsList is no list.'],
    ],
    ['nobody', list('', arn), ['An item of permissionsList names no service account.']],
    ['nothing', list('web', ''), ['No policies are named for the service account "web".']],
    ['a name', list('web', '"Admin"'), ['"Admin" is no ARN of a policy.']],
  ])('%s', async (_, text, expected) => {
    const problems = await found('addon-parameters', { [parameters]: text });
    expect(problems).toEqual(expected.map((message) => `${parameters}:1 error ${message}`));
  });

  it('of what is paid', async () => {
    const files = { [parameters]: list('web', arn, 'true') };
    expect(await found('addon-parameters', files, { isPaid: true })).toEqual([
      `${parameters}:1 warning Pay-as-you-go add-ons use IRSA, not Pod Identity.`,
    ]);
    expect(await found('addon-parameters', files)).toEqual([]);
  });
});

it('addon-namespace', async () => {
  expect(await found('addon-namespace', { [t]: 'namespace: "kube-system"' })).toEqual([
    `${t}:1 warning An object is put into the namespace "kube-system".`,
  ]);
  expect(await found('addon-namespace', { [t]: 'namespace: {{ .Release.Namespace }}\nname: default' })).toEqual([]);
});

it('addon-own-licence', async () => {
  expect(await found('addon-own-licence', { [v]: 'licenseKey: ""\nawsmp:\n  license: a\nlicenseCheck: b\n' })).toEqual([
    `${v}:1 warning The value "licenseKey" seems to ask for a licence of the buyer's own.`,
  ]);
});

it('addon-network-plugin', async () => {
  const message = 'warning The chart puts a network plugin (CNI) on the machines.';
  expect(await found('addon-network-plugin', { [t]: 'hostPath:\n  path: /opt/cni/bin' })).toEqual([
    `${t}:2 ${message}`,
  ]);
  expect(await found('addon-network-plugin', { [v]: 'cni:\n  confDir: /etc/cni/net.d\n' })).toEqual([
    `${v}:2 ${message}`,
  ]);
  expect(await found('addon-network-plugin', { [t]: 'path: /opt/cnix' })).toEqual([]);
});
