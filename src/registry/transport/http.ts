/**
 * The HTTP port: what the registry client needs of a network. `platform/` implements it for Node. URLs are physical; redirects are
 * returned, never followed, because only the client knows which credentials may travel on.
 */
export interface Http {
  /** @throws NetworkError when no answer came. Any status is an answer. */
  send(request: HttpRequest): Promise<HttpResponse>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  /** Lower-case names. A body's `content-length` is set by the adapter from the body. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: HttpBody;
  readonly signal?: AbortSignal;
}

/** Bytes at hand, or a stream whose length in bytes is known before it starts. */
export type HttpBody = Uint8Array | { readonly length: number; readonly chunks: AsyncIterable<Uint8Array> };

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; a header that came several times is joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it arrives; to be read to its end or given up with {@link discard}. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Gives the connection up without reading the rest. */
  discard(): void;
}

/** `proxy`: the proxy on the way answered, and does not let the request through. */
export type NetworkErrorKind = 'name' | 'refused' | 'reset' | 'timeout' | 'tls' | 'proxy' | 'cut-short';

/** What may be wrong with a host's TLS: an unknown authority, a date, the names, or that there is none. */
export type TlsFault = 'authority' | 'date' | 'name' | 'plain';

/** What is known of a broken connection besides its kind. */
export interface NetworkDetail {
  /** `name[:port]` of who was connected to. */
  readonly host?: string | undefined;
  readonly tlsFault?: TlsFault | undefined;
  /** What to do, where the one who noticed knows best. */
  readonly hint?: string | undefined;
}

/** How long a registry has had nothing to say, in ms of working time: a network that is gone is told by it from a request that fails. */
export interface Silence {
  readonly lastAnswerAt: number;
  /** When the first request since then came to nothing. */
  readonly since: number;
}

/** No answer, or half of one. `cut-short`: fewer bytes came, or could be sent, than were announced. */
export class NetworkError extends Error {
  readonly kind: NetworkErrorKind;
  /** The logical registry, once a session knows it: a copy talks to two. */
  readonly registry: string | undefined;
  /** Set when that registry had answered before. */
  readonly silence: Silence | undefined;
  /** That of the cause, when it is told on. */
  readonly detail: NetworkDetail;

  constructor(
    kind: NetworkErrorKind,
    message: string,
    cause?: unknown,
    registry?: string,
    silence?: Silence,
    detail?: NetworkDetail,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'NetworkError';
    this.kind = kind;
    this.registry = registry;
    this.silence = silence;
    this.detail = detail ?? (NetworkError.is(cause) ? cause.detail : {});
  }

  /** One that says more of the connection. */
  static at(detail: NetworkDetail, kind: NetworkErrorKind, message: string, cause?: unknown): NetworkError {
    return new NetworkError(kind, message, cause, undefined, undefined, detail);
  }

  /** Whether a thrown value is one. Each bundle holds a copy of this class, so `instanceof` would not know one of another bundle (`aws`). */
  static is(value: unknown): value is NetworkError {
    return value instanceof Error && value.name === 'NetworkError' && 'kind' in value;
  }
}

/**
 * Reads a whole body of at most `limit` bytes.
 * @throws RangeError when it is longer; the connection is given up.
 */
export async function readBody(response: HttpResponse, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > limit) {
      response.discard();
      throw new RangeError(`The answer is longer than ${limit} bytes`);
    }
    chunks.push(chunk);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
