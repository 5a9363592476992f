import { describe, expect, it } from 'vitest';
import { composeGateways, LazyAws } from '#composition';
import { parseHostsMap } from '#platform';

const registry = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';

/** Gateways whose AWS gives a new token each time, good for so long. */
function gateways(goodForMs: number) {
  const aws = new LazyAws({});
  let given = 0;
  aws.ecrLogin = async () => ({ username: 'AWS', password: `token-${++given}`, expiresAt: Date.now() + goodForMs });
  const hosts = parseHostsMap(
    new TextEncoder().encode(
      '{"schemaVersion":1,"hosts":{"own.example":{"origin":"http://127.0.0.1:1","username":"me","password":"x"}}}',
    ),
    'hosts.json',
  );
  const machine = { environment: {}, directory: '/', home: '/nowhere', version: '1', program: '/nowhere/cli.cjs' };
  return composeGateways(aws, hosts, { settings: { registries: [] }, folder: '/', target: { registry } }, machine)
    .gateways;
}

describe('logins', () => {
  it('with a time are asked for once for all questions, until they are refused', async () => {
    const { registries } = gateways(3_600_000);
    const [one, two] = [await registries.access(registry), await registries.access(registry)];
    const logins = await Promise.all([one.login(false), two.login(false)]);
    expect(logins.map((login) => login?.kind === 'password' && login.password)).toEqual(['token-1', 'token-1']);
    expect(await two.login(true)).toMatchObject({ password: 'token-2' });
    expect(await one.login(false)).toMatchObject({ password: 'token-2' });
  });

  it('that are about to end are not given again', async () => {
    const { registries } = gateways(10_000);
    const access = await registries.access(registry);
    expect(await access.login(false)).toMatchObject({ password: 'token-1' });
    expect(await access.login(false)).toMatchObject({ password: 'token-2' });
  });

  it('without one are passed on', async () => {
    const { registries } = gateways(1);
    const own = await registries.access('own.example');
    expect(await own.login(false)).toMatchObject({ username: 'me' });
    expect(registries.isSandbox).toBe(false);
  });
});
