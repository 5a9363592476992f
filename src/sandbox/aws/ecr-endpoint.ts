import { type AwsAnswer, type AwsCall, jsonBody, signatureError } from './aws-call.ts';
import { AwsError } from './aws-error.ts';
import type { EcrService } from './ecr-service.ts';

const targetPrefix = 'AmazonEC2ContainerRegistry_V20150921.';

/** ECR on the wire: JSON 1.1, the operation in `x-amz-target`, an error named in the body. */
export async function ecrEndpoint(ecr: EcrService, call: AwsCall): Promise<AwsAnswer> {
  const target = call.request.headers['x-amz-target'];
  try {
    if (typeof target !== 'string' || !target.startsWith(targetPrefix)) {
      throw new AwsError('UnknownOperationException', '');
    }
    const operation = target.slice(targetPrefix.length);
    call.name(operation);
    const caller = call.verify('ecr');
    // ECR answers every want of a signature with 400 (aws/aws-sdk-php#1114 shows one whole).
    if (!caller.ok) throw signatureError(caller, 400);
    return answer(200, await ecr.answer(operation, caller, jsonBody(call)));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return answer(error.status, { __type: error.code, ...(error.message === '' ? {} : { message: error.message }) });
  }
}

function answer(status: number, value: unknown): AwsAnswer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(value) };
}
