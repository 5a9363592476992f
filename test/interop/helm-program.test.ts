import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chartValues, imagesInManifests, readChart } from '#chart';
import { NodePrograms } from '#platform';
import { chartToggles } from '../../src/jobs/charts/helm/chart-toggles.ts';
import { findHelm } from '../../src/jobs/charts/helm/find-helm.ts';
import { lintChart } from '../../src/jobs/charts/helm/lint-chart.ts';
import { renderChart } from '../../src/jobs/charts/helm/render-chart.ts';
import type { Helm } from '../../src/jobs/charts/helm/run-helm.ts';
import { folderInput } from '../support/chart-inputs.ts';
import { KubernetesPrograms, kubernetesProgram } from './support/kubernetes-programs.ts';

/** How we ask the real Helm. Its user has plugins and settings that must not count. */
let programs: KubernetesPrograms;
let node: NodePrograms;
let helm: Helm;
beforeAll(async () => {
  programs = new KubernetesPrograms();
  node = new NodePrograms({
    environment: {
      PATH: path.dirname(kubernetesProgram('helm')),
      HOME: programs.home,
      HELM_PLUGINS: '/nonexistent/plugins',
      HELM_NAMESPACE: 'of-the-user',
      KUBECONFIG: '/nonexistent/cluster',
      HTTP_PROXY: 'http://proxy.example:3128',
    },
    authority: async () => undefined,
  });
  const found = await findHelm(node);
  if (!found) throw new Error('Helm is not found');
  helm = found;
});
afterAll(() => programs.remove());

let count = 0;
/** A chart's folder. */
function chart(files: Readonly<Record<string, string>>, metadata = ''): string {
  const folder = path.join(programs.home, `chart-${++count}`, 'app');
  const all = { 'Chart.yaml': `apiVersion: v2\nname: app\nversion: 1.0.0\n${metadata}`, 'values.yaml': '', ...files };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

const pod = (name: string, image: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: "{{ .Release.Namespace }}" }\nspec: { containers: [{ name: a, image: "${image}" }] }\n`;
const render = (place: string, options: Partial<Parameters<typeof renderChart>[3]> = {}) =>
  renderChart(helm, place, node, { toggles: [], ...options });

describe('the real Helm, as we ask it', () => {
  it('is found, and is the one that the tests are written for', () => {
    expect(helm).toEqual({ program: kubernetesProgram('helm'), version: '4.1.4' });
  });

  it("renders with values and versions that are given, and nothing of the user's", async () => {
    const text = `${pod('a', 'x/{{ .Values.name }}:1')}---\n{{ if .Capabilities.APIVersions.Has "own.example/v1" }}${pod('b', 'x/b:{{ .Capabilities.KubeVersion.Minor }}')}{{ end }}`;
    const place = chart({ 'templates/pods.yaml': text });
    const options = { values: { name: 'mine' }, kubeVersion: '1.29', apiVersions: ['own.example/v1'] };
    const { defaults } = await render(place, options);
    expect(defaults).toContain('namespace: "default"');
    expect(imagesInManifests(defaults).images.map(({ reference }) => reference)).toEqual([
      'docker.io/x/mine:1',
      'docker.io/x/b:29',
    ]);
  });

  it.each([
    [
      'asks for a value',
      { 'templates/a.yaml': 'a: {{ required "name is needed" .Values.name }}' },
      '',
      'app/templates/a.yaml:1:6: name is needed',
    ],
    ['has a broken template', { 'templates/a.yaml': 'a: {{ if }}' }, '', 'missing value for if'],
    ['writes no YAML', { 'templates/a.yaml': 'a: [1\nb: 2' }, '', 'YAML parse error on app/templates/a.yaml'],
    [
      'lacks what it depends on',
      {},
      'dependencies: [{ name: db, version: 1.0.0, repository: "https://charts.example" }]\n',
      'missing in charts/ directory: db',
    ],
    ['is for other versions of Kubernetes', {}, 'kubeVersion: "<1.20.0"\n', 'incompatible with Kubernetes'],
    [
      'has values that its schema does not take',
      { 'values.schema.json': '{"required":["name"]}' },
      '',
      "missing property 'name'",
    ],
  ])('tells why a chart that %s does not render', async (_, files, metadata, why) => {
    await expect(render(chart(files, metadata))).rejects.toMatchObject({
      code: 'chart-render-failed',
      message: expect.stringContaining(why),
    });
  });

  it('lints, and tells what stands in the way', async () => {
    const lint = (place: string) => lintChart(helm, place, node);
    expect(await lint(chart({ 'templates/a.yaml': pod('a', 'x:1') }))).toEqual({
      ok: true,
      messages: [{ severity: 'info', path: 'Chart.yaml', message: 'icon is recommended' }],
    });
    const missing = await lint(
      chart({}, 'dependencies: [{ name: db, version: 1.0.0, repository: "https://charts.example" }]\n'),
    );
    expect(missing.ok).toBe(false);
    expect(missing.messages).toContainEqual({
      severity: 'warning',
      path: '',
      message: 'chart directory is missing these dependencies: db',
    });
    const broken = await lint(chart({ 'templates/a.yaml': 'a: {{ if }}' }));
    expect(broken.messages.find(({ severity }) => severity === 'error')?.message).toContain('missing value for if');
    const archive = path.join(programs.home, 'broken.tgz');
    writeFileSync(archive, 'no archive');
    expect(await lint(archive)).toMatchObject({ ok: false, messages: [{ severity: 'error', path: '' }] });
  });

  it('renders what can be on together, then what excludes it, and tells what needs a value', async () => {
    const files = {
      'values.yaml':
        'a: { enabled: false }\nb: { enabled: false }\ningress: { enabled: false, host: "" }\nextra: { enabled: false }\n',
      'templates/a.yaml': `{{ if and .Values.a.enabled .Values.b.enabled }}{{ fail "choose one" }}{{ end }}{{ if .Values.a.enabled }}${pod('a', 'x/a:1')}{{ end }}`,
      'templates/b.yaml': `{{ if .Values.b.enabled }}${pod('b', 'x/b:1')}{{ end }}`,
      'templates/e.yaml': `{{ if .Values.extra.enabled }}${pod('e', 'x/e:1')}{{ end }}`,
      'templates/i.yaml':
        '{{ if .Values.ingress.enabled }}a: {{ required "ingress.host is needed" .Values.ingress.host }}{{ end }}',
    };
    const read = await readChart(
      folderInput({ 'Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n', ...files }),
    );
    const { defaults, switchedOn, keptOff } = await render(chart(files), { toggles: chartToggles(chartValues(read)) });
    expect(imagesInManifests(defaults).images).toEqual([]);
    const seen = switchedOn.map(({ manifests }) => imagesInManifests(manifests).images.map(({ name }) => name));
    expect(seen).toEqual([['a', 'e'], ['b']]);
    expect(keptOff).toEqual([{ toggle: 'ingress.enabled', reason: expect.stringContaining('ingress.host is needed') }]);
  });

  it('asks nobody in the network, though a schema refers there', async () => {
    const asked: string[] = [];
    const server = createServer(({ url = '' }, response) => {
      asked.push(url);
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
    const { port } = server.address() as AddressInfo;
    // By a name that is no loopback's for Go, which goes around proxies there.
    const schema = { $ref: `http://0.0.0.0:${port}/schema.json` };
    const place = chart({ 'values.schema.json': JSON.stringify(schema) });
    await expect(render(place)).rejects.toMatchObject({ code: 'chart-render-failed' });
    expect(asked).toEqual([]);
    await new Promise((resolve) => server.close(resolve));
  });

  it('ends when it is told to', async () => {
    const loop = '{{ range untilStep 0 1000000000 1 }}{{ range untilStep 0 1000000 1 }}{{ . }}{{ end }}{{ end }}';
    const stop = new AbortController();
    const rendering = renderChart(helm, chart({ 'templates/a.yaml': loop }), node, { toggles: [] }, stop.signal);
    setTimeout(() => stop.abort(new Error('enough')), 300);
    await expect(rendering).rejects.toThrow('enough');
  });
});
