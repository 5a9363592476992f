import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isRecord } from './narrow.ts';

/** What a token says, if it is one of ours. */
interface OpenedToken {
  readonly content: Readonly<Record<string, unknown>>;
  readonly expired: boolean;
}

/** Tokens that carry their own content under a signature: nothing is stored for them. */
export interface SealedTokens {
  /** `expiresAt` in milliseconds since 1970. */
  seal(content: Readonly<Record<string, unknown>>, expiresAt: number): string;
  /** Undefined for what was not sealed here. */
  open(token: string): OpenedToken | undefined;
  /** Ends every token sealed so far. */
  expireAll(): void;
}

/**
 * Makes a seal of its own: its key dies with the sandbox, after a restart all tokens are unknown, as clients must expect
 * anyway.
 */
export function sealedTokens(now: () => number): SealedTokens {
  const key = randomBytes(32);
  const sign = (payload: string): Buffer => createHmac('sha256', key).update(payload).digest();
  let sealed = 0;
  let endedUpTo = 0;
  return {
    seal: (content, expiresAt) => {
      sealed += 1;
      const payload = Buffer.from(JSON.stringify({ serial: sealed, expiresAt, content })).toString('base64url');
      return `${payload}.${sign(payload).toString('base64url')}`;
    },
    open: (token) => {
      const [payload = '', signature = ''] = token.split('.');
      const given = Buffer.from(signature, 'base64url');
      const wanted = sign(payload);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
      const opened: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
      if (!isRecord(opened) || !isRecord(opened.content)) return undefined;
      const { serial, expiresAt, content } = opened;
      if (typeof serial !== 'number' || typeof expiresAt !== 'number') return undefined;
      return { content, expired: serial <= endedUpTo || expiresAt <= now() };
    },
    expireAll: () => {
      endedUpTo = sealed;
    },
  };
}
