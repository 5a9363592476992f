import * as z from 'zod/mini';
import { given, jsonKeywords, lacking } from './json-keywords.ts';
import { optionalKey } from './setting-notes.ts';
import { fromEnvironment, identity, word } from './target-schema.ts';

/** Where something secret is: a variable, or a secret of AWS Secrets Manager. Schemas of its own for each place. */
export function secretKeys(what: 'password' | 'token') {
  return {
    env: optionalKey(fromEnvironment(), { description: `Environment variable that holds the ${what}.` }),
    secret: optionalKey(word, { description: 'Name or ARN of a secret in AWS Secrets Manager.' }),
    field: optionalKey(word, {
      description: `Key of the secret's JSON that holds the ${what}.`,
      fallback: `the whole secret is the ${what}`,
    }),
    ...identity,
  };
}

/** The password of a login: never itself. */
export const password = z
  .strictObject(secretKeys('password'))
  .check(
    z.refine(({ env, secret }) => (env === undefined) !== (secret === undefined), {
      error: 'needs one of env (a variable) and secret (in Secrets Manager)',
    }),
  )
  .check(
    z.refine(({ env, secret: _, ...others }) => env === undefined || Object.keys(others).length === 0, {
      error: 'from a variable has no other keys: they belong to a secret',
    }),
  )
  .register(jsonKeywords, {
    oneOf: [
      { allOf: [given('env'), lacking('secret')], propertyNames: { enum: ['env', 'secret'] } },
      { allOf: [given('secret'), lacking('env')] },
    ],
  });

/** A password as the schema has accepted it. */
export type RawPassword = z.infer<typeof password>;
