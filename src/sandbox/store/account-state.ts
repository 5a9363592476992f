import { vendorLogin } from '../registry/vendor-login.ts';
import { sampleLicenses } from '../samples/sample-licenses.ts';
import { type LicensesState, plainLicenses, readLicenses } from './license-state.ts';
import { isRecord, readNumber, readText } from './narrow.ts';

/** A secret of Secrets Manager. */
export interface SecretState {
  /** The six letters that AWS puts behind the name in the ARN. */
  readonly suffix: string;
  readonly versionId: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly value: { readonly text: string } | { readonly base64: string };
}

/** An object of S3. Its bytes are in the blob store. */
export interface ObjectState {
  readonly digest: string;
  /** bytes */
  readonly size: number;
  /** With its quotes. */
  readonly etag: string;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  /** Headers that are given back as they came: `content-type`, `x-amz-checksum-…`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What the seller's account has besides registries and products. */
export interface AccountState {
  /** By name. */
  readonly secrets: Map<string, SecretState>;
  /** By bucket and key. */
  readonly buckets: Map<string, Map<string, ObjectState>>;
  readonly licenses: LicensesState;
}

/** A bucket for what pipelines leave behind, the token of the vendor's registry, licences: what is there before a release begins. */
export function firstAccountState(): AccountState {
  const token: SecretState = {
    suffix: 'sAmPlE',
    versionId: '00000000-0000-4000-8000-000000000001',
    createdAt: Date.parse('2023-10-10T12:00:00Z'),
    value: { text: JSON.stringify({ TM_TOKEN: vendorLogin.password }) },
  };
  return {
    secrets: new Map([['tm-sync-token', token]]),
    buckets: new Map([['tm-artifacts-111122223333-sync-pipeline-s3', new Map<string, ObjectState>()]]),
    licenses: sampleLicenses(Date.now()),
  };
}

/** The state as JSON keeps it. */
export function plainAccount({ secrets, buckets, licenses }: AccountState): unknown {
  return {
    secrets: Object.fromEntries(secrets),
    buckets: Object.fromEntries([...buckets].map(([name, objects]) => [name, Object.fromEntries(objects)])),
    licenses: plainLicenses(licenses),
  };
}

/** Reads what {@link plainAccount} gave; throws with the place at fault. Nothing there: of a sandbox that had no such state yet. */
export function readAccount(value: unknown): AccountState {
  if (value === undefined) return firstAccountState();
  const account = recordOf(value, 'account');
  const secrets = Object.entries(recordOf(account.secrets, 'account.secrets'));
  const buckets = Object.entries(recordOf(account.buckets, 'account.buckets'));
  return {
    secrets: new Map(secrets.map(([name, secret]) => [name, readSecret(secret, name)])),
    buckets: new Map(buckets.map(([name, objects]) => [name, readObjects(objects, name)])),
    // A state that was kept before there were licences has none.
    licenses: account.licenses === undefined ? sampleLicenses(Date.now()) : readLicenses(account.licenses),
  };
}

function readObjects(value: unknown, at: string): Map<string, ObjectState> {
  return new Map(Object.entries(recordOf(value, at)).map(([key, object]) => [key, readObject(object, `${at}/${key}`)]));
}

function readSecret(secret: unknown, at: string): SecretState {
  const { suffix, versionId, createdAt, value } = recordOf(secret, at);
  const { text, base64 } = recordOf(value, `${at}.value`);
  return {
    suffix: readText(suffix, `${at}.suffix`),
    versionId: readText(versionId, `${at}.versionId`),
    createdAt: readNumber(createdAt, `${at}.createdAt`),
    value: text === undefined ? { base64: readText(base64, `${at}.base64`) } : { text: readText(text, `${at}.text`) },
  };
}

function readObject(object: unknown, at: string): ObjectState {
  const { digest, size, etag, modifiedAt, headers } = recordOf(object, at);
  const kept = Object.entries(recordOf(headers, `${at}.headers`));
  return {
    digest: readText(digest, `${at}.digest`),
    size: readNumber(size, `${at}.size`),
    etag: readText(etag, `${at}.etag`),
    modifiedAt: readNumber(modifiedAt, `${at}.modifiedAt`),
    headers: Object.fromEntries(kept.map(([name, text]) => [name, readText(text, `${at}.${name}`)])),
  };
}

function recordOf(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new Error(`state.json: ${at} is not an object`);
  return value;
}
