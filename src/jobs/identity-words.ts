/**
 * As whom AWS is called, in words: `profile seller, role arn:aws:iam::123456789012:role/release`. Undefined when it is AWS's own default
 * in everything.
 * @param credentialsFrom where the credentials come from when it is not AWS's usual chain; profiles do not count then
 */
export function identityWords(
  { profile, role }: { readonly profile?: string | undefined; readonly role?: string | undefined },
  credentialsFrom?: string,
): string | undefined {
  const from = credentialsFrom ?? (profile === undefined ? undefined : `profile ${profile}`);
  const words = [...(from === undefined ? [] : [from]), ...(role === undefined ? [] : [`role ${role}`])];
  return words.length === 0 ? undefined : words.join(', ');
}
