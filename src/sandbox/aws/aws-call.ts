import type { IncomingMessage } from 'node:http';
import { AwsError } from './aws-error.ts';
import type { SignatureVerdict } from './signature.ts';

/** A request as the services see it. */
export interface AwsCall {
  readonly request: IncomingMessage;
  readonly body: Buffer;
  /** Becomes the request id. */
  readonly id: string;
  /** What the request's signature proves to a service, by the name that it signs with. */
  readonly verify: (service: string) => SignatureVerdict;
  /** Tells the request log the operation. */
  readonly name: (operation: string) => void;
}

/** An answer of a service, ready to be sent. */
export interface AwsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The body of a call as JSON; none is an empty object. Throws `AwsError`. */
export function jsonBody({ body }: AwsCall): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new AwsError('SerializationException', '');
  }
}

/** How the JSON services say no to a signature. */
export function signatureError(
  { reason, message }: Extract<SignatureVerdict, { readonly ok: false }>,
  status: number,
): AwsError {
  switch (reason) {
    case 'missing':
      return new AwsError('MissingAuthenticationTokenException', message, status);
    case 'incomplete':
      return new AwsError('IncompleteSignatureException', message, status);
    case 'unknownKey':
      return new AwsError('UnrecognizedClientException', message, status);
    case 'sessionEnded':
      return new AwsError('ExpiredTokenException', message, status);
    default:
      return new AwsError('InvalidSignatureException', message, status);
  }
}
