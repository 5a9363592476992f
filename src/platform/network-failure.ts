import { NetworkError, type NetworkErrorKind } from '#registry';

const kinds: Readonly<Record<string, NetworkErrorKind>> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  HPE_INVALID_CONSTANT: 'reset',
  EPROTO: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  UNABLE_TO_GET_ISSUER_CERT: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  CERT_HAS_EXPIRED: 'tls',
  CERT_NOT_YET_VALID: 'tls',
  HOSTNAME_MISMATCH: 'tls',
};

const words: Readonly<Record<NetworkErrorKind, string>> = {
  name: 'its name is not known',
  refused: 'it refused the connection',
  timeout: 'it did not answer in time',
  reset: 'it broke the connection',
  tls: 'its certificate or its TLS is not acceptable',
  'cut-short': 'it stopped in the middle',
};

/** What node says of a connection, in the port's words; the system's own code stays in the text. */
export function asNetworkError(error: unknown, host: string): NetworkError {
  if (error instanceof NetworkError) return error;
  const code = codeOf(error);
  const kind = kinds[code] ?? (code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') ? 'tls' : 'reset');
  return new NetworkError(kind, `${host}: ${words[kind]}${code === '' ? '' : ` (${code})`}`, error);
}

/** Connecting to several addresses at once fails with one AggregateError around the errors of each. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const inner = error instanceof AggregateError ? error.errors[0] : undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return inner instanceof Error && 'code' in inner && typeof inner.code === 'string' ? inner.code : '';
}
