import { ReleaseError, redact } from '#problem';

/** What an error of License Manager, or of the way to it, means for a check. */
export interface LicenseFailure {
  readonly kind:
    | 'no-entitlement'
    | 'not-found'
    | 'redirect'
    | 'denied'
    | 'login'
    | 'throttled'
    | 'unreachable'
    | 'refused';
  /** Without anything secret. */
  readonly words: string;
  readonly theirCode?: string;
  /** Of a redirect: where to. */
  readonly region?: string;
}

/** By AWS's names (AWS License Manager API Reference, "Errors" of CheckoutLicense and "Common Errors"; STS's and the SDK's for logins). */
const kinds: Readonly<Record<string, LicenseFailure['kind']>> = {
  NoEntitlementsAllowedException: 'no-entitlement',
  ResourceNotFoundException: 'not-found',
  RedirectException: 'redirect',
  AuthorizationException: 'denied',
  AccessDeniedException: 'denied',
  AccessDenied: 'denied',
  NotAuthorized: 'denied',
  UnauthorizedException: 'denied',
  OptInRequired: 'denied',
  CredentialsProviderError: 'login',
  TokenProviderError: 'login',
  ExpiredTokenException: 'login',
  ExpiredToken: 'login',
  IncompleteSignatureException: 'login',
  InvalidClientTokenId: 'login',
  InvalidIdentityToken: 'login',
  InvalidIdentityTokenException: 'login',
  InvalidSignatureException: 'login',
  MissingAuthenticationTokenException: 'login',
  RequestExpired: 'login',
  SignatureDoesNotMatch: 'login',
  UnauthorizedSSOTokenError: 'login',
  UnrecognizedClientException: 'login',
  RateLimitExceededException: 'throttled',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  TooManyRequestsException: 'throttled',
  ConflictException: 'refused',
  InvalidParameterValueException: 'refused',
  UnsupportedDigitalSignatureMethodException: 'refused',
  ValidationException: 'refused',
  // AWS's own trouble is over later, as that of a network is.
  InternalFailure: 'unreachable',
  ServerInternalException: 'unreachable',
  ServiceUnavailable: 'unreachable',
  IDPCommunicationError: 'unreachable',
  IDPCommunicationErrorException: 'unreachable',
  TimeoutError: 'unreachable',
};

const codes: Readonly<Record<string, LicenseFailure['kind']>> = {
  'access-denied': 'denied',
  'aws-login-missing': 'login',
  'login-expired': 'login',
  'login-refused': 'login',
  'rate-limited': 'throttled',
  unreachable: 'unreachable',
  'proxy-refused': 'unreachable',
  'tls-failed': 'unreachable',
};

/** What was thrown by a {@link LicenseService}, an SDK's error or one of ours around it. Undefined when it is neither of AWS nor the network. */
export function failureOf(error: unknown): LicenseFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const theirs = ReleaseError.is(error) ? (error.cause ?? error) : error;
  const name = ReleaseError.is(error) ? (error.theirCode ?? nameOf(theirs)) : nameOf(theirs);
  const ours = ReleaseError.is(error) ? codes[error.code] : undefined;
  const kind = kinds[name] ?? ours ?? (isNetwork(theirs) ? 'unreachable' : undefined);
  const isAws = typeof theirs === 'object' && theirs !== null && '$metadata' in theirs;
  if (kind === undefined && !isAws) return undefined;
  const region = kind === 'redirect' ? regionIn(textOf(theirs, 'Location')) : undefined;
  return {
    kind: kind ?? (isServerFault(theirs) ? 'unreachable' : 'refused'),
    words: wordsOf(theirs instanceof Error ? theirs : error, name),
    ...(kinds[name] === undefined && !isAws ? {} : { theirCode: name }),
    ...(region === undefined ? {} : { region }),
  };
}

/** Without the request that AWS repeats to whoever signed it wrongly: a session's token is in it. */
function wordsOf(error: Error, name: string): string {
  const words = error.message || textOf(error, 'Message') || name;
  return redact(words.replace(/\s*The (?:Canonical String|String-to-Sign)\b[\s\S]*$/i, '')).replace(/\.$/, '');
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

/** A region, or an endpoint or ARN that has one in its name. */
function regionIn(location: string): string | undefined {
  return /\b(?:us|eu|ap|sa|ca|me|af|il|mx|cn)(?:-[a-z]+){1,3}-\d\b/.exec(location)?.[0];
}

function textOf(error: unknown, member: string): string {
  const value = typeof error === 'object' && error !== null ? Reflect.get(error, member) : undefined;
  return typeof value === 'string' ? value : '';
}

/** A system's code, of itself or of what is behind it. */
function isNetwork(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 4) return false;
  if (
    /^(?:E[A-Z]{4,}|EAI_AGAIN|ERR_TLS\w*|CERT_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+)$/.test(
      textOf(error, 'code'),
    )
  ) {
    return true;
  }
  return isNetwork(error.cause, depth + 1);
}

function isServerFault(error: unknown): boolean {
  const fault = textOf(error, '$fault');
  const metadata: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, '$metadata') : undefined;
  const status: unknown =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : undefined;
  return fault === 'server' || (typeof status === 'number' && status >= 500);
}
