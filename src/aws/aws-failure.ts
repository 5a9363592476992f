import type { AwsScope } from '#jobs';
import { type Code, ReleaseError } from '#problem';

/** AWS's error names, as ours. Sources: ECR and STS API references ("Errors", "Common errors"), the SDK's credential providers. */
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
  UnrecognizedClientException: 'login-refused',
  InvalidClientTokenId: 'login-refused',
  InvalidSignatureException: 'login-refused',
  SignatureDoesNotMatch: 'login-refused',
  ThrottlingException: 'rate-limited',
  Throttling: 'rate-limited',
  TooManyRequestsException: 'rate-limited',
  RepositoryNotFoundException: 'repository-missing',
  ImageNotFoundException: 'content-missing',
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

/** What an SDK client threw, with our code and a hint; AWS's own name for it is kept. */
export function asReleaseError(error: unknown, scope: AwsScope, credentialsFrom?: string): ReleaseError {
  if (!(error instanceof Error)) return ReleaseError.from(error);
  const isExpired = /expired/i.test(error.message) && /token|sso|session/i.test(error.message);
  const code = isExpired ? 'login-expired' : (codes[error.name] ?? (isNetwork(error) ? 'unreachable' : 'aws-error'));
  const who = credentialsFrom ?? (scope.profile === undefined ? 'the default credentials' : `profile ${scope.profile}`);
  const hint = hintFor(code, scope);
  return new ReleaseError(code, `AWS (${scope.region}, ${who}): ${error.message || error.name}`, {
    cause: error,
    theirCode: error.name,
    ...(hint === undefined ? {} : { hint }),
  });
}

function hintFor(code: Code, { profile }: AwsScope): string | undefined {
  const option = profile === undefined ? '' : ` --profile ${profile}`;
  if (code === 'login-expired') return `Run: aws sso login${option}`;
  if (code === 'aws-login-missing') return `Run: aws sso login${option} (or aws configure), or choose another profile.`;
  if (code === 'login-refused') return 'The access key is unknown or its secret wrong: check the profile.';
  return code === 'unreachable'
    ? 'Check the network and the AWS endpoint, if one is set. Proxies are not used in this version.'
    : undefined;
}

function isNetwork(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && networkCodes.has(error.code);
}
