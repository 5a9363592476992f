import { ReleaseError } from '#problem';

/**
 * The password in a secret: the value of a key when the secret is JSON, as Secrets Manager's own console makes them, else the whole text.
 * What is wrong is said by the names alone: nothing of the secret stands in an error, nor is the parser's own error kept, which quotes it.
 * @param id of the secret
 * @throws ReleaseError `secret-malformed`
 */
export function secretField(text: string, id: string, field: string | undefined): string {
  const value = field === undefined ? wholeText(text, id) : valueOfKey(text, id, field);
  if (value !== '') return value;
  throw malformed(
    field === undefined ? `The secret ${id} is empty` : `The field ${field} of the secret ${id} is empty`,
  );
}

function wholeText(text: string, id: string): string {
  const keys = objectOf(text);
  if (keys === undefined || Object.keys(keys).length === 0) return text.replace(/\r?\n$/, '');
  throw malformed(
    `The secret ${id} is a JSON object, and the settings do not say which of its fields is the password`,
    'Name the field beside the secret: password.field.',
  );
}

function valueOfKey(text: string, id: string, field: string): string {
  const keys = objectOf(text);
  if (keys === undefined) {
    throw malformed(
      `The secret ${id} is no JSON object, so it has no field ${field}`,
      'Leave password.field out when the whole secret is the password.',
    );
  }
  if (!Object.hasOwn(keys, field)) throw malformed(`The secret ${id} has no field ${field}`);
  const value = keys[field];
  if (typeof value === 'string') return value;
  throw malformed(`The field ${field} of the secret ${id} is not a text`);
}

/** Undefined for what is no JSON, and for JSON that has no keys. */
function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function malformed(message: string, hint = 'Correct the secret, or password.field in marketplace.yaml.'): ReleaseError {
  return new ReleaseError('secret-malformed', message, { hint });
}
