import { describe, expect, it } from 'vitest';
import { parseSettings, settingAt } from '#formats';
import { brief } from './places.ts';

const marketplace = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const head = (registry = marketplace) => `version: 1\ntarget: { registry: ${registry} }\n`;
const helm = 'source: { repository: "https://helm.camunda.io", name: camunda-platform }';

describe('charts of settings', () => {
  it('are read with where they come from, how they are delivered, and all that they bring', () => {
    const text = `${head()}charts:
  camunda-platform:
    source: { repository: "https://helm.camunda.io/", name: camunda-platform }
    version: 8.3.4
    delivery: eks-add-on
    inject:
      - license-check: { product: prod-1, entitlements: [AWS::Marketplace::Usage], image: license-check:1.0.0 }
      - manifests/*.yaml
    values: { global: { identity: { auth: { enabled: true } } } }
  operator: { source: { oci: "oci://registry-1.docker.io/acme/operator" }, version: v1.0.0-rc.1 }
  own: { source: { path: charts/own } }
`;
    const { model, problems } = parseSettings(text);
    expect(problems).toEqual([]);
    const [platform, operator, own] = model?.charts ?? [];
    expect(platform).toMatchObject({
      name: 'camunda-platform',
      source: { repository: 'https://helm.camunda.io', name: 'camunda-platform' },
      version: '8.3.4',
      delivery: 'eks-add-on',
      inject: [
        {
          kind: 'license-check',
          product: 'prod-1',
          entitlements: [{ name: 'AWS::Marketplace::Usage', unit: 'None' }],
          consumption: 'provisional',
          image: 'license-check:1.0.0',
        },
        { kind: 'manifests', files: 'manifests/*.yaml', range: { line: 10, column: 9 } },
      ],
      values: { global: { identity: { auth: { enabled: true } } } },
      range: { line: 4, column: 3 },
      versionRange: { line: 6, column: 14, endLine: 6, endColumn: 19 },
    });
    expect(operator?.source).toEqual({ registry: 'docker.io', repository: 'acme/operator' });
    expect(own).toMatchObject({
      source: { path: 'charts/own' },
      delivery: 'helm',
      inject: [],
      values: {},
      publish: { path: '' },
    });
    expect(own).not.toHaveProperty('version');
  });

  it('have values that mean what they mean to Helm, and nothing else does', () => {
    const values = `
      mode: 0400
      more: [0o17, -0x1F, 0b11, 1_000, 1.50, "0400", !!str 0400, 012_3]
      flag: yes
      off: no
      text: { a: 8.3.4, b: _1, c: ~ }
      8080: 2001-01-01
      010: on`;
    const source = 'source: { path: a }';
    const expected = {
      mode: 256,
      more: [15, -31, 3, 1000, 1.5, '0400', '0400', 83],
      flag: true,
      false: false,
      text: { a: '8.3.4', b: '_1', c: undefined },
      8080: '2001-01-01',
      8: true,
    };
    const publish = 'publish: { path: on }';
    const { model, problems } = parseSettings(
      `${head()}charts:\n  on:\n    ${source}\n    ${publish}\n    values:${values}\n`,
    );
    expect(problems).toEqual([]);
    expect(model?.charts[0]).toMatchObject({ name: 'on', publish: { path: 'on' } });
    expect(model?.charts[0]?.values).toEqual(expected);
    const one = parseSettings(`${head()}chart:\n    ${source}\n    values:${values}\n`);
    expect(one.model?.charts[0]?.values).toEqual(expected);
  });

  it('can be one, without a name', () => {
    const { model } = parseSettings(`${head()}chart: { ${helm}, version: 8.3.4 }\n`);
    expect(model?.charts).toMatchObject([{ name: 'chart', version: '8.3.4' }]);
    expect(parseSettings(head()).model?.charts).toEqual([]);
  });

  it.each([
    ['two ways', 'source: { oci: ghcr.io/a/b, path: x }', ['3:18 [{ oci: ghcr.io/a/b, …29] setting-invalid']],
    ['no way', 'source: {}', ['3:18 [{}] setting-invalid']],
    ['half a way', 'source: { repository: "https://h.example" }', ['3:18 [{ repository: "https…35] setting-invalid']],
    ['no source', 'version: 1.0.0', ['3:1 [chart] setting-missing']],
    [
      'an address with a password',
      'source: { repository: "https://u:p@h.example", name: a }',
      ['3:32 ["https://u:p@h.examp…23] setting-invalid'],
    ],
    ['no address', 'source: { repository: h.example, name: a }', ['3:32 [h.example] setting-invalid']],
    ['a chart with its tag', 'source: { oci: ghcr.io/a/b:1.0.0 }', ['3:25 [ghcr.io/a/b:1.0.0] setting-invalid']],
    ['no registry', 'source: { oci: acme/app }', ['3:25 [acme/app] setting-invalid']],
    ['no version', helm, ['3:1 [chart] setting-missing']],
    ['half a version', `${helm}, version: "8.3"`, ['3:94 ["8.3"] chart-version-invalid']],
    ['a number', `${helm}, version: 8.3`, ['3:94 [8.3] setting-invalid']],
    ['a + for the Marketplace', `${helm}, version: 8.3.4+a1`, ['3:94 [8.3.4+a1] chart-version-build']],
    ['another delivery', `${helm}, version: 1.0.0, delivery: eks`, ['3:111 [eks] setting-invalid']],
    ['an unknown key', `${helm}, version: 1.0.0, deliver: helm`, ['3:101 [deliver] setting-unknown']],
  ])('with %s are refused where it stands', (_, chart, problems) => {
    const text = `${head()}chart: { ${chart} }\n`;
    const parsed = parseSettings(text);
    expect(parsed.problems.map(brief(text))).toEqual(problems);
    expect(parsed.model).toBeUndefined();
  });

  it('may have a + where the target is no Marketplace', () => {
    expect(parseSettings(`${head('r.example')}chart: { ${helm}, version: 8.3.4+a1 }\n`).problems).toEqual([]);
    const ours = `${head('r.example, kind: marketplace')}chart: { ${helm}, version: 8.3.4+a1 }\n`;
    expect(parseSettings(ours).problems.map(({ rule }) => rule)).toEqual(['chart-version-build']);
  });

  it('are one or several', () => {
    const one = `{ ${helm}, version: 8.3.4 }`;
    const text = `${head()}chart: ${one}\ncharts: { a: ${one} }\n`;
    expect(parseSettings(text).problems.map(brief(text))).toEqual(['4:1 [charts] setting-invalid']);
  });

  it('are known key by key', () => {
    expect(settingAt(['charts', 'x'])?.keys).toEqual(['source', 'version', 'delivery', 'inject', 'values', 'publish']);
    expect(settingAt(['chart', 'source'])?.keys).toEqual(['repository', 'name', 'oci', 'path']);
    expect(settingAt(['chart', 'delivery'])?.values).toEqual(['helm', 'eks-add-on']);
    expect(settingAt(['chart', 'values', 'anything', 'at', 'all'])).toBeUndefined();
  });
});
