import type { AttestationRule } from '#formats';
import { askForNoAttestation } from '../attestations/fetch-attestations.ts';
import type { Emit } from '../event.ts';
import type { Gateways } from '../gateways.ts';
import { Attestor, attestorName } from '../trust/attestations/attestor.ts';
import { type DoctorCheck, failedCheck } from './doctor-check.ts';

/** What looking at an attestor of the settings tells. */
export interface AttestorAnswer {
  /** The same attestor's, whichever target is looked at. */
  readonly attestor: string;
  readonly checks: readonly DoctorCheck[];
  readonly origin?: string;
}

interface Look {
  readonly gateways: Gateways;
  /** That the settings' paths are relative to. */
  readonly folder: string;
  readonly emit: Emit;
  readonly signal?: AbortSignal | undefined;
}

/** Whether the keys that attestations are checked with can be used, and their servers answer with the tokens that there are. */
export function checkAttestations(rules: readonly AttestationRule[], look: Look): Promise<AttestorAnswer[]> {
  const { gateways, folder, emit, signal } = look;
  const observer = (sent: (host: string) => void) => ({
    waiting: (wait: Omit<Extract<Parameters<Emit>[0], { type: 'waiting' }>, 'type'>) =>
      emit({ type: 'waiting', ...wait }),
    credentialsSent: sent,
  });
  const asked = new Map(rules.flatMap(({ ask }) => ('exempt' in ask ? [] : [[attestorName(ask), ask] as const])));
  return Promise.all(
    [...asked].map(async ([name, ask]): Promise<AttestorAnswer> => {
      const attestor = new Attestor(ask, { gateways, folder, observer });
      const checks = await Promise.all([
        checkKey(attestor, ask.key, gateways.clock.now(), signal),
        checkServer(attestor, new URL(ask.url).host, look),
      ]);
      const { endpoint } = attestor;
      return { attestor: name, checks, ...(endpoint ? { origin: endpoint.origin } : {}) };
    }),
  );
}

/** Its fingerprint is there to be compared with what the vendor has published. */
async function checkKey(
  attestor: Attestor,
  file: string,
  now: number,
  signal: AbortSignal | undefined,
): Promise<DoctorCheck> {
  const name = `attestor's key ${file}`;
  try {
    const { fingerprint, userIds, parts } = await attestor.key();
    const message = [fingerprint, ...userIds].join(', ');
    const isInUse = parts.some(
      ({ maySign, revocation, expiresAt = Number.POSITIVE_INFINITY }) => maySign && !revocation && expiresAt > now,
    );
    if (isInUse) return { name, state: 'ok', message };
    return {
      name,
      state: 'warning',
      message: `${message}: it has expired, was revoked, or is not for signing; only what it signed while it was good may count`,
      hint: 'Ask the vendor for the key as it is now.',
    };
  } catch (error) {
    return failedCheck(name, error, signal);
  }
}

async function checkServer(
  attestor: Attestor,
  host: string,
  { gateways: { http, clock }, signal }: Look,
): Promise<DoctorCheck> {
  const name = `attestations of ${host}`;
  try {
    const source = await attestor.source();
    const observer = attestor.observer();
    await askForNoAttestation(source, { http, clock, observer, ...(signal ? { signal } : {}) });
    const token = source.tokenFrom === undefined ? 'no token is sent' : `the token is: ${source.tokenFrom}`;
    return { name, state: 'ok', message: `${source.origin} answers; ${token}` };
  } catch (error) {
    return failedCheck(name, error, signal);
  }
}
