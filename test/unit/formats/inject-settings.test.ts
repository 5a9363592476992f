import { describe, expect, it } from 'vitest';
import { parseSettings, settingAt } from '#formats';
import { brief } from './places.ts';

const head = 'version: 1\ntarget: { registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com }\n';
const file = (inject: string, rest = '') => `${head}chart:\n  source: { path: x }\n${rest}  inject:\n    - ${inject}\n`;
const check = (rest: string) => `license-check: { product: prod-1, image: "license-check:1.0.0", ${rest} }`;

function chartIn(text: string) {
  const { model, problems } = parseSettings(text);
  expect(problems).toEqual([]);
  return model?.charts[0];
}

describe('what is injected into a chart', () => {
  it('is read with its defaults, and where it stands', () => {
    const text = file(
      `${check('entitlements: [Gold, { name: Users, value: "5" }, { name: Data, unit: Gigabytes, value: "2" }]')}\n    - first-user-password: { secret: first-user }\n    - manifests/*.yaml`,
    );
    expect(chartIn(text)?.inject).toEqual([
      {
        kind: 'license-check',
        product: 'prod-1',
        entitlements: [
          { name: 'Gold', unit: 'None' },
          { name: 'Users', unit: 'Count', value: '5' },
          { name: 'Data', unit: 'Gigabytes', value: '2' },
        ],
        consumption: 'provisional',
        image: 'license-check:1.0.0',
        imageRange: expect.objectContaining({ line: 6, column: 48 }),
        range: expect.objectContaining({ line: 6, column: 7, endColumn: 20 }),
      },
      {
        kind: 'first-user-password',
        secret: 'first-user',
        key: 'password',
        length: 24,
        range: expect.objectContaining({ line: 7, column: 7 }),
      },
      { kind: 'manifests', files: 'manifests/*.yaml', range: expect.objectContaining({ line: 8, column: 7 }) },
    ]);
  });

  it('has what is said of it', () => {
    const addOn = chartIn(file(check('entitlements: [a], workloads: [templates/**]'), '  delivery: eks-add-on\n'));
    expect(addOn?.inject[0]).toMatchObject({ consumption: 'provisional', workloads: ['templates/**'] });
    const usedUp = chartIn(file(check('entitlements: [{ name: a, value: "1" }], consumption: perpetual')));
    expect(usedUp?.inject[0]).toMatchObject({ consumption: 'perpetual' });
    const user = 'first-user-password: { secret: s.example, key: identity-first-user, username: admin, length: 32 }';
    expect(chartIn(file(user))?.inject[0]).toMatchObject({ key: 'identity-first-user', username: 'admin', length: 32 });
  });

  it.each([
    ['nothing in it', '{}', ['6:7 [{}] setting-invalid']],
    ['a number', '1', ['6:7 [1] setting-invalid']],
    [
      'a key that is not known',
      'licence-check: {}',
      ['6:7 [licence-check] setting-unknown', '6:7 [licence-check: {}↵] setting-invalid'],
    ],
    ['no product', 'license-check: { entitlements: [a], image: a:1 }', ['6:7 [license-check] setting-missing']],
    [
      'a product code',
      'license-check: { product: 4xy, entitlements: [a], image: a:1 }',
      ['6:33 [4xy] setting-invalid'],
    ],
    ['no entitlement', check('entitlements: []'), ['6:85 [[]] setting-invalid']],
    ['a name with blanks', check('entitlements: [a b]'), ['6:86 [a b] setting-invalid']],
    ['a number without quotes', check('entitlements: [{ name: a, value: 1 }]'), ['6:104 [1] setting-invalid']],
    ['none of it', check('entitlements: [{ name: a, value: "0" }]'), ['6:104 ["0"] setting-invalid']],
    ['another unit', check('entitlements: [{ name: a, unit: Seats, value: "1" }]'), ['6:103 [Seats] setting-invalid']],
    ['a misspelt key', check('entitlements: [{ name: a, units: Count }]'), ['6:97 [units] setting-unknown']],
    ['one twice', check('entitlements: [a, a]'), ['6:89 [a] setting-invalid']],
    [
      'a value that nothing counts',
      check('entitlements: [{ name: a, unit: None, value: "1" }]'),
      ['6:86 [{ name: a, unit: Non…35] setting-invalid'],
    ],
    [
      'a unit without a value',
      check('entitlements: [{ name: a, unit: Count }]'),
      ['6:86 [{ name: a, unit: Cou…24] setting-invalid'],
    ],
    ['nothing to use up', check('entitlements: [a], consumption: perpetual'), ['6:86 [a] setting-invalid']],
    [
      'workloads of Helm',
      check('entitlements: [a], workloads: [templates/a.yaml]'),
      ['6:90 [workloads] setting-invalid'],
    ],
    [
      'the tag latest',
      'license-check: { product: prod-1, entitlements: [a], image: a:latest }',
      ['6:67 [a:latest] setting-invalid'],
    ],
    ['no tag', 'license-check: { product: prod-1, entitlements: [a], image: a }', ['6:67 [a] setting-invalid']],
    ['a Secret of no name', 'first-user-password: { secret: First }', ['6:38 [First] setting-invalid']],
    ['a short password', 'first-user-password: { secret: a, length: 8 }', ['6:49 [8] setting-invalid']],
    ['the same twice', 'm/*.yaml\n    - m/*.yaml', ['7:7 [m/*.yaml] setting-invalid']],
    [
      'two of a kind',
      'first-user-password: { secret: a }\n    - first-user-password: { secret: b }',
      ['7:7 [first-user-password:…35] setting-invalid'],
    ],
  ])('with %s is refused where it stands', (_, inject, problems) => {
    const text = file(inject);
    const parsed = parseSettings(text);
    expect(parsed.problems.map(brief(text))).toEqual(problems);
    expect(parsed.model).toBeUndefined();
  });

  it('is not used up by each pod of an EKS add-on', () => {
    const wish = check('entitlements: [{ name: a, value: "1" }], consumption: perpetual');
    const text = file(wish, '  delivery: eks-add-on\n');
    const { problems, model } = parseSettings(text);
    expect(problems.map(brief(text))).toEqual([expect.stringMatching(/\[perpetual\] setting-invalid$/)]);
    expect(model).toBeUndefined();
  });

  it('is known key by key', () => {
    expect(settingAt(['chart', 'inject', 0])?.keys).toEqual(['license-check', 'first-user-password']);
    expect(settingAt(['chart', 'inject', 0, 'license-check', 'consumption'])?.values).toEqual([
      'provisional',
      'perpetual',
    ]);
  });
});

describe('as what a chart is released', () => {
  it('is read without outer slashes', () => {
    const text = `${head}chart:\n  source: { path: x }\n  publish: { name: camunda, version: 9.1.0, appVersion: "8.4", path: /charts/ }\n`;
    expect(chartIn(text)?.publish).toEqual({ name: 'camunda', version: '9.1.0', appVersion: '8.4', path: 'charts' });
  });

  it.each([
    ['Camunda', 'name: Camunda', ['5:20 [Camunda] setting-invalid']],
    ['a path', 'name: a/b', ['5:20 [a/b] setting-invalid']],
    ['half a version', 'version: "9.1"', ['5:23 ["9.1"] chart-version-invalid']],
    ['a +', 'version: 9.1.0+a', ['5:23 [9.1.0+a] chart-version-build']],
    ['capitals', 'path: Charts', ['5:20 [Charts] setting-invalid']],
  ])('with %s is refused', (_, publish, problems) => {
    const text = `${head}chart:\n  source: { path: x }\n  publish: { ${publish} }\n`;
    expect(parseSettings(text).problems.map(brief(text))).toEqual(problems);
  });

  it('may take the + of the version that is read away', () => {
    const text = `${head}chart:\n  source: { oci: ghcr.io/a/b }\n  version: 1.0.0+a\n`;
    expect(parseSettings(text).problems.map(({ rule }) => rule)).toEqual(['chart-version-build']);
    expect(parseSettings(`${text}  publish: { version: 1.0.0 }\n`).problems).toEqual([]);
  });
});
