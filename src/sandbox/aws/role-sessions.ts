import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isRecord } from '../store/narrow.ts';
import type { Identity } from './identity.ts';

/**
 * Everybody who reads this can make such keys, as everybody can read the sandbox's other credentials. With a key of its own for each
 * start, a job could not go on with the keys that it has when the sandbox was started again under it.
 */
const sealingKey = 'sandbox-role-sessions-not-a-real-key';

/** Temporary keys of an assumed role. */
export interface RoleSession {
  readonly identity: Identity;
  readonly sessionToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Makes temporary keys for a role: as AWS's, an access key id of its own (`ASIA…`), its secret, and a token that has to come with each
 * request. The token holds all there is to know under a signature, so nothing is kept.
 * @param assumed who the caller becomes: `arn:aws:sts::<account>:assumed-role/<role>/<session>`
 */
export function issueRoleSession(
  assumed: Pick<Identity, 'account' | 'arn' | 'userId'>,
  expiresAt: number,
): RoleSession {
  // Letters and digits as in base32, which is what AWS's ids are made of.
  const serial = [...randomBytes(16)].map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]).join('');
  const accessKeyId = `ASIA${serial}`;
  const { account, arn, userId } = assumed;
  const payload = Buffer.from(JSON.stringify({ accessKeyId, account, arn, userId, expiresAt })).toString('base64url');
  const sessionToken = `${payload}.${sealOf(payload).toString('base64url')}`;
  return {
    identity: { account, arn, userId, accessKeyId, secretAccessKey: secretOf(payload) },
    sessionToken,
    expiresAt,
  };
}

/** Whose keys these are; undefined for a token that was not made by {@link issueRoleSession}, or belongs to another access key. */
export function openRoleSession(accessKeyId: string, sessionToken: string): RoleSession | undefined {
  const [payload = '', seal = ''] = sessionToken.split('.');
  const given = Buffer.from(seal, 'base64url');
  const wanted = sealOf(payload);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
  const held: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
  if (!isRecord(held) || held.accessKeyId !== accessKeyId) return undefined;
  const { account, arn, userId, expiresAt } = held;
  if (typeof account !== 'string' || typeof arn !== 'string' || typeof userId !== 'string') return undefined;
  if (typeof expiresAt !== 'number') return undefined;
  return {
    identity: { account, arn, userId, accessKeyId, secretAccessKey: secretOf(payload) },
    sessionToken,
    expiresAt,
  };
}

function sealOf(payload: string): Buffer {
  return createHmac('sha256', sealingKey).update(payload).digest();
}

/** As long as AWS's. */
function secretOf(payload: string): string {
  return createHmac('sha256', sealingKey).update(`secret of ${payload}`).digest('base64').slice(0, 40);
}
