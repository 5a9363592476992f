import { type AssumedRole, assumeRole } from './assume-role.ts';
import { assumeRoleWithToken } from './assume-role-with-token.ts';
import { AwsError } from './aws-error.ts';
import type { Identity } from './identity.ts';
import type { SignatureVerdict } from './signature.ts';
import { xmlText } from './xml-text.ts';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

interface StsAnswer {
  readonly status: number;
  readonly body: string;
}

/** STS's answers in the Query protocol (STS API Reference, "Examples" of each operation). `id` becomes the request id. */
export function answerSts(form: URLSearchParams, verdict: SignatureVerdict, id: string, now: number): StsAnswer {
  try {
    const action = form.get('Action') ?? '';
    if (action === 'AssumeRoleWithWebIdentity') {
      return { status: 200, body: document(action, roleResult(assumeRoleWithToken(form, now)), id) };
    }
    if (!verdict.ok) throw signatureError(verdict);
    return { status: 200, body: document(action, resultOf(action, form, verdict.identity, now), id) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return refusal(error, id);
  }
}

function resultOf(action: string, form: URLSearchParams, identity: Identity, now: number): string {
  if (action === 'GetCallerIdentity') {
    const { arn, userId, account } = identity;
    return `
    <Arn>${xmlText(arn)}</Arn>
    <UserId>${xmlText(userId)}</UserId>
    <Account>${xmlText(account)}</Account>`;
  }
  if (action === 'AssumeRole') {
    return roleResult(assumeRole(form, identity, now));
  }
  const version = form.get('Version') ?? '';
  throw new AwsError('InvalidAction', `Could not find operation ${action} for version ${version}`);
}

function roleResult({ identity: assumed, sessionToken, expiresAt, assumedRoleId }: AssumedRole): string {
  return `
    <AssumedRoleUser>
      <Arn>${xmlText(assumed.arn)}</Arn>
      <AssumedRoleId>${xmlText(assumedRoleId)}</AssumedRoleId>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>${assumed.accessKeyId}</AccessKeyId>
      <SecretAccessKey>${xmlText(assumed.secretAccessKey)}</SecretAccessKey>
      <SessionToken>${sessionToken}</SessionToken>
      <Expiration>${new Date(expiresAt).toISOString().replace(/\.\d+/, '')}</Expiration>
    </Credentials>`;
}

function document(action: string, result: string, id: string): string {
  return `<${action}Response xmlns="${namespace}">
  <${action}Result>${result}
  </${action}Result>
  <ResponseMetadata>
    <RequestId>${id}</RequestId>
  </ResponseMetadata>
</${action}Response>
`;
}

function signatureError({ reason, message }: Extract<SignatureVerdict, { ok: false }>): AwsError {
  switch (reason) {
    case 'missing':
      return new AwsError('MissingAuthenticationToken', message, 403);
    case 'incomplete':
      return new AwsError('IncompleteSignature', message, 400);
    case 'unknownKey':
      return new AwsError('InvalidClientTokenId', message, 403);
    case 'sessionEnded':
      return new AwsError('ExpiredToken', message, 403);
    default:
      return new AwsError('SignatureDoesNotMatch', message, 403);
  }
}

function refusal({ code, status, message }: AwsError, id: string): StsAnswer {
  return {
    status,
    body: `<ErrorResponse xmlns="${namespace}">
  <Error>
    <Type>Sender</Type>
    <Code>${code}</Code>
    <Message>${xmlText(message)}</Message>
  </Error>
  <RequestId>${id}</RequestId>
</ErrorResponse>
`,
  };
}
