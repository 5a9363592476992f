import { type AwsAnswer, type AwsCall, jsonBody, signatureError } from './aws-call.ts';
import { AwsError } from './aws-error.ts';
import type { CatalogOperation, CatalogService } from './catalog-service.ts';
import { type Identity, sandboxRegion } from './identity.ts';

/** By method and path (AWS Marketplace API Reference, "Request Syntax" of each). */
const operations: ReadonlyMap<string, CatalogOperation> = new Map([
  ['POST /ListEntities', 'ListEntities'],
  ['GET /DescribeEntity', 'DescribeEntity'],
  ['POST /ListAssessments', 'ListAssessments'],
  ['POST /DescribeAssessment', 'DescribeAssessment'],
]);

/** The operation of the Catalog that a request is; undefined when it is meant for another service. */
export function catalogOperation({ request: { method, url = '/' } }: AwsCall): CatalogOperation | undefined {
  return operations.get(`${method} ${url.split('?', 1)[0]}`);
}

/**
 * The Marketplace Catalog on the wire: REST-JSON, an error named in a header (Smithy, "AWS restJson1 protocol", "Operation error
 * serialization") and its text in `Message`.
 */
export function catalogEndpoint(catalog: CatalogService, operation: CatalogOperation, call: AwsCall): AwsAnswer {
  try {
    const identity = signedBy(call);
    return answer(200, catalog.answer(operation, identity, parameters(operation, call)));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return answer(error.status, { Message: error.message }, { 'x-amzn-errortype': error.code });
  }
}

function parameters(operation: CatalogOperation, call: AwsCall): unknown {
  if (operation !== 'DescribeEntity') return jsonBody(call);
  const { searchParams } = new URL(call.request.url ?? '/', 'http://sandbox');
  return { Catalog: searchParams.get('catalog'), EntityId: searchParams.get('entityId') };
}

/** The Catalog is in one region only: a signature for another belongs to no endpoint of it. */
function signedBy({ verify }: AwsCall): Identity {
  const caller = verify('aws-marketplace');
  if (!caller.ok) throw signatureError(caller, 403);
  if (caller.region === sandboxRegion) return caller.identity;
  throw new AwsError('InvalidSignatureException', 'Credential should be scoped to a valid region. ', 403);
}

function answer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): AwsAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}
