import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { AwsGateway, AwsScope } from '#jobs';
import { type SdkAwsOptions, ServiceClients } from './service-clients.ts';

/** Amazon S3's part of the gateway. */
export class ObjectCalls {
  readonly #clients: ServiceClients<S3Client>;

  constructor(options: SdkAwsOptions) {
    this.#clients = new ServiceClients(
      options,
      (configuration) =>
        new S3Client({
          ...configuration,
          // The settings name a bucket and not its region.
          followRegionRedirects: true,
          // An endpoint that somebody named has no name for each bucket.
          forcePathStyle: options.endpoint !== undefined,
        }),
    );
  }

  async put(scope: AwsScope, object: Parameters<AwsGateway['putObject']>[1], signal?: AbortSignal): Promise<void> {
    const body = Buffer.from(object.text);
    const command = new PutObjectCommand({
      Bucket: object.bucket,
      Key: object.key,
      Body: body,
      // Of an empty body the SDK finds no length, and complains on the console.
      ContentLength: body.byteLength,
      ContentType: 'text/plain; charset=utf-8',
    });
    await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
  }
}
