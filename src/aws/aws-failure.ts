import { type AwsScope, identityWords } from '#jobs';
import { type Code, ReleaseError, withoutSignedRequest } from '#problem';
import { awsNetworkTrouble, unreachableHint } from './aws-network-trouble.ts';

/** AWS's error names, as ours. Sources: ECR, License Manager and STS API references ("Errors", "Common errors"), the SDK's credential providers. */
const codes: Readonly<Record<string, Code>> = {
  CredentialsProviderError: 'aws-login-missing',
  TokenProviderError: 'aws-login-missing',
  ExpiredToken: 'login-expired',
  ExpiredTokenException: 'login-expired',
  RequestExpired: 'login-expired',
  UnauthorizedSSOTokenError: 'login-expired',
  AccessDenied: 'access-denied',
  AccessDeniedException: 'access-denied',
  UnauthorizedException: 'access-denied',
  AuthorizationException: 'access-denied',
  UnrecognizedClientException: 'login-refused',
  InvalidClientTokenId: 'login-refused',
  InvalidSignatureException: 'login-refused',
  SignatureDoesNotMatch: 'login-refused',
  ThrottlingException: 'rate-limited',
  Throttling: 'rate-limited',
  TooManyRequestsException: 'rate-limited',
  RateLimitExceededException: 'rate-limited',
  RequestLimitExceeded: 'rate-limited',
  RepositoryNotFoundException: 'repository-missing',
  ImageNotFoundException: 'content-missing',
  ServiceUnavailableException: 'unreachable',
  TimeoutError: 'unreachable',
};
const networkCodes: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
]);

/**
 * How the SDK words the end of a login, whatever it calls the error: its providers of SSO credentials and tokens end such messages with
 * the cure; the SSO service itself says that the session is "not found or invalid".
 */
const endedSession =
  /expired\b.*(?:token|sso|session)|(?:token|sso|session).*expired|to refresh this sso session|session token not found or invalid/i;

/** What an SDK client threw, with our code and a hint; AWS's own name for it is kept. */
export function asReleaseError(error: unknown, scope: AwsScope, credentialsFrom?: string): ReleaseError {
  if (!(error instanceof Error) || ReleaseError.is(error)) return ReleaseError.from(error);
  const network = awsNetworkTrouble(error) ?? foreignAnswer(error);
  const isExpired = !network && endedSession.test(error.message);
  const known = network?.code ?? codes[error.name];
  const code = isExpired ? 'login-expired' : (known ?? (isNetwork(error) ? 'unreachable' : 'aws-error'));
  const who = identityWords(scope, credentialsFrom) ?? 'the default credentials';
  const hint = network?.hint ?? hintFor(code, scope);
  return new ReleaseError(code, `AWS (${scope.region}, ${who}): ${wordsOf(error)}`, {
    cause: error,
    theirCode: error.name,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** The SDK could not read the answer: something on the way has answered in AWS's place. */
function foreignAnswer(error: Error): { readonly code: Code; readonly hint: string } | undefined {
  return isForeign(error) ? { code: 'unreachable', hint: unreachableHint } : undefined;
}

function isForeign(error: Error): boolean {
  return error.name === 'SyntaxError' && '$response' in error;
}

function wordsOf(error: Error): string {
  return isForeign(error) ? 'what answered is not AWS' : withoutSignedRequest(error.message) || error.name;
}

function hintFor(code: Code, { profile }: AwsScope): string | undefined {
  const option = profile === undefined ? '' : ` --profile ${profile}`;
  if (code === 'login-expired') return `Run: aws sso login${option}`;
  if (code === 'aws-login-missing') return `Run: aws sso login${option} (or aws configure), or choose another profile.`;
  if (code === 'login-refused') return 'The access key is unknown or its secret wrong: check the profile.';
  if (code === 'rate-limited') return 'Wait a few minutes, then try again.';
  return code === 'unreachable' ? unreachableHint : undefined;
}

function isNetwork(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && networkCodes.has(error.code);
}
