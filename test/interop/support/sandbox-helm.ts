import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import type { RunningSandbox } from '#sandbox';
import type { KubernetesPrograms } from './kubernetes-programs.ts';

/**
 * The address of one of the sandbox's servers, without its scheme. As `localhost`: layers are redirected to another port of 127.0.0.1, and
 * Go's client takes the login along to other ports of the same host, which the layer storage refuses as S3 does.
 */
export function sandboxHost(sandbox: RunningSandbox, name: string): string {
  return `localhost:${new URL(sandbox.hostsMap.hosts[name]?.origin ?? '').port}`;
}

/** Logs Helm in to one of the sandbox's registries, as `aws ecr get-login-password | helm registry login` does. */
export async function loginHelm(sandbox: RunningSandbox, name: string, programs: KubernetesPrograms): Promise<void> {
  const { username = 'AWS', password = await ecrPassword(sandbox) } = sandbox.hostsMap.hosts[name] ?? {};
  const host = sandboxHost(sandbox, name);
  await programs.helm('registry', 'login', host, '--plain-http', '--username', username, '--password', password);
}

/** ECR's client as AWS ships it, with the sandbox's seller. */
export function ecrClient({ hostsMap: { aws } }: RunningSandbox): ECRClient {
  const { endpoint, region, accessKeyId, secretAccessKey } = aws;
  return new ECRClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
}

async function ecrPassword(sandbox: RunningSandbox): Promise<string> {
  const client = ecrClient(sandbox);
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
  client.destroy();
  return Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64')
    .toString()
    .replace(/^AWS:/, '');
}
