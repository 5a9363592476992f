/** A key as ECR takes it: its ARN, its id, or an alias of it by name or ARN (ECR API Reference, EncryptionConfiguration). */
const keyPattern =
  /^(?:arn:(aws[a-z-]*):kms:([a-z0-9-]+):\d{12}:)?(?:key\/)?(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32}|alias\/[\w/-]{1,250})$/;

/**
 * Why a key cannot be the one of a repository in a region, as the end of a sentence; undefined when it may be.
 * @param region of the registry; undefined while it is not known
 */
export function kmsKeyFault(key: string, region: string | undefined): string | undefined {
  const match = keyPattern.exec(key);
  if (!match) return 'is no KMS key: an ARN, a key id, or alias/ and a name';
  const [, , ofKey] = match;
  if (ofKey === undefined || region === undefined || ofKey === region) return undefined;
  return `is in ${ofKey}, and the registry in ${region}: ECR takes keys of its own region only`;
}

/**
 * Whether two names stand for the same key, as far as names tell: an alias says nothing about the key behind it, so that it is taken to
 * fit any.
 */
export function mayBeSameKey(one: string, other: string): boolean {
  if (one === other) return true;
  if (one.includes('alias/') !== other.includes('alias/')) return true;
  const id = (key: string) => key.slice(key.lastIndexOf(':') + 1).replace(/^key\//, '');
  return id(one) === id(other);
}
