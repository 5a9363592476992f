import { randomBytes, randomUUID } from 'node:crypto';
import type { AccountState, SecretState } from '../store/account-state.ts';
import { isRecord } from '../store/narrow.ts';
import { AwsError } from './aws-error.ts';
import { type Identity, sellerAccount } from './identity.ts';

/** AWS Secrets Manager, as far as a release uses it. */
export interface SecretsService {
  /** The response object of an operation; throws `AwsError`. */
  answer(
    operation: string,
    caller: { readonly identity: Identity; readonly region: string },
    body: unknown,
  ): Promise<unknown>;
}

/** What Secrets Manager looks at. */
export interface SecretsParts {
  readonly secrets: AccountState['secrets'];
  readonly save: () => Promise<void>;
  readonly now: () => number;
}

/**
 * GetSecretValue, and CreateSecret and PutSecretValue to have something to get (Secrets Manager API Reference). A secret has one version
 * and is there in every region, because a rehearsal asks wherever the real settings say. The second account has none.
 */
export function secretsService({ secrets, save, now }: SecretsParts): SecretsService {
  const put = async (name: string, suffix: string, value: SecretState['value'], region: string) => {
    const versionId = randomUUID();
    secrets.set(name, { suffix, versionId, createdAt: now(), value });
    await save();
    return { ARN: arnOf(name, suffix, region), Name: name, VersionId: versionId };
  };
  return {
    answer: async (operation, { identity, region }, body) => {
      const request = isRecord(body) ? body : {};
      if (identity.account !== sellerAccount.account)
        throw new AwsError('AccessDeniedException', denied(identity, operation));
      switch (operation) {
        case 'GetSecretValue': {
          const [name, secret] = found(secrets, request.SecretId, request.VersionId);
          return {
            ARN: arnOf(name, secret.suffix, region),
            Name: name,
            VersionId: secret.versionId,
            ...('text' in secret.value ? { SecretString: secret.value.text } : { SecretBinary: secret.value.base64 }),
            VersionStages: ['AWSCURRENT'],
            CreatedDate: secret.createdAt / 1000,
          };
        }
        case 'CreateSecret': {
          const name = nameOf(request.Name);
          if (secrets.has(name)) {
            const message = `The operation failed because the secret ${name} already exists.`;
            throw new AwsError('ResourceExistsException', message);
          }
          const suffix = randomBytes(4).toString('base64url').replace(/[_-]/g, 'x').slice(0, 6);
          return put(name, suffix, secretOf(request), region);
        }
        case 'PutSecretValue': {
          const [name, { suffix }] = found(secrets, request.SecretId, undefined);
          return { ...(await put(name, suffix, secretOf(request), region)), VersionStages: ['AWSCURRENT'] };
        }
        default:
          throw new AwsError('UnknownOperationException', '');
      }
    },
  };
}

/** By name, or by ARN: whole, or without the letters behind the name. */
function found(secrets: AccountState['secrets'], id: unknown, versionId: unknown): [name: string, secret: SecretState] {
  if (typeof id !== 'string' || id === '')
    throw new AwsError('InvalidParameterException', 'You must provide a SecretId.');
  const [, account, inArn] = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:(\d{12}):secret:(.+)$/.exec(id) ?? [];
  for (const [name, secret] of secrets) {
    const isIt = inArn === undefined ? id === name : inArn === name || inArn === `${name}-${secret.suffix}`;
    const isHere = account === undefined || account === sellerAccount.account;
    const isVersion = versionId === undefined || versionId === secret.versionId;
    if (isIt && isHere && isVersion) return [name, secret];
  }
  // As documented with every tool that meets it: aws/aws-cli, hashicorp/terraform-provider-aws and others quote it whole.
  throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}

/** API Reference, CreateSecret, Name: letters, digits and /_+=.@-, at most 512. */
function nameOf(name: unknown): string {
  if (typeof name === 'string' && /^[A-Za-z0-9/_+=.@-]{1,512}$/.test(name)) return name;
  throw new AwsError(
    'ValidationException',
    'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
  );
}

function secretOf({
  SecretString: text,
  SecretBinary: base64,
}: Readonly<Record<string, unknown>>): SecretState['value'] {
  if (typeof text === 'string' && base64 === undefined) return { text };
  if (typeof base64 === 'string' && text === undefined) return { base64 };
  throw new AwsError('InvalidParameterException', 'You must provide either SecretString or SecretBinary.');
}

function arnOf(name: string, suffix: string, region: string): string {
  return `arn:aws:secretsmanager:${region}:${sellerAccount.account}:secret:${name}-${suffix}`;
}

function denied({ arn }: Identity, operation: string): string {
  const action = `secretsmanager:${operation}`;
  return `User: ${arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
}
