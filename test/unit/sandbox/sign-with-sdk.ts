import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { GetLicenseCommand, LicenseManagerClient } from '@aws-sdk/client-license-manager';
import { DescribeEntityCommand, MarketplaceCatalogClient } from '@aws-sdk/client-marketplace-catalog';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { clientOptions } from './sandbox-login.ts';

/** A request before it is signed. */
export interface UnsignedRequest {
  readonly method: string;
  /** With its query. A path of its own means the Catalog, or S3 when it has a bucket and a key. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Options = ReturnType<typeof clientOptions>;

/**
 * Lets the real SDK sign a request that is not of its making: the request of a harmless command is replaced before the
 * signature and caught after it, instead of being sent. Returns all headers.
 */
export async function signWithSdk(options: Options, request: UnsignedRequest): Promise<Record<string, string>> {
  let signed: Record<string, string> | undefined;
  const requestHandler = {
    handle: async ({ headers }: { headers: Record<string, string> }): Promise<never> => {
      signed = headers;
      throw new Error('caught');
    },
  };
  const { pathname, searchParams } = new URL(request.path, 'http://sandbox');
  const { method, body } = request;
  const replace = (next: (args: never) => unknown) => (args: { request: unknown }) => {
    Object.assign(args.request as object, { method, path: pathname, query: Object.fromEntries(searchParams), body });
    Object.assign((args.request as { headers: object }).headers, request.headers);
    return next(args as never);
  };
  const config = { ...options, maxAttempts: 1, requestHandler };
  const place = { step: 'build', priority: 'high', name: 'replace' } as const;
  const send = async (): Promise<unknown> => {
    if (request.headers['content-type'] === 'application/x-www-form-urlencoded') {
      const client = new STSClient(config);
      client.middlewareStack.add(replace as never, place);
      return client.send(new GetCallerIdentityCommand({}));
    }
    if (request.headers['x-amz-target']?.startsWith('secretsmanager.')) {
      const client = new SecretsManagerClient(config);
      client.middlewareStack.add(replace as never, place);
      return client.send(new GetSecretValueCommand({ SecretId: 'x' }));
    }
    if (request.headers['x-amz-target']?.startsWith('AWSLicenseManager.')) {
      const client = new LicenseManagerClient(config);
      client.middlewareStack.add(replace as never, place);
      return client.send(new GetLicenseCommand({ LicenseArn: 'x' }));
    }
    if (pathname.lastIndexOf('/') > 0) {
      const client = new S3Client({ ...config, forcePathStyle: true });
      client.middlewareStack.add(replace as never, place);
      return client.send(new GetObjectCommand({ Bucket: 'x', Key: 'x' }));
    }
    if (pathname !== '/') {
      const client = new MarketplaceCatalogClient(config);
      client.middlewareStack.add(replace as never, place);
      return client.send(new DescribeEntityCommand({ Catalog: 'x', EntityId: 'x' }));
    }
    const client = new ECRClient(config);
    client.middlewareStack.add(replace as never, place);
    return client.send(new GetAuthorizationTokenCommand({}));
  };
  await send().catch((error: unknown) => {
    if (!signed) throw error;
  });
  if (!signed) throw new Error('The SDK signed nothing');
  return signed;
}
