import { describe, expect, it } from 'vitest';
import { ReleaseError } from '#problem';
import { type Http, type Login, NetworkError, RegistrySession } from '#registry';
import { headManifest } from '../../../src/registry/manifests/manifests.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const minute = 60_000;
const digest = `sha256:${'1'.repeat(64)}`;
const token: Login = { kind: 'password', username: 'AWS', password: 'token' };

/** A registry that is there or not, as its network is. */
function registryOf(login: () => Promise<Login | undefined> = async () => undefined) {
  const clock = virtualClock();
  const network = { goneUntil: 0, sent: 0 };
  const http: Http = {
    send: async () => {
      network.sent++;
      if (clock.now() < network.goneUntil) throw new NetworkError('refused', 'refused');
      const headers = { 'docker-content-digest': digest };
      return { status: 200, headers, body: (async function* () {})(), discard: () => undefined };
    },
  };
  const access = { registry: 'r.example', origin: 'https://r.example', credentials: 'test', alwaysBasic: true, login };
  return { clock, network, session: new RegistrySession(access, http, clock) };
}

describe('a registry that was there and is silent', () => {
  it('is waited for, however long ago it last had something to say', async () => {
    const { clock, network, session } = registryOf();
    const told = session.retrying(async (attempt) => {
      await headManifest(session, 'a', '1');
      if (attempt > 1) return attempt;
      // A layer of gigabytes on its way, and then the network goes.
      await clock.sleep(40 * minute);
      network.goneUntil = clock.now() + minute;
      throw new NetworkError('reset', 'reset');
    });
    expect(await told).toBe(2);
  });

  it('is given up after five minutes: by those who wait at once, by those who come later on the spot', async () => {
    const { clock, network, session } = registryOf();
    await headManifest(session, 'a', '1');
    await clock.sleep(minute);
    network.goneUntil = Number.POSITIVE_INFINITY;
    const began = clock.now();
    const waiting = Array.from({ length: 20 }, (_, tag) =>
      headManifest(session, 'a', `${tag}`).catch((error) => error.code),
    );
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['unreachable']));
    expect(clock.now() - began).toBeGreaterThan(4 * minute);
    expect(clock.now() - began).toBeLessThan(6 * minute);
    network.sent = 0;
    const given = clock.now();
    for (let tag = 0; tag < 100; tag++) {
      await expect(headManifest(session, 'b', `${tag}`)).rejects.toMatchObject({ code: 'unreachable' });
    }
    expect(network.sent).toBe(100);
    expect(clock.now()).toBe(given);
  });

  it('is told from a request that breaks it: that one is tried six times', async () => {
    const { network, session } = registryOf();
    let tries = 0;
    const told = session.retrying(async () => {
      await headManifest(session, 'a', '1');
      tries++;
      throw new NetworkError('reset', 'reset', undefined, 'r.example');
    });
    await expect(told).rejects.toMatchObject({ code: 'unreachable' });
    expect(tries).toBe(6);
    expect(network.sent).toBe(6);
  });

  it('is waited for when it is the login that cannot be renewed for want of a network', async () => {
    let isGone = false;
    const unreachable = () => new ReleaseError('unreachable', 'api.ecr cannot be reached');
    const { clock, session } = registryOf(async () => {
      if (isGone) throw unreachable();
      // Ends at once, so that each request asks for another.
      return { ...token, expiresAt: clock.now() } as Login;
    });
    await headManifest(session, 'a', '1');
    await clock.sleep(1000);
    isGone = true;
    const asked = headManifest(session, 'a', '2');
    await clock.sleep(minute);
    isGone = false;
    expect(await asked).toBe(digest);
  });

  it('was never there when the login fails first: told at once', async () => {
    const { clock, session } = registryOf(async () => {
      throw new ReleaseError('unreachable', 'api.ecr cannot be reached');
    });
    const began = clock.now();
    await expect(headManifest(session, 'a', '1')).rejects.toMatchObject({ message: 'api.ecr cannot be reached' });
    expect(clock.now()).toBe(began);
  });
});
