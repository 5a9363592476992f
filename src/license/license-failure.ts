import { ReleaseError, redact, withoutSignedRequest } from '#problem';

/** What an error of License Manager, or of the way to it, means for a check. */
export interface LicenseFailure {
  readonly kind:
    | 'no-entitlement'
    | 'not-found'
    | 'redirect'
    | 'denied'
    | 'login'
    | 'clock'
    | 'throttled'
    | 'unreachable'
    | 'refused';
  /** Without anything secret. */
  readonly words: string;
  /** Whether AWS may have done what was asked all the same: its answer was lost, not the question. */
  readonly mayBeDone: boolean;
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
  RequestExpired: 'clock',
  RequestInTheFuture: 'clock',
  RequestTimeTooSkewed: 'clock',
  SignatureDoesNotMatch: 'login',
  UnauthorizedSSOTokenError: 'login',
  UnrecognizedClientException: 'login',
  RateLimitExceededException: 'throttled',
  RequestLimitExceeded: 'throttled',
  RequestThrottled: 'throttled',
  RequestThrottledException: 'throttled',
  SlowDown: 'throttled',
  ThrottledException: 'throttled',
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
  RequestTimeout: 'unreachable',
  RequestTimeoutException: 'unreachable',
  ServiceUnavailable: 'unreachable',
  ServiceUnavailableException: 'unreachable',
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

/** How AWS says that the time of a request is wrong, under the name of a signature's trouble. */
const clockWords = /not yet current|signature expired|request.{0,40}expired|system time|too skewed/i;

/**
 * What was thrown by a {@link LicenseService}, an SDK's error or one of ours around it. Undefined when it is neither of AWS nor the network.
 * @param known secrets that AWS was told: it may repeat them
 */
export function failureOf(error: unknown, known: readonly string[] = []): LicenseFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const theirs = ReleaseError.is(error) ? (error.cause ?? error) : error;
  const name = ReleaseError.is(error) ? (error.theirCode ?? nameOf(theirs)) : nameOf(theirs);
  const ours = ReleaseError.is(error) ? codes[error.code] : undefined;
  const isAws = typeof theirs === 'object' && theirs !== null && '$metadata' in theirs;
  const foreign = statusOf(theirs) > 0 ? foreignAnswer(theirs, name) : undefined;
  const named = foreign ?? kinds[name] ?? ours ?? (isNetwork(theirs) ? 'unreachable' : undefined);
  if (named === undefined && !isAws) return undefined;
  const words = foreign ? foreignWords(theirs) : wordsOf(theirs instanceof Error ? theirs : error, name, known);
  const usual = named ?? (isServerFault(theirs) ? 'unreachable' : 'refused');
  const kind = usual === 'login' && clockWords.test(words) ? 'clock' : usual;
  const region = kind === 'redirect' ? regionIn(textOf(theirs, 'Location')) : undefined;
  return {
    kind,
    words,
    mayBeDone: kind === 'unreachable' && !foreign && isLost(theirs, name, ReleaseError.is(error) ? error.code : ''),
    ...(foreign || (kinds[name] === undefined && !isAws) ? {} : { theirCode: name }),
    ...(region === undefined ? {} : { region }),
  };
}

/**
 * What an answer is that does not come from AWS: a portal's page, a proxy's refusal, a balancer's text. It is no JSON, or has no name of an
 * error; AWS's own always has one. Undefined where it is AWS's.
 */
function foreignAnswer(error: unknown, name: string): 'throttled' | 'unreachable' | undefined {
  if (kinds[name] !== undefined) return undefined;
  const status = statusOf(error);
  const isUnread = name === 'SyntaxError';
  const isNameless = /^(?:Error|Unknown|UnknownError)?$/.test(name);
  if (!isUnread && !isNameless && !(status >= 300 && status < 400) && status !== 407) return undefined;
  return status === 429 ? 'throttled' : 'unreachable';
}

function foreignWords(error: unknown): string {
  return `what answered is not AWS: HTTP ${statusOf(error)}`;
}

/** In one line, without what is secret. */
function wordsOf(error: Error, name: string, known: readonly string[]): string {
  const words = error.message || textOf(error, 'Message') || textOf(error, 'code') || name;
  return redact(withoutSignedRequest(words), known)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .replace(/\.$/, '');
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

const networkCode =
  /^(?:E[A-Z]{4,}|EAI_AGAIN|HPE_\w+|ERR_TLS\w*|ERR_SSL\w*|CERT_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+)$/;

/** A system's code, or our own error of a connection, of itself or of what is behind it. */
function isNetwork(error: unknown): boolean {
  return causesOf(error).some((one) => one.name === 'NetworkError' || networkCode.test(textOf(one, 'code')));
}

const neverSent =
  /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ERR_TLS\w*|ERR_SSL\w*|CERT_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+)$/;

/** Whether nothing was answered to a question that has been sent: before there is a connection, nothing is. */
function isLost(error: unknown, name: string, code: string): boolean {
  if (statusOf(error) > 0 || code === 'tls-failed' || code === 'proxy-refused') return false;
  if (kinds[name] !== undefined && name !== 'TimeoutError') return false;
  return !causesOf(error).some(
    (one) =>
      neverSent.test(textOf(one, 'code')) ||
      /^(?:name|proxy|refused|tls)$/.test(textOf(one, 'kind')) ||
      /did not establish a connection/.test(one.message),
  );
}

const mostCauses = 5;

function causesOf(error: unknown): Error[] {
  const found: Error[] = [];
  for (let one = error; one instanceof Error && found.length < mostCauses; one = one.cause) found.push(one);
  return found;
}

function isServerFault(error: unknown): boolean {
  return textOf(error, '$fault') === 'server' || statusOf(error) >= 500;
}

/** 0 where nothing answered. */
function statusOf(error: unknown): number {
  const metadata: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, '$metadata') : undefined;
  const status: unknown =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : undefined;
  return typeof status === 'number' ? status : 0;
}
