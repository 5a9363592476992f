import { type AwsAnswer, type AwsCall, jsonBody, signatureError } from './aws-call.ts';
import { AwsError } from './aws-error.ts';
import type { SecretsService } from './secrets-service.ts';

const targetPrefix = 'secretsmanager.';

/** Whether a request is meant for Secrets Manager. */
export function isForSecrets({ request }: AwsCall): boolean {
  const target = request.headers['x-amz-target'];
  return typeof target === 'string' && target.startsWith(targetPrefix);
}

/** Secrets Manager on the wire: JSON 1.1, the operation in `x-amz-target`, an error named in the body with its text in `Message`. */
export async function secretsEndpoint(secrets: SecretsService, call: AwsCall): Promise<AwsAnswer> {
  const operation = String(call.request.headers['x-amz-target']).slice(targetPrefix.length);
  call.name(operation);
  try {
    const caller = call.verify('secretsmanager');
    if (!caller.ok) throw signatureError(caller, 400);
    return answer(200, await secrets.answer(operation, caller, jsonBody(call)));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return answer(error.status, { __type: error.code, ...(error.message === '' ? {} : { Message: error.message }) });
  }
}

function answer(status: number, value: unknown): AwsAnswer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(value) };
}
