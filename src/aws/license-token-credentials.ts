import { readFile } from 'node:fs/promises';
import { GetAccessTokenCommand, LicenseManagerClient } from '@aws-sdk/client-license-manager';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { redact } from '#problem';
import type { NetworkHandler } from './network-handler.ts';
import { clientOptions } from './sdk-license-service.ts';

/** Names the program in the account's audit trail. */
const sessionName = 'license-check';
/** License Manager API Reference, GetAccessToken, Token. */
const longestToken = 4096;

/** Keys for a while. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration?: Date;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Credentials outside AWS, where there is no account: a refresh token of the licence is given for an access token, and that for the role's
 * keys (AWS License Manager User Guide, "Get temporary credentials for ISV customers without an AWS account"; the variables are those of
 * the AWS Marketplace Seller Guide, "Integrating an AWS Marketplace for Containers Anywhere product"). Neither call is signed. Undefined where
 * the variables or the file, whose secret is optional, are not there: then the SDK's usual chain counts.
 */
export async function licenseTokenCredentials(
  environment: Environment,
  region: string,
  handler: NetworkHandler,
): Promise<(() => Promise<Credentials>) | undefined> {
  const { AWS_WEB_IDENTITY_REFRESH_TOKEN_FILE: file, AWS_ROLE_ARN: role } = environment;
  if (!file || !role) return undefined;
  const isThere = await readFile(file).then(
    () => true,
    () => false,
  );
  return isThere ? () => credentialsBy(file, role, region, handler) : undefined;
}

async function credentialsBy(
  file: string,
  role: string,
  region: string,
  handler: NetworkHandler,
): Promise<Credentials> {
  // Read each time: the secret may have been renewed.
  const token = (await readFile(file, 'utf8')).trim();
  if (token === '' || token.length > longestToken || /\s/.test(token)) {
    throw unusable('The license token is empty, too long, or has spaces in it.');
  }
  const licenses = new LicenseManagerClient({
    ...clientOptions(region, handler),
    credentials: { accessKeyId: 'anonymous', secretAccessKey: 'anonymous' },
    signer: { sign: async (request) => request },
  });
  const { AccessToken } = await named('GetAccessToken', [token], () =>
    licenses.send(new GetAccessTokenCommand({ Token: token })),
  );
  if (AccessToken === undefined) throw unusable('AWS answered GetAccessToken without a token.');
  const sts = new STSClient(clientOptions(region, handler));
  const asked = { RoleArn: role, RoleSessionName: sessionName, WebIdentityToken: AccessToken };
  const { Credentials: keys } = await named('AssumeRoleWithWebIdentity', [token, AccessToken], () =>
    sts.send(new AssumeRoleWithWebIdentityCommand(asked)),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = keys ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
    throw unusable('AWS answered AssumeRoleWithWebIdentity without credentials.');
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    ...(Expiration === undefined ? {} : { expiration: Expiration }),
  };
}

/** Says which call failed, for it is not the one that was asked for; AWS may repeat what it was told. */
async function named<T>(call: string, secrets: readonly string[], made: () => Promise<T>): Promise<T> {
  try {
    return await made();
  } catch (error) {
    if (error instanceof Error) error.message = `${call}: ${redact(error.message, secrets)}`;
    throw error;
  }
}

/** Named as the SDK's own errors of credentials are. */
function unusable(message: string): Error {
  return Object.assign(new Error(message), { name: 'CredentialsProviderError' });
}
