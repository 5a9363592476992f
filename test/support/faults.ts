import type { ServerResponse } from 'node:http';
import { NetworkError } from '#registry';
import type { Recorded } from './scripted-server.ts';

/** A request on its way to go wrong. */
interface Faulted {
  readonly request: Recorded;
  readonly response: ServerResponse;
  /** Answers as the server would have done. */
  readonly answer: () => void;
  /** Puts another image's digest under the tag that is asked for or written; nothing when it is no tag of the target. */
  readonly takeTag: (by: 'another' | 'ours') => boolean;
}

export interface Fault {
  /** Whether it is of the kind that passes: once, at a request that it fits, it costs nothing but another try. */
  readonly passes: boolean | ((key: string) => boolean);
  /** Whether real time passes until it is noticed. */
  readonly isSlow?: true;
  /** Before anything is sent. */
  readonly send?: () => never;
  /** At the server. */
  readonly serve?: (faulted: Faulted) => void;
}

const errors = (code: string, message = code) => JSON.stringify({ errors: [{ code, message }] });

function status(code: number, body = '', headers: Readonly<Record<string, string>> = {}) {
  return ({ response }: Faulted) => void response.writeHead(code, headers).end(body);
}

/** Writes raw bytes, then breaks the connection with a reset, or closes it properly. */
function raw(text: string, end: 'reset' | 'close' | 'stay') {
  return ({ response }: Faulted) => {
    const { socket } = response;
    socket?.write(text, () => {
      if (end === 'reset') socket.resetAndDestroy();
      if (end === 'close') socket.end();
    });
  };
}

/** Lets the server answer, but changes what goes out. */
function changed(change: {
  readonly head?: (headers: Record<string, string | number>) => Record<string, string | number>;
  readonly body?: (body: Buffer) => Buffer;
}) {
  return ({ response, answer }: Faulted) => {
    const { writeHead, end } = response;
    response.writeHead = ((code: number, headers: Record<string, string | number> = {}) =>
      writeHead.call(response, code, change.head ? change.head(headers) : headers)) as typeof writeHead;
    response.end = ((body?: Buffer | string) =>
      end.call(response, body && change.body ? change.body(Buffer.from(body)) : body, 'utf8')) as typeof end;
    answer();
  };
}

/** Half of the body, and what then becomes of the connection. */
function half(then: (response: ServerResponse) => void) {
  return ({ response, answer }: Faulted) => {
    const { end } = response;
    response.end = ((body?: Buffer | string) => {
      // An answer without a body has no half: it breaks before its head.
      if (!body || response.req.method === 'HEAD') {
        if (!response.headersSent) response.socket?.destroy();
        return end.call(response, '', 'utf8');
      }
      const bytes = Buffer.from(body);
      return response.write(bytes.subarray(0, bytes.length / 2), () => then(response));
    }) as typeof end;
    answer();
  };
}

const needsNoLocation = (key: string) => !/ POST .*uploads\/$|^source GET .*blobs/.test(key);
const isContent = (key: string) =>
  /^(source|storage) GET .*(blobs|manifests)/.test(key) || key.startsWith('storage GET');
const isRead = (key: string) => / (GET|HEAD) /.test(key) && !key.includes('/token');

/** What can go wrong with an exchange (mirror-research: traps seen, complaints), by name. */
export const faults: Readonly<Record<string, Fault>> = {
  'connection refused': {
    passes: true,
    send: () => {
      throw new NetworkError('refused', 'refused');
    },
  },
  'name not known': {
    passes: true,
    send: () => {
      throw new NetworkError('name', 'no such name');
    },
  },
  'reset before the answer': { passes: true, serve: ({ response }) => void response.socket?.resetAndDestroy() },
  'closed before the answer': { passes: true, serve: ({ response }) => void response.socket?.end() },
  'cut in the status line': { passes: true, serve: raw('HTTP/1.1 2', 'reset') },
  'cut in the headers': { passes: true, serve: raw('HTTP/1.1 200 OK\r\ncontent-le', 'close') },
  'cut in the body': { passes: true, serve: half(({ socket }) => void socket?.resetAndDestroy()) },
  'body ends short': { passes: true, serve: half(({ socket }) => void socket?.end()) },
  'body hangs': { passes: true, isSlow: true, serve: half(() => undefined) },
  'no answer at all': { passes: true, isSlow: true, serve: () => undefined },
  'headers that hang': { passes: true, isSlow: true, serve: raw('HTTP/1.1 200 OK\r\nx: ', 'stay') },
  'slow first byte': { passes: true, serve: ({ answer }) => void setTimeout(answer, 10) },
  'no HTTP at all': { passes: true, serve: raw('SSH-2.0-OpenSSH_9.2\r\n', 'close') },
  'done, but the answer is lost': {
    passes: true,
    serve: ({ response, answer }) => {
      const { socket } = response;
      response.writeHead = (() => response) as typeof response.writeHead;
      response.end = (() => {
        socket?.resetAndDestroy();
        return response;
      }) as typeof response.end;
      answer();
    },
  },
  'wrong bytes': {
    passes: isContent,
    serve: changed({ body: (body) => Buffer.from(body.map((byte) => byte ^ 1)) }),
  },
  'too many bytes': {
    passes: false,
    serve: changed({
      head: ({ 'content-length': _, ...rest }) => rest,
      body: (body) => Buffer.concat([body, Buffer.from('more')]),
    }),
  },
  'empty body': {
    passes: isContent,
    serve: changed({ head: (headers) => ({ ...headers, 'content-length': 0 }), body: () => Buffer.alloc(0) }),
  },
  'chunked, without a length': {
    passes: true,
    serve: changed({ head: ({ 'content-length': _, ...rest }) => rest }),
  },
  'wrong digest header': {
    passes: (key) => !/(HEAD|GET) .*manifests/.test(key),
    serve: changed({ head: (headers) => ({ ...headers, 'docker-content-digest': `sha256:${'7'.repeat(64)}` }) }),
  },
  'garbage digest header': {
    passes: true,
    serve: changed({ head: (headers) => ({ ...headers, 'docker-content-digest': 'sha256:garbage' }) }),
  },
  '401, the token ended': {
    passes: (key) => !key.includes('/token'),
    serve: ({ request, response }) =>
      void response
        .writeHead(401, { 'www-authenticate': challengeOf(request) })
        .end(errors('UNAUTHORIZED', 'authentication required')),
  },
  '403, the token expired': {
    passes: (key) => !key.includes('/token'),
    serve: ({ request, response, answer }) => {
      if (request.headers['x-role'] === 'source' && request.headers.authorization === undefined) return answer();
      response
        .writeHead(403)
        .end(errors('DENIED', 'Your authorization token has expired. Reauthenticate and try again.'));
    },
  },
  '403 denied': { passes: (key) => key.startsWith('storage'), serve: status(403, errors('DENIED', 'not authorized')) },
  '404, wrongly': { passes: (key) => /^target HEAD/.test(key) && !key.includes('manifests/1'), serve: status(404) },
  '405': { passes: false, serve: status(405, errors('UNSUPPORTED')) },
  '408': { passes: true, serve: status(408) },
  '411': { passes: false, serve: status(411) },
  '413': { passes: false, serve: status(413, '<html>too large</html>') },
  '416 BLOB_UPLOAD_INVALID': { passes: true, serve: status(416, errors('BLOB_UPLOAD_INVALID')) },
  '404 BLOB_UPLOAD_UNKNOWN': {
    passes: (key) => key.includes('/uploads/'),
    serve: status(404, errors('BLOB_UPLOAD_UNKNOWN')),
  },
  '400 DIGEST_INVALID': { passes: (key) => / PUT .*uploads/.test(key), serve: status(400, errors('DIGEST_INVALID')) },
  '429, seconds': { passes: true, serve: status(429, errors('TOOMANYREQUESTS'), { 'retry-after': '7' }) },
  '429, a date': {
    passes: true,
    serve: status(429, '', { 'retry-after': new Date(Date.parse('2026-01-01T00:00:20Z')).toUTCString() }),
  },
  '429, no word of when': { passes: true, serve: status(429, '<html>slow down</html>') },
  '429 with bare line feeds': {
    passes: true,
    serve: raw('HTTP/1.1 429 Too Many Requests\nContent-Length: 2\nRetry-After: 60\n\nno', 'close'),
  },
  '400 ThrottlingException': { passes: true, serve: status(400, errors('ThrottlingException', 'Rate exceeded')) },
  '500': { passes: true, serve: status(500) },
  '502 in HTML': {
    passes: true,
    serve: status(502, '<html><h1>Bad Gateway</h1></html>', { 'content-type': 'text/html' }),
  },
  '503': { passes: true, serve: status(503, '', { 'retry-after': '2' }) },
  '504': { passes: true, serve: status(504) },
  'a redirect in circles': {
    passes: false,
    serve: ({ request, response }) => void response.writeHead(307, { location: request.url }).end(),
  },
  'a redirect to a dead host': { passes: isRead, serve: status(307, '', { location: 'http://127.0.0.1:1/gone' }) },
  'a redirect to nowhere': { passes: false, serve: status(307) },
  'a redirect to garbage': { passes: false, serve: status(307, '', { location: 'http://[::1' }) },
  'no Location': { passes: needsNoLocation, serve: changed({ head: ({ location: _, ...rest }) => rest }) },
  'garbage for a Location': {
    passes: needsNoLocation,
    serve: changed({ head: (headers) => (headers.location ? { ...headers, location: 'http://[::1' } : headers) }),
  },
  'a Location with doubled slashes': {
    passes: true,
    serve: ({ request, response, answer }) =>
      changed({
        head: (headers) =>
          typeof headers.location === 'string' && headers.location.startsWith('/')
            ? { ...headers, location: `http://${request.headers.host}/${headers.location}` }
            : headers,
      })({ request, response, answer, takeTag: () => false }),
  },
  'the tag is taken by another meanwhile': {
    passes: (key) => !isTag(key),
    serve: ({ takeTag, response, answer }) => (takeTag('another') ? refuseTag(response) : answer()),
  },
  'the same tag is there, and refused': {
    passes: true,
    serve: ({ takeTag, response, answer }) => (takeTag('ours') ? refuseTag(response) : answer()),
  },
  'the tag is refused with 403 although it is there': {
    passes: true,
    serve: ({ takeTag, response, answer }) =>
      takeTag('ours') ? void response.writeHead(403).end(errors('DENIED', 'denied')) : answer(),
  },
};

/** The key of a request for a tag at the target. */
export function isTag(key: string): boolean {
  return /^target \S+ .*\/manifests\/1$/.test(key);
}

function refuseTag(response: ServerResponse): void {
  const { method } = response.req;
  // Asked for, it is simply there; written, it is final.
  response
    .writeHead(method === 'PUT' ? 400 : 503)
    .end(
      errors('TAG_INVALID', "The image tag '1' already exists and cannot be overwritten because the tag is immutable."),
    );
}

function challengeOf({ headers }: Recorded): string {
  return headers.authorization?.startsWith('Basic')
    ? 'Basic realm="r"'
    : `Bearer realm="http://${headers.host}/token",service="s"`;
}
