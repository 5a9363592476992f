import { randomUUID } from 'node:crypto';
import type { Handler } from '../http/listener.ts';
import { readBody } from '../http/read-body.ts';
import { send } from '../http/send.ts';
import type { AwsAnswer, AwsCall } from './aws-call.ts';
import { catalogEndpoint, catalogOperation } from './catalog-endpoint.ts';
import type { CatalogService } from './catalog-service.ts';
import { ecrEndpoint } from './ecr-endpoint.ts';
import type { EcrService } from './ecr-service.ts';
import { isForLicenses, licenseEndpoint } from './licenses/license-endpoint.ts';
import type { LicenseService } from './licenses/license-service.ts';
import { isForS3, s3Endpoint } from './s3/s3-endpoint.ts';
import type { S3Service } from './s3/s3-service.ts';
import { isForSecrets, secretsEndpoint } from './secrets-endpoint.ts';
import type { SecretsService } from './secrets-service.ts';
import { verifySignature } from './signature.ts';
import { answerSts } from './sts-service.ts';

/** Far above what any of the calls here sends; the largest is an error log. */
const bodyLimit = 16_777_216;

const tooLarge: AwsAnswer = {
  status: 413,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify({ __type: 'RequestEntityTooLargeException', message: 'The request is too large' }),
};

/** The services behind the origin; STS's calls need nothing. */
interface AwsServices {
  readonly ecr: EcrService;
  readonly catalog: CatalogService;
  readonly secrets: SecretsService;
  readonly s3: S3Service;
  readonly licenses: LicenseService;
}

/**
 * All AWS services behind one origin, as an SDK client with `endpoint` set sees them. ECR, Secrets Manager and License Manager speak JSON 1.1 and
 * name their operation in `x-amz-target`; STS speaks the Query protocol and names it in the form; the Marketplace Catalog speaks REST-JSON and
 * names it in the path; S3 has paths of its own, and is known by what the request was signed for. The Date header is the sandbox's clock, which SDKs use to correct their own.
 */
export function awsServer(services: AwsServices, now: () => number): Handler {
  return async (request, response, name) => {
    const id = randomUUID();
    const body = await readBody(request, bodyLimit);
    const { method = '', url: target = '/', headers } = request;
    const verify: AwsCall['verify'] = (service) =>
      verifySignature({ method, target, headers, body: body ?? Buffer.alloc(0) }, service, now());
    const answer = body ? await route(services, { request, body, id, verify, name }, now) : tooLarge;
    const common = { date: new Date(now()).toUTCString(), 'x-amzn-requestid': id };
    send(response, answer.status, { ...common, ...answer.headers }, answer.body);
  };
}

async function route(services: AwsServices, call: AwsCall, now: () => number): Promise<AwsAnswer> {
  const { ecr, catalog, secrets, s3, licenses } = services;
  const { request, body, id, verify, name } = call;
  if (isForS3(call)) return s3Endpoint(s3, call);
  if (isForSecrets(call)) return secretsEndpoint(secrets, call);
  if (isForLicenses(call)) return licenseEndpoint(licenses, call);
  const isTargeted = typeof request.headers['x-amz-target'] === 'string';
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  if (!isTargeted && isForm && request.method === 'POST') {
    const form = new URLSearchParams(body.toString());
    name(form.get('Action') ?? '');
    const { status, body: xml } = answerSts(form, verify('sts'), id, now());
    return { status, headers: { 'content-type': 'text/xml' }, body: xml };
  }
  const operation = catalogOperation(call);
  return operation === undefined ? ecrEndpoint(ecr, call) : catalogEndpoint(catalog, operation, call);
}
