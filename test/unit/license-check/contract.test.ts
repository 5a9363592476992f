import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { VerdictKind } from '#license';
import { licenseCheckContainer } from '../../../src/chart/inject/parts/license-check-container.ts';
import { licenseCheckHook } from '../../../src/chart/inject/parts/license-check-hook.ts';
import { exitStatuses, statusOf } from '../../../src/license-check/exit-statuses.ts';
import { programWish } from '../../../src/license-check/program-environment.ts';
import { programVariables } from '../../../src/license-check/program-variables.ts';
import { filled, snippetsOf } from '../../support/snippets.ts';

const needed = {
  LICENSE_PRODUCT: 'prod-1',
  LICENSE_ENTITLEMENTS: '[{"name":"a"}]',
  LICENSE_CLIENT_TOKEN: 'token',
};
const names = programVariables.map(({ name }) => name);

describe('the exit status', () => {
  it('of each answer is told once', () => {
    const statuses: Record<VerdictKind, number> = {
      valid: 0,
      refused: 2,
      expired: 10,
      invalid: 11,
      missing: 12,
      throttled: 20,
      unreachable: 20,
      denied: 21,
    };
    const told = exitStatuses.flatMap(({ status, kinds }) => kinds.map((kind) => [kind, status]));
    expect(told).toHaveLength(Object.keys(statuses).length);
    expect(Object.fromEntries(told)).toEqual(statuses);
    for (const [kind, status] of Object.entries(statuses)) expect(statusOf(kind as VerdictKind)).toBe(status);
  });

  it('ends the Job where asking again changes nothing, and only there', () => {
    const final = exitStatuses.filter(({ status, mayPass }) => status !== 0 && !mayPass).map(({ status }) => status);
    const [, values = ''] = /^ *values: \[(.*)\]$/m.exec(licenseCheckHook.text) ?? [];
    expect(values.split(', ').map(Number)).toEqual(final);
  });
});

describe('the environment', () => {
  it('that is read is the one that is told of', () => {
    const read = new Set<string>();
    const environment = new Proxy<Record<string, string>>(needed, {
      get: (held, name: string) => {
        read.add(name);
        return held[name];
      },
    });
    programWish(environment);
    // These two are read where credentials are made.
    const ofTokens = ['AWS_WEB_IDENTITY_REFRESH_TOKEN_FILE', 'AWS_ROLE_ARN'];
    expect([...read].sort()).toEqual(names.filter((name) => !ofTokens.includes(name)).sort());
  });

  it('is taken without what has a default, and not without what is needed', () => {
    const defaults = programVariables.flatMap(({ name, fallback }) =>
      fallback === undefined ? [] : [[name, fallback]],
    );
    expect(programWish({ ...needed, ...Object.fromEntries(defaults) })).toEqual(programWish(needed));
    const asked = programVariables.flatMap(({ name, isNeeded }) => (isNeeded ? [name] : []));
    expect(asked.sort()).toEqual(Object.keys(needed).sort());
    for (const name of asked) expect(() => programWish({ ...needed, [name]: '' })).toThrow(name);
  });

  const image = { registry: 'r.example', repository: 'a/b', tag: '1' };
  const snippets = Object.values(snippetsOf('chart-manifests.json'));
  const snippet = (prefix: string) => {
    const found = snippets.find((one) => one.prefix === prefix);
    return found ? filled(found) : '';
  };
  it.each([
    ['the hook', licenseCheckContainer('helm', image)],
    ['a pod of an EKS add-on', licenseCheckContainer('eks-add-on', image)],
    ['the job among the snippets', snippet('marketplace-license-job')],
    ['the init container among the snippets', snippet('marketplace-license-init-container')],
  ])('is given by %s in words that the program knows', (_, template) => {
    const given = [...template.matchAll(/- name: ((?:LICENSE|AWS)_\w+)/g)].map(([, name = '']) => name);
    expect(given.filter((name) => !names.includes(name))).toEqual([]);
    expect(given).toEqual(expect.arrayContaining(Object.keys(needed)));
  });

  it('is given by the snippets in values that the program reads', () => {
    const [document] = parseAllDocuments(snippet('marketplace-license-values'));
    const { licenseCheck } = document?.toJS().awsmp ?? {};
    const { product, entitlements, checkIn, failOpen } = licenseCheck;
    const environment = {
      LICENSE_PRODUCT: product,
      LICENSE_ENTITLEMENTS: JSON.stringify(entitlements),
      LICENSE_CLIENT_TOKEN: 'token',
      LICENSE_CHECK_IN: String(checkIn),
      LICENSE_FAIL_OPEN: String(failOpen),
    };
    expect(programWish(environment)).toMatchObject({ checkIn: false, failOpen: true, wish: { product } });
  });
});
