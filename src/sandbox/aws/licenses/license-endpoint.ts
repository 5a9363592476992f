import { type AwsAnswer, type AwsCall, jsonBody, signatureError } from '../aws-call.ts';
import { AwsError } from '../aws-error.ts';
import { Redirect } from './checkout.ts';
import type { LicenseService } from './license-service.ts';

const targetPrefix = 'AWSLicenseManager.';

/** Whether a request is meant for License Manager. */
export function isForLicenses({ request }: AwsCall): boolean {
  const target = request.headers['x-amz-target'];
  return typeof target === 'string' && target.startsWith(targetPrefix);
}

/** License Manager on the wire: JSON 1.1, the operation in `x-amz-target`, an error named in the body with its text in `Message`. */
export async function licenseEndpoint(licenses: LicenseService, call: AwsCall): Promise<AwsAnswer> {
  const operation = String(call.request.headers['x-amz-target']).slice(targetPrefix.length);
  call.name(operation);
  if (licenses.isSilent) call.request.socket.destroy();
  try {
    const verdict = call.verify('license-manager');
    const isUnsigned = !verdict.ok && verdict.reason === 'missing';
    if (!verdict.ok && !isUnsigned) throw signatureError(verdict, 400);
    return answer(200, await licenses.answer(operation, verdict.ok ? verdict : undefined, jsonBody(call)));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return answer(error.status, {
      __type: error.code,
      ...(error.message === '' ? {} : { Message: error.message }),
      ...(error instanceof Redirect ? { Location: error.location } : {}),
    });
  }
}

function answer(status: number, value: unknown): AwsAnswer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(value) };
}
