import { createHash } from 'node:crypto';
import { AwsError } from '../aws-error.ts';

const keyId = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;

/**
 * The ARN of the key behind what CreateRepository was given: "the alias, key ID, or full ARN" (ECR API Reference,
 * EncryptionConfiguration); describing the repository tells the ARN of the key (as aquasecurity/tfsec#1165 found for a key id). There
 * is no KMS here: every alias has a key, which its name makes. Throws KmsException for what can be no key of the region.
 */
export function kmsKeyArn(given: string, account: string, region: string): string {
  const [, ofRegion, ofAccount, resource = given] = /^arn:aws:kms:([a-z0-9-]+):(\d{12}):(.+)$/.exec(given) ?? [];
  if (ofRegion !== undefined && ofRegion !== region) throw refusal(`Invalid arn ${ofRegion}`);
  const start = `arn:aws:kms:${region}:${ofAccount ?? account}:key/`;
  if (/^alias\/[\w/-]{1,250}$/.test(resource)) return start + uuid(`${ofAccount ?? account} ${resource}`);
  const id = resource.replace(/^key\//, '');
  if (keyId.test(id)) return start + id;
  throw refusal(`Invalid keyId '${given}'`);
}

/** The key that AWS manages for ECR in an account. */
export const defaultKeyAlias = 'alias/aws/ecr';

function refusal(message: string): AwsError {
  return new AwsError('KmsException', message);
}

function uuid(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
