import type { SignatureVerdict } from './signature.ts';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** STS's answers in the Query protocol (STS API Reference, GetCallerIdentity, "Examples"). `id` becomes the request id. */
export function answerSts(
  form: URLSearchParams,
  verdict: SignatureVerdict,
  id: string,
): { readonly status: number; readonly body: string } {
  if (!verdict.ok) {
    const [status, code] = signatureError(verdict.reason);
    return error(status, code, verdict.message, id);
  }
  const action = form.get('Action') ?? '';
  if (action !== 'GetCallerIdentity') {
    const version = form.get('Version') ?? '';
    return error(400, 'InvalidAction', `Could not find operation ${action} for version ${version}`, id);
  }
  const { arn, userId, account } = verdict.identity;
  return {
    status: 200,
    body: `<GetCallerIdentityResponse xmlns="${namespace}">
  <GetCallerIdentityResult>
    <Arn>${xmlText(arn)}</Arn>
    <UserId>${xmlText(userId)}</UserId>
    <Account>${xmlText(account)}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>${id}</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
`,
  };
}

function signatureError(reason: Extract<SignatureVerdict, { ok: false }>['reason']): [number, string] {
  switch (reason) {
    case 'missing':
      return [403, 'MissingAuthenticationToken'];
    case 'incomplete':
      return [400, 'IncompleteSignature'];
    case 'unknownKey':
      return [403, 'InvalidClientTokenId'];
    default:
      return [403, 'SignatureDoesNotMatch'];
  }
}

function error(status: number, code: string, message: string, id: string): { status: number; body: string } {
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

function xmlText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
