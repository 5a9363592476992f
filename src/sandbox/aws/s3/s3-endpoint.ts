import type { AwsAnswer, AwsCall } from '../aws-call.ts';
import { AwsError } from '../aws-error.ts';
import type { SignatureVerdict } from '../signature.ts';
import { xmlText } from '../xml-text.ts';
import { s3Body } from './s3-body.ts';
import { type S3Place, s3Place } from './s3-request.ts';
import type { S3Operation, S3Service } from './s3-service.ts';

/** Whether a request is meant for S3: its signature says so, as nothing else in it does. */
export function isForS3({ request }: AwsCall): boolean {
  return /Credential=[^,\s]*\/s3\/aws4_request/.test(request.headers.authorization ?? '');
}

/** S3 on the wire: REST, an error as an XML document named in `Code` (S3 API Reference, "Error responses"). */
export async function s3Endpoint(s3: S3Service, call: AwsCall): Promise<AwsAnswer> {
  const { request, body, id } = call;
  const { method = '', url = '/', headers } = request;
  const common = { 'x-amz-request-id': id };
  let place: S3Place | undefined;
  try {
    place = s3Place(headers.host ?? '', url);
    const operation = operationOf(method, place);
    call.name(operation);
    const caller = call.verify('s3');
    if (!caller.ok) throw signatureError(caller);
    const answer = await s3.answer(operation, caller.identity, place, () => s3Body(headers, body), headers);
    return { ...answer, headers: { ...common, ...answer.headers } };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const document = errorDocument(error, place, id);
    return { status: error.status, headers: { ...common, 'content-type': 'application/xml' }, body: document };
  }
}

function operationOf(method: string, { bucket, key, query }: S3Place): S3Operation {
  if (key !== '') {
    if (method === 'HEAD') return 'HeadObject';
    if (method === 'GET') return 'GetObject';
    // A part of a multipart upload, tags, an ACL: another operation than it looks like.
    if (method === 'PUT' && [...query.keys()].every((name) => name === 'x-id')) return 'PutObject';
  } else if (bucket !== '') {
    if (method === 'HEAD') return 'HeadBucket';
    if (method === 'PUT') return 'CreateBucket';
    if (method === 'GET' && query.get('list-type') === '2') return 'ListObjectsV2';
  }
  throw new AwsError(
    'NotImplemented',
    'A header or query you provided implies functionality that is not implemented',
    501,
  );
}

function signatureError({ reason, message }: Extract<SignatureVerdict, { ok: false }>): AwsError {
  switch (reason) {
    case 'unknownKey':
      return new AwsError(
        'InvalidAccessKeyId',
        'The AWS Access Key Id you provided does not exist in our records.',
        403,
      );
    case 'sessionEnded':
      return new AwsError('ExpiredToken', 'The provided token has expired.', 400);
    case 'expired':
      return new AwsError(
        'RequestTimeTooSkewed',
        'The difference between the request time and the current time is too large.',
        403,
      );
    case 'mismatch':
      return new AwsError('SignatureDoesNotMatch', message, 403);
    default:
      return new AwsError('AccessDenied', 'Access Denied', 403);
  }
}

/** What the error is about stands between its message and the request's ids, under a name that depends on the error. */
function errorDocument({ code, message }: AwsError, place: S3Place | undefined, id: string): string {
  const { bucket = '', key = '' } = place ?? {};
  const about =
    code === 'NoSuchBucket'
      ? `<BucketName>${xmlText(bucket)}</BucketName>`
      : code === 'NoSuchKey'
        ? `<Key>${xmlText(key)}</Key>`
        : '';
  const ids = `<RequestId>${id}</RequestId><HostId>${Buffer.from(id).toString('base64')}</HostId>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>${code}</Code><Message>${xmlText(message)}</Message>${about}${ids}</Error>`;
}
