import { expect, it } from 'vitest';
import { requireSameChart } from '../../../../src/jobs/charts/open/require-same-chart.ts';

const inside = { name: 'app', version: '1.2.0+b1' };
const repository = 'https://helm.example';
const registry = 'ghcr.io';

it.each([
  ['a repository', { repository, name: 'app', version: '1.2.0+b1' }],
  ['a registry', { registry, repository: 'acme/charts/app', version: '1.2.0+b1' }],
  ['a version with a v, which means nothing', { registry, repository: 'app', version: 'v1.2.0+b1' }],
  ['a tag that stands for a +', { registry, repository: 'app', version: '1.2.0_b1' }],
  ['a folder, whatever is asked of it', { path: 'chart', version: '9.9.9' }],
])('a chart of %s is the one that was asked for', (_, source) => {
  expect(() => requireSameChart(inside, source, 'there')).not.toThrow();
});

it.each([
  ['another version', { repository, name: 'app', version: '1.2.1' }, 'app 1.2.1'],
  ['another name', { repository, name: 'other', version: '1.2.0+b1' }, 'other 1.2.0+b1'],
  ['another version in a registry', { registry, repository: 'acme/app', version: '1.2.0' }, 'app 1.2.0'],
  ['another name in a registry', { registry, repository: 'acme/web', version: '1.2.0+b1' }, 'web 1.2.0+b1'],
])('a chart is refused under %s, with both', (_, source, wanted) => {
  expect(() => requireSameChart(inside, source, 'there')).toThrow(
    expect.objectContaining({
      code: 'chart-mismatch',
      message: `there is the chart app 1.2.0+b1, and not ${wanted}`,
    }),
  );
});
