import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { type Identity, type RunningSandbox, sellerAccount } from '#sandbox';

/**
 * What SDK clients need to talk to the sandbox as somebody. The second attempt is for a sandbox whose clock is another: SDKs
 * correct theirs.
 */
export function clientOptions(sandbox: RunningSandbox, identity: Identity = sellerAccount, region = 'us-east-1') {
  const { accessKeyId, secretAccessKey } = identity;
  return {
    endpoint: sandbox.hostsMap.aws.endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 2,
  };
}

/** The Authorization header of an ECR login, got as the real thing is: with the SDK. */
export async function ecrLogin(
  sandbox: RunningSandbox,
  identity?: Identity,
  region?: string,
): Promise<{ authorization: string }> {
  const client = new ECRClient(clientOptions(sandbox, identity, region));
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
  client.destroy();
  return { authorization: `Basic ${authorizationData?.[0]?.authorizationToken}` };
}

/** The origin of a registry by its logical host. */
export function originOf(sandbox: RunningSandbox, host: string): string {
  const found = sandbox.hostsMap.hosts[host];
  if (!found) throw new Error(`The hosts map has no ${host}`);
  return found.origin;
}

export const targetHost = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
export const sellerHost = '111122223333.dkr.ecr.us-east-1.amazonaws.com';
