import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Handler } from '../http/listener.ts';
import { readBody } from '../http/read-body.ts';
import { send } from '../http/send.ts';
import { AwsError } from './aws-error.ts';
import type { EcrService } from './ecr-service.ts';
import { type SignatureVerdict, verifySignature } from './signature.ts';
import { answerSts } from './sts-service.ts';

/** Far above what any of the calls here sends. */
const bodyLimit = 1_048_576;

const ecrTarget = 'AmazonEC2ContainerRegistry_V20150921.';

/** An answer of a service, ready to be sent. */
interface AwsAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/**
 * All AWS services behind one origin, as an SDK client with `endpoint` set sees them. ECR speaks JSON 1.1 and names its
 * operation in `x-amz-target`; STS speaks the Query protocol and names it in the form. The Date header is the sandbox's clock,
 * which SDKs use to correct their own.
 */
export function awsServer(ecr: EcrService, now: () => number): Handler {
  return async (request, response, name) => {
    const id = randomUUID();
    const body = await readBody(request, bodyLimit);
    const answer = await route(request, body, id, ecr, now(), name);
    send(
      response,
      answer.status,
      { date: new Date(now()).toUTCString(), 'content-type': answer.type, 'x-amzn-requestid': id },
      answer.body,
    );
  };
}

async function route(
  request: IncomingMessage,
  body: Buffer | undefined,
  id: string,
  ecr: EcrService,
  now: number,
  name: (operation: string) => void,
): Promise<AwsAnswer> {
  const target = request.headers['x-amz-target'];
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  if (!body) return json(413, { __type: 'RequestEntityTooLargeException', message: 'The request is too large' });
  const { method = '', url = '/', headers } = request;
  const verify = (service: string): SignatureVerdict =>
    verifySignature({ method, target: url, headers, body }, service, now);
  if (typeof target !== 'string' && isForm && method === 'POST') {
    const form = new URLSearchParams(body.toString());
    name(form.get('Action') ?? '');
    const { status, body: xml } = answerSts(form, verify('sts'), id);
    return { status, type: 'text/xml', body: xml };
  }
  try {
    if (typeof target !== 'string' || !target.startsWith(ecrTarget)) {
      throw new AwsError('UnknownOperationException', '');
    }
    const operation = target.slice(ecrTarget.length);
    name(operation);
    return json(200, await ecr.answer(operation, ecrIdentity(verify('ecr')), readJson(body)));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return json(error.status, { __type: error.code, ...(error.message === '' ? {} : { message: error.message }) });
  }
}

function ecrIdentity(verdict: SignatureVerdict): Extract<SignatureVerdict, { ok: true }> {
  if (verdict.ok) return verdict;
  // ECR answers all of these with 400 (aws/aws-sdk-php#1114 shows one whole).
  switch (verdict.reason) {
    case 'missing':
      throw new AwsError('MissingAuthenticationTokenException', verdict.message);
    case 'incomplete':
      throw new AwsError('IncompleteSignatureException', verdict.message);
    case 'unknownKey':
      throw new AwsError('UnrecognizedClientException', verdict.message);
    default:
      throw new AwsError('InvalidSignatureException', verdict.message);
  }
}

function readJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new AwsError('SerializationException', '');
  }
}

function json(status: number, value: unknown): AwsAnswer {
  return { status, type: 'application/x-amz-json-1.1', body: JSON.stringify(value) };
}
