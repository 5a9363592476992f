import { describe, expect, it } from 'vitest';
import type { ValueImage } from '#chart';
import type { HelmSaid } from '../../../src/jobs/charts/rendered-evidence.ts';
import { type ChartOf, chartFindings, chartProblemsOf, chartYaml } from '../../support/chart-evidence.ts';

const t = 'templates/t.yaml';
const v = 'values.yaml';
const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';

type Files = ChartOf['files'];
type Case = readonly [what: string, files: Files, expected: readonly string[]];

function image(reference: string, more: Partial<ValueImage> = {}): ValueImage {
  const parts = { repository: { from: 'value', path: ['image', 'repository'], text: '' } } as const;
  const rest = { layout: 'repository', chart: [], isDefault: true, faults: [], file: v, line: 3 } as const;
  return { reference, path: ['image'], parts, ...rest, ...more };
}

function deployment(pod: string, name = 'web', source = t): HelmSaid {
  const head = `---\n# Source: web/${source}\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\n`;
  return { manifests: `${head}spec:\n  template:\n    spec:\n${pod.replace(/^/gm, '      ')}\n` };
}

describe('chart-image-literal', () => {
  const literal = (written: string) => [`${t}:1 error The image "${written}" is written into the template.`];
  it.each<Case>([
    ['all of it', { [t]: 'image: nginx:1.25' }, literal('nginx:1.25')],
    ['in a list', { [t]: '- image: "a.io/b:1"' }, literal('a.io/b:1')],
    ['the registry', { [t]: 'image: "docker.io/{{ .Values.image }}"' }, literal('docker.io/{{ .Values.image }}')],
    ['the tag', { [t]: 'image: "{{ .Values.image }}:1.25"' }, literal('{{ .Values.image }}:1.25')],
    ['values alone', { [t]: 'image: "{{ .Values.a }}/{{ .Values.b }}:{{ .Values.c }}@sha256:{{ .Values.d }}"' }, []],
    ['a v before the version', { [t]: 'image: {{ .Values.a }}:v{{ .Chart.AppVersion }}' }, []],
    ['a helper', { [t]: 'image: {{ include "web.image" . | quote }}' }, []],
    ['a map below', { [t]: 'image:\n  repository: x' }, []],
    ['a picture', { [t]: 'image: https://x.io/a.png\n' }, []],
    ['a text', { [t]: 'data:\n  a: |\n    image: nginx:1\n' }, []],
    ['a comment', { [t]: '# image: nginx:1\n{{/* image: nginx:1 */}}\n' }, []],
    ['notes', { 'templates/NOTES.txt': 'image: nginx:1\n' }, []],
  ])('%s', async (_, files, expected) => {
    expect(await chartFindings('chart-image-literal', { files })).toEqual(expected);
  });

  it('names the code of AWS, and the file in the chart where the chart is an archive', async () => {
    const range = { line: 9, column: 3, endLine: 9, endColumn: 6 };
    const files = { [t]: 'a: b\n  image: nginx:1' };
    const [problem] = await chartProblemsOf({ files, place: { file: 'marketplace.yaml', range } });
    expect(problem).toMatchObject({ file: 'marketplace.yaml', range, awsCode: 'INVALID_HELM_CHART_IMAGES' });
    expect(problem?.message).toBe('Chart web, templates/t.yaml:2: The image "nginx:1" is written into the template.');
  });

  it('underlines the key and the image', async () => {
    const [problem] = await chartProblemsOf({ files: { [t]: 'a: b\n  - image: nginx:1\n' } });
    expect(problem?.range).toEqual({ line: 2, column: 5, endLine: 2, endColumn: 19 });
  });

  it('is of the Marketplace only', async () => {
    expect(await chartFindings('chart-image-literal', { kind: 'ecr', files: { [t]: 'image: x:1' } })).toEqual([]);
  });
});

it('chart-file-unread', async () => {
  const size = 2 * 1024 * 1024;
  const unread = 'warning The file is too large, or no text: no rule has looked into it.';
  const files = {
    [t]: 'a'.repeat(size + 1),
    [v]: `#${' '.repeat(size)}`,
    'templates/b.yaml': 'b',
    'files/c': 'c'.repeat(size),
  };
  expect(await chartFindings('chart-file-unread', { files })).toEqual([`${v}:1 ${unread}`, `${t}:1 ${unread}`]);
  const large = { [v]: `${'# x\n'.repeat(size / 8)}password: s3cret\n` };
  expect(await chartFindings('chart-file-unread', { files: large })).toEqual([]);
  expect(await chartFindings('chart-password', { files: large })).toHaveLength(1);
  const long = { [t]: `${'# x\n'.repeat(size / 8 + size / 16)}image: x:1\n` };
  expect(await chartFindings('chart-image-literal', { files: long })).toHaveLength(1);
});

describe('chart-image-form', () => {
  const other = `${t}:1 warning The image is not put together from values alone.`;
  it.each<Case>([
    [
      'the form of AWS',
      { [t]: 'image: "{{ .Values.a.registry }}/{{ .Values.a.repository }}:{{ .Values.a.tag }}"' },
      [],
    ],
    ['a shorter one', { [t]: 'image: {{ .Values.repository }}:{{ .Values.tag }}' }, []],
    ['all in one', { [t]: "image: '{{- .Values.image -}}'" }, []],
    ['through a map', { [t]: 'image: "{{ $c.image.registry }}/{{ $c.image.repository }}:{{ $c.image.tag }}"' }, []],
    ['a helper', { [t]: 'image: {{ include "web.image" . }}' }, [other]],
    ['a default', { [t]: 'image: "{{ .Values.repository }}:{{ .Values.tag | default .Chart.AppVersion }}"' }, [other]],
    ['twice', { [t]: 'image: {{ include "a" . }}\nimage: {{ include "b" . }}' }, [`${other} So do 1 more below.`]],
  ])('%s', async (_, files, expected) => {
    expect(await chartFindings('chart-image-form', { files })).toEqual(expected);
  });
});

describe('chart-image-bypass', () => {
  const found = [`${t}:1 info A condition decides which image this is, beside the values.`];
  it.each<Case>([
    ['if', { [t]: 'image: {{ if .Values.a }}{{ .Values.b }}{{ else }}{{ .Values.c }}{{ end }}' }, found],
    ['a default that is an image', { [t]: 'image: {{ .Values.a | default "nginx" }}' }, found],
    ['a default that is a value', { [t]: 'image: "{{ .Values.a | default .Values.b }}"' }, []],
    ['a block around it', { [t]: '{{ if .Values.a }}\nimage: {{ .Values.b }}\n{{ end }}' }, []],
  ])('%s', async (_, files, expected) => {
    expect(await chartFindings('chart-image-bypass', { files })).toEqual(expected);
  });
});

describe('images of values', () => {
  const files = { [v]: 'image:\n  repository: a\n  tag: b\n' };
  const find = (rule: string, one: ValueImage, more: Partial<ChartOf> = {}) =>
    chartFindings(rule, { files, images: [one], ...more });

  it('chart-image-layout', async () => {
    const whole = image('docker.io/library/a:1', {
      layout: 'whole',
      parts: { repository: { from: 'value', path: ['image'], text: 'a:1' } },
    });
    expect(await find('chart-image-layout', whole)).toEqual([
      `${v}:3 warning The image "docker.io/library/a:1" does not stand in values as AWS Marketplace looks for it.`,
    ]);
    expect(await find('chart-image-layout', image('docker.io/library/a:1', { layout: 'whole' }))).toEqual([]);
    expect(await find('chart-image-layout', image('docker.io/library/a:1'))).toEqual([]);
  });

  it.each([
    ['a.io/b:latest', 'error The image "a.io/b:latest" is called latest.'],
    ['a.io/b', 'error The image "a.io/b" has no tag.'],
    ['a.io/b:1', ''],
    [`a.io/b@sha256:${'a'.repeat(64)}`, ''],
  ])('chart-image-tag: %s', async (reference, expected) => {
    const found = await find('chart-image-tag', image(reference));
    expect(found).toEqual(expected === '' ? [] : [`${v}:3 ${expected}`]);
  });

  it('chart-image-tag: a number, and what is computed', async () => {
    expect(await find('chart-image-tag', image('a.io/b:1.10', { faults: ['number'] }))).toEqual([
      `${v}:3 warning The tag of "a.io/b:1.10" is a number in YAML, which Helm writes in its own way.`,
    ]);
    expect(await find('chart-image-tag', image('{{ .x }}', { faults: ['computed'] }))).toEqual([]);
  });

  it('chart-image-tag: of templates and of what is rendered', async () => {
    const helm = deployment('containers:\n  - name: a\n    image: c.io/d:latest');
    expect(await chartFindings('chart-image-tag', { files: { [t]: 'image: a.io/b' }, helm })).toEqual([
      `${t}:1 error The image "a.io/b" has no tag.`,
      `${t}:1 error The image "c.io/d:latest" is called latest.`,
    ]);
  });

  it('chart-image-outside, once it is injected', async () => {
    const outside = `${v}:3 error The image "docker.io/a/b:1" is not in the registry of the target.`;
    expect(await find('chart-image-outside', image('docker.io/a/b:1'), { isInjected: true })).toEqual([outside]);
    expect(await find('chart-image-outside', image('docker.io/a/b:1'))).toEqual([]);
    expect(await find('chart-image-outside', image(`${registry}/a/b:1`), { isInjected: true })).toEqual([]);
    const doubled = await find('chart-image-outside', image(`${registry}/${registry}/a/b:1`), { isInjected: true });
    expect(doubled).toEqual([expect.stringContaining('has the registry of the target twice.')]);
    const helm = deployment('initContainers:\n  - image: "docker.io/x/y:1"');
    expect(await chartFindings('chart-image-outside', { files: {}, isInjected: true, helm })).toEqual([
      `${t}:1 error The image "docker.io/x/y:1" is not in the registry of the target.`,
    ]);
  });

  it('chart-image-undeclared, where the form is known', async () => {
    const one = image(`${registry}/a/b:1`);
    const more = { isInjected: true, declared: [`${registry}/a/c:1`] };
    expect(await find('chart-image-undeclared', one, more)).toEqual([
      `${v}:3 error The image "${registry}/a/b:1" is not among the container images of the version's form.`,
    ]);
    expect(await find('chart-image-undeclared', one, { ...more, declared: [`${registry}/a/b:1`] })).toEqual([]);
    expect(await find('chart-image-undeclared', one, { isInjected: true })).toEqual([]);
  });
});

describe('chart-template-fails', () => {
  const required = (value: string, line = 1) =>
    `${t}:${line} error The value "${value}" is required and has no default (by our own reading, without helm).`;
  it.each<Case>([
    [
      'not closed',
      { [t]: 'a: 1\n{{ if .b }}\n' },
      [
        `${t}:2 error The template cannot be rendered: this {{ if }} has no {{ end }} (by our own reading, without helm).`,
      ],
    ],
    ['required', { [t]: 'a: {{ required "why" .Values.a.b }}' }, [required('a.b')]],
    ['required behind a pipe', { [t]: 'a: {{ .Values.a.b | required "why" | quote }}' }, [required('a.b')]],
    ['required and empty', { [t]: '\na: {{ required "why" .Values.a }}', [v]: 'a: ""' }, [required('a', 2)]],
    ['required and null', { [t]: 'a: {{ required "why" $.Values.a }}', [v]: 'a:\n' }, [required('a')]],
    ['required, with a default', { [t]: 'a: {{ required "why" .Values.a.b }}', [v]: 'a: { b: 0 }' }, []],
    ['required, with one on the way', { [t]: 'a: {{ required "why" (.Values.a | default "x") }}' }, []],
    ['required in a helper', { [t]: '{{ define "x" }}{{ required "why" .Values.a }}{{ end }}' }, []],
    [
      'required where a condition holds',
      { [t]: '{{ if .Values.on }}{{ required "why" .Values.a }}{{ end }}' },
      [`${t}:1 info The value "a" is required where this condition holds, and has no default.`],
    ],
    [
      'required in a subchart',
      { 'charts/s/Chart.yaml': chartYaml.replace('web', 's'), [`charts/s/${t}`]: '{{ required "why" .Values.a }}' },
      [],
    ],
    [
      'a library',
      { 'Chart.yaml': `${chartYaml}type: library\n` },
      ['Chart.yaml:1 error This is a library chart, which cannot be installed.'],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await chartFindings('chart-template-fails', { files })).toEqual(expected);
  });

  it('is what helm says where it is at hand', async () => {
    const files = { [t]: 'a: {{ required "why" .Values.a }}\n{{ if' };
    expect(await chartFindings('chart-template-fails', { files, helm: { manifests: '' } })).toEqual([]);
    const failure = `execution error at (web/${t}:7:3): why`;
    expect(await chartFindings('chart-template-fails', { files, helm: { failure } })).toEqual([
      `${t}:7 error helm template refuses the chart: ${failure}.`,
    ]);
  });
});

it('chart-lint-fails', async () => {
  const find = (lint: string[] | undefined) =>
    chartFindings('chart-lint-fails', { files: {}, helm: { manifests: '', ...(lint ? { lint } : {}) } });
  expect(await find(['icon is recommended.'])).toEqual([
    'Chart.yaml:1 error helm lint refuses the chart: icon is recommended.',
  ]);
  expect(await find([])).toEqual([]);
  expect(await find(undefined)).toEqual([]);
});

describe('chart-service-account', () => {
  const pod = 'spec:\n  containers:\n    - name: a\n';
  it.each<Case>([
    ['none', { [t]: pod }, [`${t}:2 info The pods run under the default service account, which no buyer should bind.`]],
    [
      'a fixed one',
      { [t]: `${pod}  serviceAccountName: me` },
      [`${t}:4 warning The service account has a fixed name, which no buyer can change.`],
    ],
    ['one of the values', { [t]: `${pod}  serviceAccountName: {{ include "web.sa" . }}` }, []],
  ])('%s', async (_, files, expected) => {
    expect(await chartFindings('chart-service-account', { files, isPaid: true })).toEqual(expected);
    expect(await chartFindings('chart-service-account', { files })).toEqual([]);
  });

  it('is graver of an add-on, whose pods check the licence themselves', async () => {
    expect(
      await chartFindings('chart-service-account', { files: { [t]: pod }, isPaid: true, delivery: 'eks-add-on' }),
    ).toEqual([`${t}:2 warning The pods run under the default service account, which no buyer should bind.`]);
  });

  it('is not wanted of tests', async () => {
    const files = { [t]: `metadata:\n  annotations:\n    "helm.sh/hook": test\n${pod}` };
    expect(await chartFindings('chart-service-account', { files, isPaid: true })).toEqual([]);
  });

  it('is looked for in what is rendered', async () => {
    const files = { [t]: pod };
    const without = deployment('containers:\n  - name: a');
    expect(await chartFindings('chart-service-account', { files, isPaid: true, helm: without })).toEqual([
      `${t}:2 info The pods of Deployment web run under the default service account, which no buyer should bind.`,
    ]);
    const helm = deployment('serviceAccountName: x\ncontainers:\n  - name: a');
    expect(await chartFindings('chart-service-account', { files, isPaid: true, helm })).toEqual([]);
    const inBraces = (metadata: string) => ({
      manifests: `---\nkind: Deployment\nmetadata: ${metadata}\nspec: {template: {spec: {containers: [{name: a}]}}}\n`,
    });
    const told = async (metadata: string) =>
      (await chartFindings('chart-service-account', { files, isPaid: true, helm: inBraces(metadata) }))[0];
    expect(await told('{ name: db }')).toContain('The pods of Deployment db run');
    expect(await told('{}')).toContain('The pods of Deployment run');
  });
});

describe('chart-access-keys', () => {
  it.each<Case>([
    [
      'of AWS',
      { [v]: 'a:\n  awsAccessKeyId: ""\n' },
      [`${v}:2 error The value "a.awsAccessKeyId" asks for an access key of AWS.`],
    ],
    [
      'of somebody',
      { [v]: 'accessKey: ""\n' },
      [`${v}:1 warning The value "accessKey" asks for an access key, of AWS perhaps.`],
    ],
    ['where it is kept', { [v]: 'existingSecretAccessKeyIdKey: a\naccessKeys: 1\n' }, []],
    [
      'in the environment',
      { [t]: 'env:\n  - name: AWS_SECRET_ACCESS_KEY\n' },
      [`${t}:2 error A container gets AWS_SECRET_ACCESS_KEY.`],
    ],
    ['a region', { [t]: 'env:\n  - name: AWS_REGION\n' }, []],
  ])('%s', async (_, files, expected) => {
    expect(await chartFindings('chart-access-keys', { files })).toEqual(expected);
  });
});

describe('chart-password', () => {
  const held = (path: string, line = 1) =>
    `${v}:${line} error The value "${path}" holds a password or a key, written out.`;
  it.each<readonly [string, string, readonly string[]]>([
    ['a password', 'auth:\n  password: demo\n', [held('auth.password', 2)]],
    ['by another name', 'postgresqlPassword: s3cret\n', [held('postgresqlPassword')]],
    ['digits', 'rootPassword: 1234\n', [held('rootPassword')]],
    ['a key', 'apiKey: 0a1b2c3d\n', [held('apiKey')]],
    ['of a client', 'oidc:\n  clientSecret: s3cr3t\n', [held('oidc.clientSecret', 2)]],
    [
      'a token that is known',
      'x: ghp_0123456789abcdefghijklmnopqrstuvwxyz\n',
      [`${v}:1 error The value "x" holds a GitHub token, written out.`],
    ],
    ['none', 'password: ""\npasswordless: yes\nadminPassword:\n', []],
    ['where it is', 'existingSecret: my-secret\nsecretName: a\npasswordFile: b\n', []],
    ['its key', 'secretKeys:\n  adminPassword: postgres-password\nexistingSecretPasswordKey: password\n', []],
    ['a secret of the cluster', 'tlsSecret: my-tls\nimagePullSecrets: [a]\nsecret:\n  enabled: true\n', []],
    ['what is computed', "password: '{{ .Values.x }}'\ntoken: $(TOKEN)\n", []],
    ['switches', 'automountServiceAccountToken: false\nusePasswordFiles: true\nforcePassword: false\n', []],
    ['public', 'publicKey: abc\ntokenExpiry: 3600\npasswordPolicy: strict\n', []],
  ])('%s', async (_, values, expected) => {
    expect(await chartFindings('chart-password', { files: { [v]: values } })).toEqual(expected);
  });
});

it('chart-password-generated', async () => {
  const files = {
    [t]: 'a: 1\npassword: {{ randAlphaNum 20 | b64enc }}',
    'templates/awsmp-first-user.yaml': '{{ randAlphaNum 20 }}',
  };
  expect(await chartFindings('chart-password-generated', { files })).toEqual([
    `${t}:2 info The template makes a random password or key.`,
  ]);
  expect(await chartFindings('chart-password-generated', { files: { [t]: 'a: {{ .Values.randAlphaNum }}' } })).toEqual(
    [],
  );
});

describe('chart-privileges', () => {
  const wants = (what: string, key: string) => [`${t}:1 warning A template asks for ${what} (${key}).`];
  it.each<Case>([
    ['privileged', { [t]: 'privileged: true' }, wants('all rights on the machine', 'privileged')],
    ['the network', { [t]: 'hostNetwork: true' }, wants('the network of the machine', 'hostNetwork')],
    ['files', { [t]: '- hostPath:\n    path: /' }, wants('files of the machine', 'hostPath')],
    ['not', { [t]: 'privileged: false\nhostNetwork: {{ .Values.x }}' }, []],
    [
      'by default',
      { [v]: 'securityContext:\n  privileged: true\nhostPID: true\n' },
      [
        `${v}:2 warning By default the chart asks for all rights on the machine (securityContext.privileged).`,
        `${v}:3 warning By default the chart asks for the processes of the machine (hostPID).`,
      ],
    ],
    ['something else by that name', { [v]: 'users:\n  privileged: true\n' }, []],
  ])('%s', async (_, files, expected) => {
    expect(await chartFindings('chart-privileges', { files })).toEqual(expected);
  });

  it.each([
    ['hostIPC: true\ncontainers: [{}]', "Deployment web asks for the machine's memory between processes (hostIPC)."],
    [
      'containers:\n  - securityContext: { capabilities: { add: [NET_ADMIN] } }',
      'Deployment web asks for the capabilities NET_ADMIN (capabilities).',
    ],
    ['containers:\n  - securityContext: { capabilities: { drop: [ALL] } }', ''],
    [
      'volumes: [{ hostPath: { path: / } }]\ncontainers: [{}]',
      'Deployment web asks for files of the machine (hostPath).',
    ],
    ['containers:\n  - securityContext: { allowPrivilegeEscalation: false }', ''],
  ])('in what is rendered: %j', async (pod, expected) => {
    const files = { [t]: 'a: b\nspec:\n  hostIPC: x\n' };
    const found = await chartFindings('chart-privileges', { files, helm: deployment(pod) });
    const line = pod.startsWith('hostIPC') ? 3 : 1;
    expect(found).toEqual(expected === '' ? [] : [`${t}:${line} warning ${expected}`]);
  });

  it.each([
    ["verbs: ['*'], resources: ['*']", 1],
    ["verbs: ['*'], resources: [pods]", 0],
  ])('in a role: %s', async (rule, count) => {
    const manifests = `---\n# Source: web/${t}\nkind: ClusterRole\nmetadata:\n  name: r\nrules:\n  - { apiGroups: ['*'], ${rule} }\n`;
    const found = await chartFindings('chart-privileges', { files: {}, helm: { manifests } });
    expect(found).toEqual(
      Array(count).fill(`${t}:1 warning ClusterRole r asks for to do everything with everything (rules).`),
    );
  });
});

describe('chart-runs-as-root', () => {
  it.each<Case>([
    ['a template', { [t]: 'runAsUser: 0' }, [`${t}:1 warning A template has containers run as root (runAsUser).`]],
    [
      'a value',
      { [v]: 'securityContext:\n  runAsNonRoot: false\n' },
      [`${v}:2 warning By default containers run as root (securityContext.runAsNonRoot).`],
    ],
    ['a value that is off', { [v]: 'a:\n  enabled: false\n  sc:\n    runAsUser: 0\n' }, []],
    ['another user', { [v]: 'runAsUser: 1001\n', [t]: 'runAsUser: 1000' }, []],
  ])('%s', async (_, files, expected) => {
    expect(await chartFindings('chart-runs-as-root', { files })).toEqual(expected);
  });

  it('in what is rendered', async () => {
    const root = deployment('containers:\n  - securityContext: { runAsUser: 0 }');
    expect(await chartFindings('chart-runs-as-root', { files: { [v]: 'runAsUser: 0' }, helm: root })).toEqual([
      `${t}:1 warning Containers of Deployment web run as root (runAsUser).`,
    ]);
    const helm = deployment('securityContext: { runAsNonRoot: true }\ncontainers: [{}]');
    expect(await chartFindings('chart-runs-as-root', { files: { [v]: 'runAsUser: 0' }, helm })).toEqual([]);
  });
});

it('chart-size', async () => {
  const most = 'x'.repeat(5 * 1024 * 1024);
  expect(await chartFindings('chart-size', { files: { 'a.bin': most } })).toEqual([]);
  expect(await chartFindings('chart-size', { files: { 'a.bin': `${most}xxxxxxxx` } })).toEqual([
    'a.bin:1 error The file has 5.0 MiB, and Helm loads 5 MiB of one.',
  ]);
});

it('chart-version-build', async () => {
  const find = (version: string) =>
    chartFindings('chart-version-build', { files: { 'Chart.yaml': chartYaml.replace('1.0.0', version) } });
  expect(await find('1.0.0+1')).toEqual([
    'Chart.yaml:1 error The version "1.0.0+1" has a + in it, which no tag can have.',
  ]);
  expect(await find('1.0.0-1')).toEqual([]);
});

it('chart-provenance', async () => {
  expect(await chartFindings('chart-provenance', { files: { 'web-1.0.0.tgz.prov': 'x' } })).toEqual([
    'web-1.0.0.tgz.prov:1 warning A provenance file lies in the chart, and fits no chart that it lies in.',
  ]);
});

describe('chart-dependency-missing', () => {
  const dependencies = 'dependencies:\n  - name: db\n    version: 1.0.0\n    repository: https://x.io\n';
  it.each<Case>([
    [
      'missing',
      { 'Chart.yaml': chartYaml + dependencies },
      ['Chart.yaml:6 error The dependency "db" is not in charts/.'],
    ],
    ['there', { 'Chart.yaml': chartYaml + dependencies, 'charts/d/Chart.yaml': chartYaml.replace('web', 'db') }, []],
    [
      'of an old chart',
      { 'Chart.yaml': chartYaml.replace('v2', 'v1'), 'requirements.yaml': dependencies },
      ['requirements.yaml:2 error The dependency "db" is not in charts/.'],
    ],
    ['missing in a subchart', { 'charts/s/Chart.yaml': chartYaml.replace('web', 's') + dependencies }, []],
  ])('%s', async (_, files, expected) => {
    expect(await chartFindings('chart-dependency-missing', { files })).toEqual(expected);
  });
});

it('a rule that finds too much tells how much more there is', async () => {
  const found = await chartFindings('chart-image-literal', { files: { [t]: 'image: a:1\n'.repeat(60) } });
  expect(found).toHaveLength(50);
  expect(found.at(-1)).toContain('10 more like this are in the chart.');
});
