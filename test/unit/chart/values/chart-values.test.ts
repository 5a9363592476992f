import { describe, expect, test } from 'vitest';
import { chartValues } from '#chart';
import { sampleChart } from '../images/sample-charts.ts';

const database = sampleChart({
  name: 'database',
  values: 'port: 5432\nusers: [a, b]\nauth:\n  user: root\n  realm: x\nglobal:\n  zone: own\n  size: 1\n',
});

function instance(chart: ReturnType<typeof sampleChart>, ...keys: string[]) {
  const found = chartValues(chart).instances.find((one) => one.keys.join('/') === keys.join('/'));
  if (!found) throw new Error(`no chart ${keys.join('/')}`);
  return found;
}

describe('the default values of a chart', () => {
  test("a parent's values win over a subchart's, by its alias; null takes a default away; lists are replaced", () => {
    const chart = sampleChart({
      values: 'db:\n  port: 1\n  users: [c]\n  auth:\n    realm: null\ndatabase:\n  port: 2\n',
      dependencies: [{ name: 'database', alias: 'db' }],
      subcharts: [database],
    });
    expect(instance(chart, 'db').values).toEqual({
      port: 1,
      users: ['c'],
      auth: { user: 'root' },
      global: { zone: 'own', size: 1 },
    });
    expect(chartValues(chart).instances).toHaveLength(2);
  });

  test('global flows down, through all levels', () => {
    const middle = sampleChart({ name: 'middle', values: 'global:\n  size: 2\n', subcharts: [database] });
    const chart = sampleChart({ values: 'global:\n  zone: top\n', subcharts: [middle] });
    expect(instance(chart, 'middle').values).toEqual({ global: { zone: 'top', size: 2 } });
    expect(instance(chart, 'middle', 'database').values.global).toEqual({ zone: 'top', size: 2 });
  });

  test('one subchart under two names, and one that no dependency names', () => {
    const chart = sampleChart({
      values: 'one: {port: 1}\n',
      dependencies: [
        { name: 'database', alias: 'one' },
        { name: 'database', alias: 'two' },
      ],
      subcharts: [database, sampleChart({ name: 'loose' })],
    });
    expect(chartValues(chart).instances.map(({ keys, isEnabled }) => [keys.join('/'), isEnabled])).toEqual([
      ['', true],
      ['one', true],
      ['two', true],
      ['loose', true],
    ]);
    expect(instance(chart, 'one').values.port).toBe(1);
    expect(instance(chart, 'two').values.port).toBe(5432);
  });

  test.each([
    [
      'the first path that is a boolean decides',
      'a: {up: maybe}\nb: {up: false}\n',
      { condition: 'a.up, b.up' },
      false,
    ],
    ['a condition wins over tags', 'b: {up: true}\ntags: {back: false}\n', { condition: 'b.up', tags: ['back'] }, true],
    ['a tag that is false', 'tags: {back: false}\n', { tags: ['back'] }, false],
    ['one true tag outweighs', 'tags: {back: false, front: true}\n', { tags: ['back', 'front'] }, true],
    ['no such path', '{}\n', { condition: 'database.enabled' }, true],
    ['yes is true to Helm', 'b: {up: no}\n', { condition: 'b.up' }, false],
  ])('%s', (_, values, dependency, isEnabled) => {
    const chart = sampleChart({ values, dependencies: [{ name: 'database', ...dependency }], subcharts: [database] });
    expect(instance(chart, 'database').isEnabled).toBe(isEnabled);
  });

  test("a condition may stand in the subchart's own values, and what is in a disabled chart is disabled", () => {
    const inner = sampleChart({ name: 'inner' });
    const middle = sampleChart({ name: 'middle', values: 'enabled: false\n', subcharts: [inner] });
    const chart = sampleChart({ dependencies: [{ name: 'middle', condition: 'middle.enabled' }], subcharts: [middle] });
    expect(instance(chart, 'middle').isEnabled).toBe(false);
    expect(instance(chart, 'middle', 'inner').isEnabled).toBe(false);
  });

  test('values are imported in both ways, and the own win over them', () => {
    const child = sampleChart({
      name: 'child',
      values: 'exports:\n  data:\n    a: 1\n    b: 1\ndefaults:\n  x: {z: 2}\n',
    });
    const chart = sampleChart({
      values: 'a: 9\n',
      dependencies: [{ name: 'child', importValues: ['data', { child: 'defaults.x', parent: 'far.away' }] }],
      subcharts: [child],
    });
    expect(instance(chart).values).toMatchObject({ a: 9, b: 1, far: { away: { z: 2 } } });
  });

  test('libraries have no values; a file that cannot be read is told by its path', () => {
    const chart = sampleChart({
      subcharts: [sampleChart({ name: 'common', type: 'library' }), sampleChart({ name: 'bad', values: 'a: [\n' })],
    });
    const { instances, problems } = chartValues(chart);
    expect(instances.map(({ keys }) => keys.join('/'))).toEqual(['', 'bad']);
    expect(problems).toMatchObject([{ file: 'charts/bad/values.yaml', rule: 'text-syntax' }]);
  });

  test('aliases that multiply are refused', () => {
    let chart = sampleChart({ name: 'leaf' });
    for (let depth = 0; depth < 12; depth++) {
      const { name } = chart.metadata;
      const dependencies = ['a', 'b'].map((alias) => ({ name, alias }));
      chart = sampleChart({ name: `level${depth}`, dependencies, subcharts: [chart] });
    }
    expect(() => chartValues(chart)).toThrow(expect.objectContaining({ code: 'chart-too-large' }));
  });
});
