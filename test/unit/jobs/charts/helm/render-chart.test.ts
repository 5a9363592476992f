import { describe, expect, it } from 'vitest';
import type { ProgramCall, ProgramEnd } from '#jobs';
import type { ChartToggle } from '../../../../../src/jobs/charts/helm/chart-toggle.ts';
import { findHelm } from '../../../../../src/jobs/charts/helm/find-helm.ts';
import { lintChart } from '../../../../../src/jobs/charts/helm/lint-chart.ts';
import { renderChart } from '../../../../../src/jobs/charts/helm/render-chart.ts';
import { renderKnown } from '../../../../../src/jobs/charts/helm/render-known.ts';

const helm = { program: '/bin/helm', version: '4.1.4' };
const toggle = (name: string, isOn = false): ChartToggle => ({ path: name.split('.'), isOn });

/** A Helm that answers as it is told, and keeps how it was called. */
function programs(
  answer: (call: ProgramCall, values: string) => Partial<Omit<ProgramEnd, 'output'>> & { output?: string },
) {
  const calls: ProgramCall[] = [];
  return {
    calls,
    find: async (name: string) => (name === 'helm' ? helm.program : undefined),
    run: async (call: ProgramCall): Promise<ProgramEnd> => {
      calls.push(call);
      const { output = '', ...rest } = answer(call, call.files?.['values.json'] ?? '');
      return { status: 0, errors: '', ...rest, output: new TextEncoder().encode(output) };
    },
  };
}

const failed = (errors: string) => ({ status: 1, errors });

describe('findHelm', () => {
  const find = (answer: Parameters<typeof programs>[0]) => findHelm(programs(answer));

  it('tells the version', async () => {
    expect(await find(() => ({ output: 'v4.1.4+g05fa379\n' }))).toEqual(helm);
    expect(await find(() => ({ output: 'v3.14.0-rc.1+gabc\n' }))).toMatchObject({ version: '3.14.0-rc.1' });
  });

  it('finds none where there is none', async () => {
    expect(await findHelm({ ...programs(() => ({})), find: async () => undefined })).toBeUndefined();
  });

  it.each([
    ['is too old', { output: 'v2.17.0+ga690bad' }, 'The Helm at /bin/helm cannot be used: it is 2.17.0'],
    [
      'asks a server too',
      { ...failed('Error: could not find tiller\n'), output: 'Client: v2.17.0+ga690bad\n' },
      'The Helm at /bin/helm cannot be used: it is 2.17.0',
    ],
    ['says something else', failed('Error: no such tool\n'), 'it does not tell its version: no such tool'],
    ['says nothing', failed(''), 'it does not tell its version: Helm did not say why'],
  ])('refuses one that %s', async (_, end, message) => {
    await expect(find(() => end)).rejects.toMatchObject({
      code: 'helm-failed',
      message: expect.stringContaining(message),
    });
  });
});

describe('renderChart', () => {
  it('renders defaults, and everything on', async () => {
    const fake = programs((_, values) => ({ output: `with ${values}` }));
    const options = { toggles: [toggle('a.enabled'), toggle('b.enabled', true)], values: { x: 1 } };
    expect(await renderChart(helm, '/chart.tgz', fake, options)).toEqual({
      defaults: 'with {"x":1}',
      switchedOn: [
        {
          toggles: ['a.enabled'],
          switches: { on: [toggle('a.enabled')], off: [] },
          manifests: 'with {"x":1,"a":{"enabled":true}}',
        },
      ],
      keptOff: [],
    });
  });

  it("gives Helm nothing of its user's, and no network", async () => {
    const fake = programs(() => ({}));
    await renderChart(helm, '/chart', fake, { toggles: [], kubeVersion: '1.31', apiVersions: ['a/v1', 'b/v1'] });
    const [call] = fake.calls;
    expect(call?.arguments.join(' ')).toBe(
      'template release /chart --include-crds --values values.json --kube-version 1.31 --api-versions a/v1 --api-versions b/v1',
    );
    const environment = call?.environment({ folder: '/tmp/own' }) ?? {};
    expect(
      Object.entries(environment).filter(([name]) => name.startsWith('HELM_') && name !== 'HELM_NAMESPACE'),
    ).not.toContainEqual([expect.anything(), expect.not.stringContaining('/tmp/own/')]);
    expect(environment).toMatchObject({ KUBECONFIG: '/tmp/own/no-cluster', https_proxy: 'http://127.0.0.1:9' });
    expect(call?.inherits.test('HELM_PLUGINS')).toBe(false);
  });

  it('tells what does not go, and why, with Helm’s own words', async () => {
    const fake = programs((_, values) =>
      values.includes('"ingress"')
        ? failed(
            'level=WARN msg="missing required value"\nError: execution error at (app/templates/a.yaml:1:6): ingress needs a host\n\nUse --debug flag to render out invalid YAML\n',
          )
        : { output: values },
    );
    const toggles = ['a', 'b', 'ingress', 'c'].map((name) => toggle(`${name}.enabled`));
    const { switchedOn, keptOff } = await renderChart(helm, '/chart', fake, { toggles });
    expect(switchedOn.map((one) => one.toggles)).toEqual([['a.enabled', 'b.enabled', 'c.enabled']]);
    expect(keptOff).toEqual([{ toggle: 'ingress.enabled', reason: 'app/templates/a.yaml:1:6: ingress needs a host' }]);
  });

  it('renders what excludes each other a second time, with the parts that it has of its own', async () => {
    const on = (values: string, name: string) => values.includes(`"${name}":{"enabled":true`);
    const fake = programs((_, values) =>
      on(values, 'elastic') && on(values, 'open') ? failed('Error: choose one\n') : { output: values },
    );
    const toggles = ['elastic.enabled', 'open.enabled', 'open.exporter.enabled'].map((name) => toggle(name));
    const { switchedOn, keptOff } = await renderChart(helm, '/chart', fake, { toggles });
    expect(keptOff).toEqual([]);
    expect(switchedOn.map((one) => one.toggles)).toEqual([
      ['elastic.enabled', 'open.exporter.enabled'],
      ['open.enabled', 'open.exporter.enabled'],
    ]);
  });

  it('switches off what is on by default where something goes only without it', async () => {
    const fake = programs((_, values) =>
      values.includes('"open":{"enabled":true') && !values.includes('"elastic":{"enabled":false')
        ? failed('Error: choose one\n')
        : { output: values },
    );
    const toggles = [toggle('elastic.enabled', true), toggle('open.enabled')];
    const { switchedOn, keptOff } = await renderChart(helm, '/chart', fake, { toggles });
    expect(keptOff).toEqual([]);
    expect(switchedOn).toEqual([
      {
        toggles: ['open.enabled'],
        switches: { on: [toggle('open.enabled')], off: [toggle('elastic.enabled', true)] },
        manifests: '{"elastic":{"enabled":false},"open":{"enabled":true}}',
      },
    ]);
    // A second rendering of the chart tries just what went together, and tells what does not go any more.
    const known = switchedOn.map(({ switches }) => switches);
    fake.calls.splice(0);
    expect(await renderKnown(helm, '/chart', fake, known)).toEqual({
      manifests: ['{}', '{"elastic":{"enabled":false},"open":{"enabled":true}}'],
      refused: [],
    });
    expect(fake.calls).toHaveLength(2);
    const broken = programs((_, values) => (values === '{}' ? { output: '{}' } : failed('Error: no\n')));
    expect(await renderKnown(helm, '/chart', broken, known)).toEqual({ manifests: ['{}'], refused: ['no'] });
    await expect(
      renderKnown(
        helm,
        '/chart',
        programs(() => failed('Error: no\n')),
        known,
      ),
    ).rejects.toMatchObject({ code: 'chart-render-failed' });
  });

  it('does not take a part for rendered when what it is a part of is off', async () => {
    const fake = programs((_, values) =>
      values.includes('"metrics":{"enabled":true') && !values.includes('"pg":{"enabled":false')
        ? failed('Error: no metrics\n')
        : { output: values },
    );
    const toggles = [toggle('pg.enabled', true), toggle('pg.metrics.enabled')];
    const { keptOff } = await renderChart(helm, '/chart', fake, { toggles });
    expect(keptOff).toEqual([{ toggle: 'pg.metrics.enabled', reason: 'no metrics' }]);
  });

  it.each([
    [
      'does not render',
      failed('Error: parse error at (a.yaml:2): unclosed action\n'),
      'chart-render-failed',
      'Helm does not render the chart: parse error at (a.yaml:2): unclosed action',
    ],
    [
      'takes too long',
      { status: undefined, stopped: 'time' as const },
      'chart-render-failed',
      'Helm did not end within 2 minutes on the chart',
    ],
    [
      'is endless',
      { status: undefined, stopped: 'output' as const },
      'chart-render-failed',
      'Helm makes more than 64 MiB of manifests of the chart',
    ],
    [
      'has no end of messages',
      { status: undefined, stopped: 'errors' as const },
      'chart-render-failed',
      'Helm writes messages about the chart without end',
    ],
    ['ends Helm', { status: undefined }, 'helm-failed', 'Helm was killed while it read the chart'],
  ])('is an error when the chart %s', async (_, end, code, message) => {
    await expect(
      renderChart(
        helm,
        '/chart',
        programs(() => end),
        { toggles: [] },
      ),
    ).rejects.toMatchObject({ code, message });
  });

  it('ends after so many trials', async () => {
    const fake = programs((_, values) => (values === '{}' ? {} : failed('Error: nothing goes\n')));
    const toggles = Array.from({ length: 200 }, (_, index) => toggle(`t${index}.enabled`));
    const { keptOff } = await renderChart(helm, '/chart', fake, { toggles });
    expect(keptOff).toHaveLength(200);
    expect(fake.calls.length).toBeLessThan(90);
  });
});

describe('lintChart', () => {
  const lint = (end: ReturnType<Parameters<typeof programs>[0]>) =>
    lintChart(
      helm,
      '/c/app',
      programs(() => end),
    );

  it('passes with what is worth knowing', async () => {
    const output =
      '==> Linting /c/app\n[INFO] Chart.yaml: icon is recommended\n\n1 chart(s) linted, 0 chart(s) failed\n';
    expect(await lint({ output })).toEqual({
      ok: true,
      messages: [{ severity: 'info', path: 'Chart.yaml', message: 'icon is recommended' }],
    });
  });

  it('tells each message, of the chart itself without its place', async () => {
    const output =
      '==> Linting /c/app\n[WARNING] /c/app: chart directory is missing these dependencies: pg\n[ERROR] templates/a.yaml: one\ntwo\n\nError: 1 chart(s) linted, 1 chart(s) failed\n';
    expect(await lint({ status: 1, output, errors: 'Error: 1 chart(s) linted, 1 chart(s) failed\n' })).toEqual({
      ok: false,
      messages: [
        { severity: 'warning', path: '', message: 'chart directory is missing these dependencies: pg' },
        { severity: 'error', path: 'templates/a.yaml', message: 'one two' },
      ],
    });
  });

  it('tells why it did not look at the chart', async () => {
    expect(await lint(failed('Error: gzip: invalid header\n'))).toEqual({
      ok: false,
      messages: [{ severity: 'error', path: '', message: 'gzip: invalid header' }],
    });
  });
});
