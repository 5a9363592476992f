import { isLiteralSecret, tokenIn } from '../literal-secrets.ts';
import type { ValueEvidence } from './chart-evidence.ts';

/** Names of what leads to a secret: another object, a key in it, a switch. */
const reference =
  /^(?:existing|use|enable|generate|create|auto|mount)_|(?:password|token|secret|passphrase|credentials?)_keys?$|_(?:key|name|ref)s?_(?:name|ref)$|_(?:field|mapping|annotations?|labels?|rotation|store|class|kind|driver|volume|mount|prefix|suffix|enabled)$/;
/** The name of a Secret is called secret as well. What is only ever a secret itself has another word before it. */
const secretObject = /(?:^|_)secrets?$/;
const ownSecret = /(?:client|app|application|shared|jwt|session|cookie|signing|webhook|hmac|oauth|oidc)_secret$/;
/** Maps whose keys are names of keys in a Secret. */
const keyMap = /^(?:secret_?keys?|secret_?key_?ref|existing_?secret.*|keys|key_?mapping|.*_?secret_?ref)$/i;

/**
 * Whether a default value is a secret, written out, by its name and by what it looks like. Values of charts are full of names that only lead to
 * secrets: `existingSecret`, `secretKeys.adminPasswordKey`.
 * @returns what it is, in a few words
 */
export function literalValueSecret({ path, value }: ValueEvidence): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value);
  const token = tokenIn(text);
  if (token !== undefined) return token;
  const names = path.map(snakeCase);
  // In a list the name is that of the list.
  const name = names.findLast((one) => !/^\d+$/.test(one)) ?? '';
  if (reference.test(name) || names.slice(0, -1).some((one) => keyMap.test(one))) return undefined;
  if (secretObject.test(name) && !ownSecret.test(name)) return undefined;
  // A computed value, as a chart that renders its values writes it.
  if (text.includes('{{') || /^<.*>$/.test(text)) return undefined;
  return isLiteralSecret(name, text) ? 'a password or a key' : undefined;
}

/** `postgresqlPassword` → `postgresql_password`, `rootPW` stays a word. */
function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[-.]/g, '_')
    .toLowerCase();
}
