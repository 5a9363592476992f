import { createHmac, timingSafeEqual } from 'node:crypto';
import { isRecord } from '../../store/narrow.ts';

/** Everybody who reads this can make such tokens, as with the sandbox's other credentials; so they outlive a restart. */
const sealingKey = 'sandbox-license-tokens-not-a-real-key';

const header = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');

/** What License Manager's tokens say. */
export interface LicenseToken {
  readonly kind: 'refresh' | 'access';
  /** Whose licence it is for. */
  readonly account: string;
  readonly license: string;
  /** Roles that may be assumed with it; none: any of the account. */
  readonly roles: readonly string[];
  readonly properties: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The token as a JWT. */
export function writeLicenseToken(token: LicenseToken): string {
  const payload = Buffer.from(JSON.stringify(token)).toString('base64url');
  return `${header}.${payload}.${sealOf(payload).toString('base64url')}`;
}

/** What a token of {@link writeLicenseToken} says; undefined for any other. */
export function readLicenseToken(text: string): LicenseToken | undefined {
  const [, payload = '', seal = ''] = text.split('.');
  const given = Buffer.from(seal, 'base64url');
  const wanted = sealOf(payload);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
  const held: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
  if (!isRecord(held) || (held.kind !== 'refresh' && held.kind !== 'access')) return undefined;
  const { kind, account, license, roles, properties, expiresAt } = held;
  if (typeof account !== 'string' || typeof license !== 'string' || typeof expiresAt !== 'number') return undefined;
  return { kind, account, license, expiresAt, roles: texts(roles), properties: texts(properties) };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function sealOf(payload: string): Buffer {
  return createHmac('sha256', sealingKey).update(`${header}.${payload}`).digest();
}
