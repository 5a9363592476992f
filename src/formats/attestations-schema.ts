import * as z from 'zod/mini';
import { isRegistryHost } from '#reference';
import { given, jsonKeywords, lacking, patterns } from './json-keywords.ts';
import { secretKeys } from './password-schema.ts';
import { pathPattern } from './path-pattern.ts';
import { reason } from './reason.ts';
import { optionalKey, requiredKey } from './setting-notes.ts';
import { matching, text, word } from './target-schema.ts';

/** The keys that say of an attestation what it has to be: of no use where none is asked for. */
const asking = ['url', 'key', 'fingerprint', 'token', 'require', 'types'] as const;

function isNoteAddress(value: string): boolean {
  const [, scheme, host = '', path = ''] = /^(https?):\/\/([^/?#@\s\\]+)\/([^?#@\s\\]+)$/.exec(value) ?? [];
  const isLoopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/.test(host);
  return isRegistryHost(host) && !path.split('/').includes('..') && (scheme === 'https' || isLoopback);
}

const token = z
  .strictObject({
    registry: optionalKey(text(isRegistryHost, 'must be a registry host', patterns.host), {
      description: 'Registry whose password is the token.',
    }),
    ...secretKeys('token'),
  })
  .check(
    z.refine((value) => [value.registry, value.env, value.secret].filter((one) => one !== undefined).length === 1, {
      error: 'needs one of registry (its password), env (a variable) and secret (in Secrets Manager)',
    }),
  )
  .check(
    z.refine(
      ({ registry, env, secret: _, ...others }) =>
        (registry ?? env) === undefined || Object.values(others).every((other) => other === undefined),
      { error: 'has keys that belong to a secret' },
    ),
  )
  .register(jsonKeywords, {
    oneOf: [
      { allOf: [given('registry'), lacking('env', 'secret', 'field', 'profile', 'role', 'region')] },
      { allOf: [given('env'), lacking('registry', 'secret', 'field', 'profile', 'role', 'region')] },
      { allOf: [given('secret'), lacking('registry', 'env')] },
    ],
  });

const shape = {
  images: requiredKey(pathPattern(), {
    description:
      'Which images: a pattern for the path as the files name it, before `names` and prefix. `*` stands for any text in one part of the path, `**` for any folders.',
  }),
  exempt: optionalKey(reason(), {
    description: 'No attestation is asked for, and why; the report tells the reason.',
  }),
  url: optionalKey(
    text(
      isNoteAddress,
      "must be the https address of a note's occurrences, without a login, ? and #",
      patterns.attestationUrl,
    ),
    {
      description:
        "Address of the attestor's note: its occurrences (Grafeas). Plain HTTP for this machine itself only.",
    },
  ),
  key: optionalKey(word, {
    description: "File with the attestor's public key (OpenPGP). An image passes only if this key has signed for it.",
    isFile: true,
  }),
  fingerprint: optionalKey(matching(patterns.fingerprint, 'must be the whole fingerprint, 40 or 64 hex digits'), {
    description: 'Fingerprint of the key that is meant, where the file has several. Blanks do not matter.',
  }),
  token: optionalKey(token, {
    description:
      'Where the bearer token is: `{ registry: HOST }`, the password of a registry; or `{ env: NAME }`, or `{ secret: NAME, field: KEY }` of AWS Secrets Manager. Never the token itself.',
    fallback: 'none is sent',
  }),
  require: optionalKey(z.boolean(), {
    description: 'An image without a valid attestation is not released. With `false` that is a warning.',
    fallback: 'true',
  }),
  types: optionalKey(
    z.array(word).check(z.minLength(1, { error: 'must name a type; leave it out for the usual ones' })),
    {
      description: 'Types of payloads (`critical.type`) that count.',
      fallback: 'those of Google, cosign and atomic',
      examples: ['"Google cloud binauthz container signature"'],
    },
  ),
};

const attestation = z
  .strictObject(shape)
  .check(
    z.refine(({ exempt, url, key }) => exempt !== undefined || url !== undefined || key !== undefined, {
      error: 'needs url and key, or exempt with the reason',
    }),
  )
  .check(...asking.map(withoutExempt))
  .check(needs('url', 'key'))
  .check(needs('key', 'url'))
  .register(jsonKeywords, {
    oneOf: [{ allOf: [given('exempt'), lacking(...asking)] }, { allOf: [given('url', 'key'), lacking('exempt')] }],
  });

type Attestation = z.infer<z.ZodMiniObject<typeof shape, z.core.$strict>>;

function withoutExempt(key: (typeof asking)[number]) {
  return z.refine<Attestation>((value) => value.exempt === undefined || value[key] === undefined, {
    path: [key],
    error: 'cannot stand beside exempt',
  });
}

function needs(missing: 'url' | 'key', other: 'url' | 'key') {
  const holds = (value: Attestation) =>
    value.exempt !== undefined || value[missing] !== undefined || value[other] === undefined;
  return z.refine<Attestation>(holds, {
    path: [missing],
    error: 'is missing',
  });
}

/** `attestations` of the settings. That a rule never counts is found elsewhere. */
export const attestationsSchema = z.array(attestation);

/** An entry as the schema has accepted it. */
export type RawAttestation = z.infer<typeof attestation>;
