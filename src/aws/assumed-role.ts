import { AssumeRoleCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { ReleaseError } from '#problem';
import { incomplete } from './answer.ts';

/** Names us in the account's audit trail (STS API Reference, AssumeRole, RoleSessionName). */
const sessionName = 'marketplace-release';

/** Keys for a while, as SDK clients take them: a client asks for new ones before these expire. */
interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration?: Date;
}

/**
 * What gives an SDK client the credentials of a role: assumed anew each time it is asked, as the one that the configuration means.
 * @param configuration of an STS client, without the role
 * @param failure what the client threw, as ours
 * @throws (the provider) ReleaseError that names the role: `access-denied` when it may not be assumed, and what else may go wrong
 */
export function assumedRole(
  role: string,
  configuration: STSClientConfig,
  failure: (error: unknown) => ReleaseError,
): () => Promise<TemporaryCredentials> {
  let sts: STSClient | undefined;
  return async () => {
    sts ??= new STSClient(configuration);
    const command = new AssumeRoleCommand({ RoleArn: role, RoleSessionName: sessionName });
    const answer = await sts.send(command).catch((error: unknown) => {
      throw named(role, failure(error));
    });
    const { AccessKeyId: id, SecretAccessKey: secret, SessionToken: token, Expiration: end } = answer.Credentials ?? {};
    if (id === undefined || secret === undefined || token === undefined) throw incomplete('AssumeRole', 'credentials');
    return {
      accessKeyId: id,
      secretAccessKey: secret,
      sessionToken: token,
      ...(end === undefined ? {} : { expiration: end }),
    };
  };
}

function named(role: string, error: ReleaseError): ReleaseError {
  const { code, message, cause, theirCode } = error;
  const hint =
    code === 'access-denied'
      ? "Check the role's ARN; its trust policy has to name who assumes it, who in turn needs sts:AssumeRole."
      : error.hint;
  return new ReleaseError(code, `The role ${role} cannot be assumed: ${message}`, {
    cause,
    ...(theirCode === undefined ? {} : { theirCode }),
    ...(hint === undefined ? {} : { hint }),
  });
}
