import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { AwsScope } from '#jobs';
import { ReleaseError } from '#problem';
import { incomplete } from './answer.ts';
import { type SdkAwsOptions, ServiceClients } from './service-clients.ts';

/** AWS Secrets Manager's part of the gateway. */
export class SecretCalls {
  readonly #clients: ServiceClients<SecretsManagerClient>;

  constructor(options: SdkAwsOptions) {
    this.#clients = new ServiceClients(options, (configuration) => new SecretsManagerClient(configuration));
  }

  async value(scope: AwsScope, id: string, signal?: AbortSignal): Promise<string> {
    const command = new GetSecretValueCommand({ SecretId: id });
    const sent = this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
    const answer = await sent.catch((error: unknown) => {
      if (!ReleaseError.is(error) || error.theirCode !== 'ResourceNotFoundException') throw error;
      throw new ReleaseError('secret-missing', `There is no secret ${id} in ${scope.region}`, {
        cause: error,
        theirCode: error.theirCode,
        hint: 'Check its name, its region and the account of the credentials.',
      });
    });
    if (answer.SecretString !== undefined) return answer.SecretString;
    if (answer.SecretBinary === undefined) throw incomplete('GetSecretValue', 'value');
    return Buffer.from(answer.SecretBinary).toString('utf8');
  }
}
