import { ReleaseError } from '#problem';
import { type RegistryAccess, RegistrySession } from '#registry';
import type { Emit } from '../event.ts';
import type { Gateways } from '../gateways.ts';
import { type DoctorCheck, failedCheck } from './doctor-check.ts';

/** What asking a registry for nothing tells. */
export interface RegistryAnswer {
  readonly check: DoctorCheck;
  readonly origin?: string;
  /** What the other side's clock said, and ours at the same time; ms since the epoch. */
  readonly clocks?: { readonly theirs: number; readonly ours: number };
}

/**
 * Asks a registry whether it is there and lets us in: GET /v2/, with the login that there is (OCI distribution specification, "Determining
 * support").
 * @param isTarget where a login is needed in any case; a source may let everybody pull without one
 */
export async function checkRegistry(
  registry: string,
  gateways: Gateways,
  isTarget: boolean,
  { emit, signal }: { readonly emit: Emit; readonly signal?: AbortSignal },
): Promise<RegistryAnswer> {
  let name = `registry ${registry}`;
  let access: RegistryAccess | undefined;
  try {
    access = await gateways.registries.access(registry);
    // Its host is a name of ours.
    if (access.layout !== undefined) name = `layout ${access.layout}`;
    const { sentTo, clocks } = await askForNothing(access, gateways, emit, signal);
    const { origin, credentials, layout } = access;
    if (layout !== undefined)
      return { check: { name, state: 'ok', message: 'The folder is an image layout, or can become one' } };
    const login =
      sentTo.length > 0
        ? `the login of ${credentials} was accepted`
        : `no login was asked for (there is: ${credentials})`;
    return {
      check: { name, state: 'ok', message: `${origin} answers; ${login}` },
      origin,
      ...(clocks ? { clocks } : {}),
    };
  } catch (error) {
    const isOpen = ReleaseError.is(error) && error.code === 'login-required' && !isTarget;
    const check = failedCheck(name, error, signal, isOpen ? 'warning' : 'error');
    return { check, ...(access && access.layout === undefined ? { origin: access.origin } : {}) };
  }
}

/**
 * One request that needs no rights.
 * @returns the hosts that got credentials, and the clocks when the answer is fresh
 * @throws ReleaseError `login-required`, `login-refused`, `unreachable`, `tls-failed`, what the access throws
 */
export async function askForNothing(
  access: RegistryAccess,
  { http, clock }: Pick<Gateways, 'http' | 'clock'>,
  emit: Emit,
  signal: AbortSignal | undefined,
): Promise<{
  readonly sentTo: readonly string[];
  readonly clocks?: { readonly theirs: number; readonly ours: number };
}> {
  const sentTo = new Set<string>();
  const session = new RegistrySession(access, http, clock, {
    waiting: (wait) => emit({ type: 'waiting', ...wait }),
    credentialsSent: (host) => sentTo.add(host),
  });
  const answer = await session.request({
    method: 'GET',
    path: '/v2/',
    scope: [],
    expect: [200],
    what: 'GET /v2/',
    ...(signal ? { signal } : {}),
  });
  answer.discard();
  const { date, age } = answer.headers;
  const theirs = date === undefined || age !== undefined ? Number.NaN : Date.parse(date);
  return { sentTo: [...sentTo], ...(Number.isNaN(theirs) ? {} : { clocks: { theirs, ours: clock.now() } }) };
}
