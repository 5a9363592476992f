import type { Code } from '#problem';
import { NetworkError } from '#registry';

/** What a broken connection to AWS comes to. */
interface Trouble {
  readonly code: Code;
  readonly hint: string;
}

/** Undefined when the error is not about the network. What looks for credentials may have put an error of its own around it. */
export function awsNetworkTrouble(error: unknown): Trouble | undefined {
  if (NetworkError.is(error)) return { code: codeOf(error), hint: hintFor(error) };
  return error instanceof Error ? awsNetworkTrouble(error.cause) : undefined;
}

function codeOf({ kind }: NetworkError): Code {
  if (kind === 'proxy') return 'proxy-refused';
  return kind === 'tls' ? 'tls-failed' : 'unreachable';
}

function hintFor({ kind, detail }: NetworkError): string {
  if (detail.hint !== undefined) return detail.hint;
  if (kind !== 'tls') return unreachableHint;
  if (detail.tlsFault === 'date') return 'Check the clock of this machine.';
  if (detail.tlsFault === 'plain') return 'Check the AWS endpoint, if one is set: does it begin with http://?';
  return 'If something on your network looks into TLS, name the file with the certificate of its authority (PEM) in AWS_CA_BUNDLE.';
}

/** Also where nothing more is known. */
export const unreachableHint =
  'Check the network and the AWS endpoint, if one is set. Behind a proxy, set HTTPS_PROXY or http.proxy.';
