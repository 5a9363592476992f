import { NetworkError, type NetworkErrorKind, type TlsFault } from '#registry';
import { codeOf } from './error-code.ts';

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
};

/** OpenSSL's verdicts on a certificate as Node names them (Node.js documentation, "X509 certificate error codes"), and what is no TLS at all. */
const tlsFaults: Readonly<Record<string, TlsFault>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'authority',
  UNABLE_TO_GET_ISSUER_CERT: 'authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'authority',
  INVALID_CA: 'authority',
  CERT_UNTRUSTED: 'authority',
  CERT_HAS_EXPIRED: 'date',
  CERT_NOT_YET_VALID: 'date',
  HOSTNAME_MISMATCH: 'name',
  ERR_TLS_CERT_ALTNAME_INVALID: 'name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'plain',
  // OpenSSL takes the letters of an HTTP answer for a length; BoringSSL, in the editor, knows them.
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'plain',
  ERR_SSL_HTTP_REQUEST: 'plain',
};

const words: Readonly<Record<NetworkErrorKind, string>> = {
  name: 'its name is not known',
  refused: 'it refused the connection',
  timeout: 'it did not answer in time',
  reset: 'it broke the connection',
  tls: 'its TLS is not acceptable',
  proxy: 'the proxy does not let the request through',
  'cut-short': 'it stopped in the middle',
};

const faultWords: Readonly<Record<TlsFault, string>> = {
  authority: 'its certificate is from an authority that is not known here',
  date: 'its certificate is not valid at this date',
  name: 'its certificate is for other names',
  plain: 'it answered without TLS',
};

/** What node says of a connection, in the port's words; the system's own code stays in the text. */
export function asNetworkError(error: unknown, host: string): NetworkError {
  if (NetworkError.is(error)) return error;
  const code = codeOf(error) ?? '';
  const tlsFault = tlsFaults[code] ?? (code === 'EPROTO' && isPlainAnswer(error) ? 'plain' : undefined);
  const isTls = tlsFault !== undefined || code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL');
  const kind = kinds[code] ?? (isTls ? 'tls' : 'reset');
  const why = tlsFault === undefined ? words[kind] : faultWords[tlsFault];
  return NetworkError.at({ host, tlsFault }, kind, `${host}: ${why}${code === '' ? '' : ` (${code})`}`, error);
}

/** OpenSSL's reason stands in the text where the code is the system's. */
function isPlainAnswer(error: unknown): boolean {
  return error instanceof Error && /wrong version number|packet length too long|http request/i.test(error.message);
}
