import { describe, expect, it } from 'vitest';
import { injectChart, readYamlValues } from '#chart';
import { brief, chartOf, check, inject, manifests, password, registry, textsOf, wish } from './injecting.ts';

const values = '# of the vendor\nreplicas: 1   # one\nimage: {repository: acme/app}\n';
const deployment = 'kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n';
const files = {
  'values.yaml': values,
  'templates/deployment.yaml': deployment,
  'templates/NOTES.txt': 'Thanks.\n',
  'README.md': 'x\r\ny',
};

function awsmp(text = '') {
  const read = readYamlValues(text);
  return (read.valueOf(read.root) as { awsmp: Record<string, Record<string, unknown>> }).awsmp;
}

describe('injectChart', () => {
  it('adds what is asked for, and leaves every other file its bytes', async () => {
    const { texts, changes, findings } = await inject(files, { parts: [check, password] });
    expect(changes.map(({ path, before }) => [path, before !== undefined])).toEqual([
      ['values.yaml', true],
      ['templates/NOTES.txt', true],
      ['templates/_awsmp.tpl', false],
      ['templates/awsmp-first-user-password.yaml', false],
      ['templates/awsmp-license-check.yaml', false],
    ]);
    expect(texts['README.md']).toBe(files['README.md']);
    expect(texts['templates/deployment.yaml']).toBe(deployment);
    expect(texts['values.yaml']?.startsWith(values)).toBe(true);
    expect(texts['templates/NOTES.txt']).toBe('Thanks.\n\n{{ include "awsmp.notes" . }}\n');
    expect(brief(findings)).toEqual(['info chart-password-generated templates/awsmp-first-user-password.yaml']);
    expect(awsmp(texts['values.yaml'])).toMatchObject({
      licenseCheck: {
        enabled: true,
        image: { registry, repository: 'acme/license-check', tag: '1.0.0' },
        product: 'prod-1',
        entitlements: [{ name: 'Gold', unit: 'None' }],
        failOpen: true,
        checkIn: false,
        serviceAccount: { create: true, name: '' },
      },
      firstUserPassword: { secretName: 'first-user', key: 'password', length: 24 },
    });
  });

  it.each(['helm', 'eks-add-on'] as const)('changes nothing when it is done once more (%s)', async (delivery) => {
    const rest = {
      delivery,
      name: 'other',
      version: '2.0.0',
      appVersion: '1.10',
      parts: [check, password, manifests({ 'm/a.yaml': 'kind: Pod\nspec:\n  containers:\n    - image: nginx:1\n' })],
      values: { replicas: 2, awsmp: { licenseCheck: { failOpen: false } } },
    };
    const once = await inject({ ...files, 'templates/x.tpl': '{{ .Values.nameOverride }}' }, rest);
    expect(once.metadata).toMatchObject({ name: 'other', version: '2.0.0', appVersion: '1.10' });
    const twice = await inject(once.texts, rest);
    expect(twice.changes).toEqual([]);
    expect(twice.texts).toEqual(once.texts);
    expect(twice.metadata).toEqual(once.metadata);
  });

  it('replaces what an older version has left, and takes out what is not wished any more', async () => {
    const old = '{{- /* Added by marketplace-release 0. */}}\nold';
    const given = { ...files, 'templates/_awsmp.tpl': old, 'templates/awsmp-gone.yaml': old };
    const { texts, changes } = await inject(given, { parts: [check] });
    expect(texts).not.toHaveProperty(['templates/awsmp-gone.yaml']);
    expect(changes.find(({ path }) => path === 'templates/awsmp-gone.yaml')).toEqual({
      path: 'templates/awsmp-gone.yaml',
      before: old,
    });
    expect(texts['templates/_awsmp.tpl']).toContain('define "awsmp.licenseCheckContainer"');
    const without = await inject(texts, {});
    expect(Object.keys(without.texts).filter((path) => path.includes('awsmp'))).toEqual([]);
    expect(without.texts['templates/NOTES.txt']).toBe('Thanks.\n');
  });

  it('goes from one delivery to the other', async () => {
    const helm = await inject(files, { parts: [check] });
    const addOn = await inject(helm.texts, { delivery: 'eks-add-on', parts: [check] });
    expect(addOn.texts).not.toHaveProperty(['templates/awsmp-license-check.yaml']);
    expect(addOn.texts['templates/deployment.yaml']).toContain('awsmp.licenseCheckContainer');
    const back = await inject(addOn.texts, { parts: [check] });
    expect(back.texts).toEqual(helm.texts);
  });

  it('leaves a file and a value of another origin alone, and says so', async () => {
    const own = { ...files, 'templates/_awsmp.tpl': 'mine' };
    const one = await inject(own, { parts: [check] });
    expect(one.texts['templates/_awsmp.tpl']).toBe('mine');
    expect(brief(one.findings)).toEqual(['error chart-part-in-the-way templates/_awsmp.tpl:1']);
    const other = await inject({ 'values.yaml': 'awsmp: 1\n' }, { parts: [check] });
    expect(other.texts['values.yaml']).toBe('awsmp: 1\n');
    expect(brief(other.findings)).toEqual(['error chart-part-in-the-way values.yaml']);
    const chart = 'apiVersion: v2\nname: a\nversion: 1.0.0\ndependencies: [{ name: x, alias: awsmp, version: "1" }]\n';
    const third = await inject({ 'Chart.yaml': chart, 'values.yaml': 'a: 1\n' }, { parts: [check] });
    expect(brief(third.findings)).toEqual(['error chart-part-in-the-way Chart.yaml']);
  });

  it('leaves out a signature of what the chart was', async () => {
    const { texts, findings } = await inject({ ...files, 'app-1.0.0.tgz.prov': 'x' }, {});
    expect(texts).not.toHaveProperty(['app-1.0.0.tgz.prov']);
    expect(brief(findings)).toEqual(['warning chart-provenance app-1.0.0.tgz.prov']);
  });

  it('passes what is not held', async () => {
    const chart = await chartOf(files);
    const large = { ...chart, files: [...chart.files, { path: 'files/big.bin', size: 9e7 }] };
    const injected = injectChart(large, wish({ parts: [check] }));
    expect(injected.files).toContainEqual({ path: 'files/big.bin' });
    expect(textsOf(injected)).toHaveProperty(['templates/awsmp-license-check.yaml']);
  });
});

describe('the values of injected parts', () => {
  it('keep what stands there, save what the settings ask for', async () => {
    const own =
      'awsmp:\n  licenseCheck:\n    failOpen: false # ours\n    product: prod-old\n    resources: {limits: {memory: 1Gi}}\n';
    const { texts } = await inject({ 'values.yaml': own }, { parts: [check] });
    expect(texts['values.yaml']).toContain('failOpen: false # ours');
    const { licenseCheck } = awsmp(texts['values.yaml']);
    expect(licenseCheck).toMatchObject({ product: 'prod-1', resources: { limits: { memory: '1Gi' } }, checkIn: false });
  });

  it('give way to the values of the settings', async () => {
    const asked = { a: { b: 1, d: undefined }, awsmp: { licenseCheck: { product: 'prod-2', failOpen: false } } };
    const { texts } = await inject({ 'values.yaml': 'a: {c: 2}\n' }, { parts: [check], values: asked });
    expect(readYamlValues(texts['values.yaml'] ?? '').problems).toEqual([]);
    expect(texts['values.yaml']).toMatch(/^a: \{c: 2, b: 1, d: null\}\n/);
    expect(awsmp(texts['values.yaml'])).toMatchObject({ licenseCheck: { product: 'prod-2', failOpen: false } });
  });

  it.each([
    ['no file', undefined, ''],
    ['an empty one', '', ''],
    ['comments only', '# nothing\n', '# nothing\n'],
    ['no break at the end', 'a: 1', 'a: 1\n'],
    ['other ends of lines', 'a: 1\r\n', 'a: 1\r\n'],
    ['a text that keeps its breaks', 'a: |+\n  x\n', 'a: |+\n  x\n'],
    ['a text without its last break', 'a: |\n  x', 'a: |\n  x'],
  ])('are added to %s', async (_, before, beginning) => {
    const given = before === undefined ? {} : { 'values.yaml': before };
    const { texts, findings } = await inject(given, { parts: [check] });
    const after = texts['values.yaml'] ?? '';
    expect(after.startsWith(beginning)).toBe(true);
    expect(findings).toEqual([]);
    const was = readYamlValues(before ?? '');
    const is = readYamlValues(after);
    const { awsmp: ours, ...rest } = is.valueOf(is.root) as Record<string, unknown>;
    expect(rest).toEqual(was.root ? was.valueOf(was.root) : {});
    expect(ours).toMatchObject({ licenseCheck: { product: 'prod-1' } });
    if (before?.includes('\r')) expect(after.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('are not forced into a text that cannot be read', async () => {
    const { texts, findings } = await inject({ 'values.yaml': 'a: [\n' }, { parts: [check] });
    expect(texts['values.yaml']).toBe('a: [\n');
    expect(findings.some(({ severity, file }) => severity === 'error' && file === 'values.yaml')).toBe(true);
  });

  it('are not written over a file that is no text', async () => {
    const chart = await chartOf(files);
    const bytes = Uint8Array.of(0xff, 0xfe, 0x61);
    const strange = ['values.yaml', 'values.schema.json'].map((path) => ({ path, size: 3, content: bytes }));
    const others = chart.files.filter(({ path }) => path !== 'values.yaml');
    const injected = injectChart({ ...chart, files: [...others, ...strange] }, wish({ parts: [check] }));
    expect(injected.files.find(({ path }) => path === 'values.yaml')?.content).toEqual(bytes);
    expect(brief(injected.findings)).toEqual([
      'error values-not-editable values.yaml',
      'error chart-schema-refuses values.schema.json:1',
    ]);
  });

  it('give seats back, for a check that follows would take more of them', async () => {
    const counted = { ...check, entitlements: [{ name: 'Users', unit: 'Count', value: '1' }] };
    const { texts } = await inject({}, { parts: [counted] });
    expect(awsmp(texts['values.yaml'])).toMatchObject({
      licenseCheck: { checkIn: true, entitlements: [{ name: 'Users', unit: 'Count', value: '1' }] },
    });
  });

  it.each([
    ['helm', 'Each upgrade asks for 2 of Users that are free'],
    ['eks-add-on', 'Each pod asks for 2 of Users that are free'],
  ] as const)('says what has to be free for the check of a number: %s', async (delivery, words) => {
    const counted = { ...check, entitlements: [{ name: 'Users', unit: 'Count', value: '2' }] };
    const told = async (part: typeof check) =>
      (await inject(files, { delivery, parts: [part] })).findings.filter(({ code }) => code === 'license-check-counts');
    expect(await told(counted)).toMatchObject([{ severity: 'info', message: expect.stringContaining(words) }]);
    expect(await told(check)).toEqual([]);
    expect(await told({ ...counted, consumption: 'perpetual' } as typeof check)).toEqual([]);
  });
});

describe('images of the chart', () => {
  const own =
    'image:\n  registry: docker.io\n  repository: acme/app\n  tag: "1" # pinned\nother: { image: quay.io/b/c:2 }\n';
  const images = new Map([['docker.io/acme/app:1', `${registry}/acme/app:1-1`]]);

  it('get the names that they are released under; of others it is told', async () => {
    const template = { 'templates/a.yaml': 'kind: Pod\nspec:\n  containers:\n    - image: redis:7\n' };
    const { texts, findings } = await inject({ 'values.yaml': own, ...template }, { images });
    expect(texts['values.yaml']).toBe(
      `image:\n  registry: ${registry}\n  repository: acme/app\n  tag: "1-1" # pinned\nother: { image: quay.io/b/c:2 }\n`,
    );
    expect(brief(findings)).toEqual([
      'warning chart-image-not-rewritten values.yaml:5',
      'warning chart-image-not-rewritten templates/a.yaml:4',
    ]);
    const again = await inject(texts, { images });
    expect(again.changes).toEqual([]);
    expect(brief(again.findings)).toEqual(brief(findings));
  });

  it('give way to the values of the settings, and our own are as they should be', async () => {
    const values = { image: { tag: 'mine' } };
    const once = await inject({ 'values.yaml': own }, { images, values, parts: [check] });
    expect(once.texts['values.yaml']).toContain('tag: "mine" # pinned');
    const twice = await inject(once.texts, { images, values, parts: [check] });
    expect(twice.changes).toEqual([]);
    expect(twice.findings.filter(({ message }) => message.includes('license-check'))).toEqual([]);
  });
});

describe('a renamed chart', () => {
  const chart = 'apiVersion: v2\nname: app # the name\nversion: 1.0.0\nappVersion: "1"\n';

  it('keeps the names of its objects by nameOverride', async () => {
    const template = { 'templates/_h.tpl': '{{ default .Chart.Name .Values.nameOverride }}' };
    const given = { 'Chart.yaml': chart, 'values.yaml': 'nameOverride: ""\n', ...template };
    const { texts, findings, metadata } = await inject(given, { name: 'camunda', appVersion: '1.10' });
    expect(texts['Chart.yaml']).toBe('apiVersion: v2\nname: camunda # the name\nversion: 1.0.0\nappVersion: "1.10"\n');
    expect(metadata).toMatchObject({ name: 'camunda', version: '1.0.0', appVersion: '1.10' });
    expect(texts['values.yaml']).toBe('nameOverride: "app"\n');
    expect(findings).toEqual([]);
    const set = await inject({ ...given, 'values.yaml': 'nameOverride: mine\n' }, { name: 'camunda' });
    expect(set.texts['values.yaml']).toBe('nameOverride: mine\n');
    const absent = await inject({ ...template }, { name: 'camunda' });
    expect(absent.texts['values.yaml']).toContain('nameOverride: app\n');
  });

  const named = '{{ default .Chart.Name .Values.nameOverride }}\n';
  const finding = async (text: string, values = '', wished: Record<string, unknown> = {}) =>
    brief(
      (
        await inject(
          { 'templates/_h.tpl': named, 'templates/a.yaml': text, 'values.yaml': values },
          { name: 'camunda', values: wished },
        )
      ).findings,
    );

  it.each([
    ['beside nameOverride', 'a: 1\nname: {{ .Chart.Name }}\n', ['warning chart-names-change templates/a.yaml:2']],
    [
      'in a selector',
      'spec:\n  selector:\n    matchLabels:\n      app: {{ $.Chart.Name }}\n',
      ['error chart-names-change templates/a.yaml:4'],
    ],
    [
      'in braces of a selector',
      'spec:\n  selector:\n    matchLabels: { app: {{ .Chart.Name }} }\n',
      ['error chart-names-change templates/a.yaml:3'],
    ],
    [
      'in a helper for selectors',
      '{{- define "x.selectorLabels" -}}\napp: {{ .Chart.Name }}\n{{- end }}\n',
      ['error chart-names-change templates/a.yaml:2'],
    ],
    [
      'behind a value that is not set',
      'name: {{ .Values.n | default .Chart.Name }}\n',
      ['warning chart-names-change templates/a.yaml:1'],
    ],
  ])('tells of its name %s', async (_, text, expected) => {
    expect(await finding(text)).toEqual(expected);
  });

  it.each([
    ['in labels that tell where an object comes from', 'helm.sh/chart: {{ .Chart.Name }}\n'],
    [
      'with its version',
      'x: {{ printf "%s-%s" .Chart.Name .Chart.Version }}\ny: {{ .Chart.Name }}-{{ .Chart.Version }}\n',
    ],
    [
      'in a branch of nameOverride',
      'n: {{ if .Values.nameOverride }}{{ .Values.nameOverride }}{{ else }}{{ .Chart.Name }}{{ end }}\n',
    ],
    ['in a message', '{{ fail (printf "%s" .Chart.Name) }}\n'],
  ])('tells nothing of its name %s', async (_, text) => {
    expect(await finding(text)).toEqual([]);
  });

  it('needs no nameOverride where another value is set', async () => {
    const text = 'spec:\n  selector:\n    matchLabels: { app: {{ .Values.full | default .Chart.Name }} }\n';
    expect(await finding(text, 'full: app\n')).toEqual([]);
    expect(await finding(text, '', { full: 'app' })).toEqual([]);
    expect(await finding(text)).toHaveLength(1);
  });

  it('takes it from a library of its charts too', async () => {
    const library = {
      'charts/common/Chart.yaml': 'apiVersion: v2\nname: common\nversion: 1.0.0\ntype: library\n',
      'charts/common/templates/_names.tpl': '{{ default .Chart.Name .Values.nameOverride }}',
    };
    const { texts } = await inject(library, { name: 'camunda' });
    expect(texts['values.yaml']).toContain('nameOverride: app\n');
  });

  it('is told of where its names follow', async () => {
    const given = { 'templates/a.yaml': 'kind: X\nmetadata:\n  name: {{ .Chart.Name }}\n' };
    const { findings } = await inject(given, { name: 'camunda' });
    expect(brief(findings)).toEqual(['warning chart-names-change templates/a.yaml:3']);
    expect((await inject({ 'templates/a.yaml': 'name: app' }, { name: 'camunda' })).findings).toEqual([]);
  });
});

describe('the schema of values', () => {
  const closed = '{\n    "type": "object",\n    "properties": { "a": {} },\n    "additionalProperties": false\n}\n';

  it('takes ours where it refuses what it does not know, and keeps the rest', async () => {
    const { texts, findings } = await inject({ 'values.schema.json': closed }, { parts: [check] });
    const after = texts['values.schema.json'] ?? '';
    expect(JSON.parse(after).properties.awsmp).toEqual({ type: 'object' });
    expect(after.endsWith('\n    "additionalProperties": false\n}\n')).toBe(true);
    expect(findings).toEqual([]);
  });

  it('does so behind a reference, and stays as it is where it is open', async () => {
    const referred = JSON.stringify({ $ref: '#/$defs/v', $defs: { v: { additionalProperties: false } } });
    const { texts } = await inject({ 'values.schema.json': referred }, { parts: [check] });
    expect(JSON.parse(texts['values.schema.json'] ?? '').$defs.v.properties).toEqual({ awsmp: { type: 'object' } });
    const open = '{ "properties": { "a": { "additionalProperties": false } } }';
    expect((await inject({ 'values.schema.json': open }, { parts: [check] })).texts['values.schema.json']).toBe(open);
    const circle = '{ "$ref": "#" }';
    expect((await inject({ 'values.schema.json': circle }, { parts: [check] })).findings).toEqual([]);
  });

  it.each([
    ['names', '{ "propertyNames": { "maxLength": 3 } }'],
    ['no JSON', '{ "a": '],
  ])('is told of where it cannot be extended: %s', async (_, schema) => {
    const { texts, findings } = await inject({ 'values.schema.json': schema }, { parts: [check] });
    expect(texts['values.schema.json']).toBe(schema);
    expect(brief(findings)).toEqual(['error chart-schema-refuses values.schema.json:1']);
  });

  it('of a subchart keeps its bytes', async () => {
    const sub = {
      'charts/b/Chart.yaml': 'apiVersion: v2\nname: b\nversion: 1.0.0\n',
      'charts/b/values.schema.json': closed,
    };
    const { changes } = await inject(sub, { parts: [check] });
    expect(changes.map(({ path }) => path).filter((path) => path.startsWith('charts/'))).toEqual([]);
  });
});
