import { describe, expect, it } from 'vitest';
import type { CheckedOut, LicenseService } from '#license';
import { runProgram } from '../../../src/license-check/run-program.ts';

const environment = {
  LICENSE_PRODUCT: 'prod-1',
  LICENSE_ENTITLEMENTS: '[{"name":"users","unit":"Count","value":"1"}]',
  LICENSE_CLIENT_TOKEN: 'uid-1',
  LICENSE_PATIENCE_SECONDS: '0',
};
const clock = { now: () => 0, sleep: async () => undefined, random: () => 0 };

function answering(answer: CheckedOut | Error): LicenseService {
  return {
    checkOut: async () => {
      if (answer instanceof Error) throw answer;
      return answer;
    },
    checkIn: async () => undefined,
    licensesOf: async () => [],
  };
}

const run = (answer: CheckedOut | Error, more: Readonly<Record<string, string>> = {}) =>
  runProgram({ environment: { ...environment, ...more }, service: async () => answering(answer), clock });
const error = (name: string) => Object.assign(new Error('words'), { name, $metadata: {} });

describe('the exit status', () => {
  it.each([
    ['NoEntitlementsAllowedException', 12],
    ['RateLimitExceededException', 20],
    ['ServerInternalException', 20],
    ['AuthorizationException', 21],
    ['ValidationException', 2],
  ])('of %s is %d', async (name, status) => {
    expect(await run(error(name))).toMatchObject({
      status,
      lines: [expect.stringContaining('prod-1'), expect.any(String)],
    });
  });

  it('is 0 for a valid licence', async () => {
    expect(await run({ allowed: [{ name: 'users', unit: 'Count' }] })).toMatchObject({ status: 0 });
  });

  it.each([
    ['RateLimitExceededException', 0],
    ['ServerInternalException', 0],
    ['NoEntitlementsAllowedException', 12],
    ['AuthorizationException', 21],
  ])('of %s is %d where trouble of the network lets through', async (name, status) => {
    const end = await run(error(name), { LICENSE_FAIL_OPEN: 'true' });
    expect(end.status).toBe(status);
    expect(end.lines.some((line) => line.includes('fail open'))).toBe(status === 0);
  });
});

describe('an environment that does not say what to check', () => {
  it.each([
    ['LICENSE_PRODUCT', ''],
    ['LICENSE_PRODUCT', 'prod 1'],
    ['LICENSE_CLIENT_TOKEN', ''],
    ['LICENSE_ENTITLEMENTS', ''],
    ['LICENSE_ENTITLEMENTS', '{}'],
    ['LICENSE_ENTITLEMENTS', '[]'],
    ['LICENSE_ENTITLEMENTS', '[1]'],
    ['LICENSE_ENTITLEMENTS', '[{"name":""}]'],
    ['LICENSE_ENTITLEMENTS', '[{"name":"a","unit":1}]'],
    ['LICENSE_CONSUMPTION', 'sometimes'],
    ['LICENSE_FAIL_OPEN', 'yes'],
    ['LICENSE_CHECK_IN', '1'],
    ['LICENSE_PATIENCE_SECONDS', '-1'],
    ['LICENSE_PATIENCE_SECONDS', '1e9'],
  ])('%s=%s is not understood, and named', async (name, value) => {
    const end = await run(new Error('nobody is asked'), { [name]: value });
    expect(end).toMatchObject({ status: 2, lines: [expect.stringContaining(name)] });
  });
});

describe('the lines', () => {
  const granted = { allowed: [{ name: 'users', unit: 'Count' }], consumptionToken: 'token', expires: 'noon' };

  it('hold nothing that has the shape of a secret', async () => {
    const allowed = [{ name: 'https://user:planted@host/', unit: 'None' }];
    const end = await run({ ...granted, allowed });
    const wanted = '[{"name":"https://user:planted@host/"}]';
    const valid = await run({ ...granted, allowed }, { LICENSE_ENTITLEMENTS: wanted });
    expect(valid.status).toBe(0);
    expect([...end.lines, ...valid.lines].join()).not.toContain('planted');
  });

  it('say once when what could not be given back is free again', async () => {
    const service = { ...answering(granted), checkIn: async () => Promise.reject(error('ValidationException')) };
    const parts = { environment: { ...environment, LICENSE_CHECK_IN: 'true' }, service: async () => service, clock };
    const { lines } = await runProgram(parts);
    expect(lines.filter((line) => line.includes('noon'))).toHaveLength(1);
    expect((await run(granted)).lines.filter((line) => line.includes('noon'))).toHaveLength(1);
  });
});
