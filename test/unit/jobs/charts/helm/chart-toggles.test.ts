import { describe, expect, it } from 'vitest';
import { chartValues, readChart } from '#chart';
import { toggleName } from '../../../../../src/jobs/charts/helm/chart-toggle.ts';
import { chartToggles } from '../../../../../src/jobs/charts/helm/chart-toggles.ts';
import { switchedValues } from '../../../../../src/jobs/charts/helm/switched-values.ts';
import { folderInput } from '../../../../support/chart-inputs.ts';

const metadata = (name: string, more = '') => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${more}`;

async function toggles(files: Readonly<Record<string, string>>) {
  const chart = await readChart(folderInput({ 'Chart.yaml': metadata('app'), ...files }));
  return chartToggles(chartValues(chart));
}

const names = async (files: Readonly<Record<string, string>>) =>
  (await toggles(files)).map((toggle) => `${toggleName(toggle)} ${toggle.isOn ? 'on' : 'off'}`);

describe('chartToggles', () => {
  it('finds conditions and tags, of subcharts under their alias and switched off too, and tags at the root', async () => {
    const dependencies =
      'dependencies:\n  - { name: db, version: 1.0.0, alias: store, condition: "store.use, db.use", tags: [back] }\n';
    const inner = 'dependencies:\n  - { name: exporter, version: 1.0.0, condition: exporter.use, tags: [watch] }\n';
    expect(
      await names({
        'Chart.yaml': metadata('app', dependencies),
        'values.yaml': 'store: { use: false }\ntags: { back: false, watch: true }\n',
        'charts/db/Chart.yaml': metadata('db', inner),
        'charts/db/values.yaml':
          'exporter: { use: false }\nbackup: { enabled: false }\nglobal: { x: { enabled: true } }\n',
        'charts/db/charts/exporter/Chart.yaml': metadata('exporter'),
        'charts/db/charts/exporter/values.yaml': 'enabled: true\n',
      }),
    ).toEqual([
      'store.use off',
      'tags.back off',
      'store.exporter.use off',
      'tags.watch on',
      'store.backup.enabled off',
      'store.exporter.enabled on',
    ]);
  });

  it('finds each value called enabled that is a boolean, and no other', async () => {
    const values =
      'ingress: { enabled: false, tls: { enabled: true } }\nlist: [{ enabled: false }]\na.b: { enabled: false }\nc: { enabled: "no" }\nglobal: { d: { enabled: false } }\n';
    expect(await names({ 'values.yaml': values })).toEqual([
      'ingress.enabled off',
      'ingress.tls.enabled on',
      'a\\.b.enabled off',
      'global.d.enabled off',
    ]);
  });
});

it('switches values, and keeps what stands beside them', async () => {
  const both = await toggles({ 'values.yaml': 'ingress: { enabled: false }\ndb: { enabled: true }\n' });
  const switched = switchedValues({ ingress: { host: 'a' }, other: 1 }, { on: both, off: [] });
  expect(switched).toEqual({ ingress: { host: 'a', enabled: true }, other: 1, db: { enabled: true } });
});
