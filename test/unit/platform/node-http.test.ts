import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { NodeHttp } from '#platform';
import { type HttpRequest, NetworkError } from '#registry';
import { type Handler, scriptedServer } from '../../support/scripted-server.ts';

const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function serve(handler: Handler) {
  const server = await scriptedServer(handler);
  const http = new NodeHttp({ userAgent: 'test', certificateAuthority: () => undefined });
  cleanups.push(() => http.close(), server.close);
  return {
    server,
    send: (request: Partial<HttpRequest>) => http.send({ method: 'GET', url: `${server.origin}/`, ...request }),
  };
}

async function text(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function* repeat(chunk: Uint8Array, times: number): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < times; sent++) yield chunk;
}

describe('NodeHttp', () => {
  it('streams a body with its content-length', async () => {
    const { server, send } = await serve((_, response) => void response.writeHead(201).end('done'));
    const answer = await send({
      method: 'PUT',
      body: { length: 300_000, chunks: repeat(Buffer.alloc(100_000, 1), 3) },
    });
    expect(answer.status).toBe(201);
    expect(await text(answer.body)).toBe('done');
    expect(server.requests[0]?.headers['content-length']).toBe('300000');
    expect(server.requests[0]?.headers['transfer-encoding']).toBeUndefined();
    expect(server.requests[0]?.body.length).toBe(300_000);
  });

  it('sends content-length 0 with an empty body', async () => {
    const { server, send } = await serve((_, response) => void response.writeHead(202).end());
    (await send({ method: 'POST', body: new Uint8Array(0) })).discard();
    expect(server.requests[0]?.headers['content-length']).toBe('0');
  });

  it('gives a source that ends short as its error instead of hanging', async () => {
    const { send } = await serve((_, response) => void response.end());
    const sent = send({ method: 'PUT', body: { length: 10, chunks: repeat(Buffer.alloc(4), 2) } });
    await expect(sent).rejects.toMatchObject({ name: 'NetworkError', kind: 'cut-short' });
  });

  it('does not send more than was announced', async () => {
    const { send } = await serve((_, response) => void response.end());
    const sent = send({ method: 'PUT', body: { length: 5, chunks: repeat(Buffer.alloc(4), 2) } });
    await expect(sent).rejects.toMatchObject({ kind: 'cut-short' });
  });

  it("tells the source's own error", async () => {
    const { send } = await serve((_, response) => void response.end());
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(4);
      throw new Error('the source broke');
    }
    await expect(send({ method: 'PUT', body: { length: 8, chunks: broken() } })).rejects.toThrow('the source broke');
  });

  it('keeps an early refusal although the upload is still under way', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.end(
          'HTTP/1.1 429 Too Many Requests\r\nretry-after: 7\r\ncontent-length: 4\r\nconnection: close\r\n\r\nslow',
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const http = new NodeHttp({ userAgent: 'test', certificateAuthority: () => undefined });
    cleanups.push(
      () => http.close(),
      () => new Promise<void>((resolve) => server.close(() => resolve())),
    );
    const port = typeof address === 'object' ? address?.port : 0;
    const answer = await http.send({
      method: 'PUT',
      url: `http://127.0.0.1:${port}/`,
      body: { length: 400_000_000, chunks: repeat(Buffer.alloc(1_000_000), 400) },
    });
    expect(answer.status).toBe(429);
    expect(answer.headers['retry-after']).toBe('7');
  });

  it.each([
    ['429 Too Many Requests', 429],
    ['503 Slow Down', 503],
  ])('understands a malformed %s, as Docker Hub sends it', async (line, status) => {
    const { send } = await serve((_, response) => {
      response.socket?.end(`HTTP/1.1 ${line}\nContent-Length: 2\nRetry-After: 60\n\nno`);
    });
    const answer = await send({});
    expect(answer).toMatchObject({ status, headers: { 'retry-after': '60' } });
    expect(await text(answer.body)).toBe('');
    answer.discard();
  });

  it('takes no malformed success for an answer', async () => {
    const { send } = await serve((_, response) => {
      response.socket?.end('HTTP/1.1 200 OK\nContent-Length: 2\n\nok');
    });
    await expect(send({})).rejects.toMatchObject({ kind: 'reset' });
  });

  it('tells an answer that stops in the middle', async () => {
    const { send } = await serve((_, response, socket) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setTimeout(() => socket.destroy(), 20);
    });
    const answer = await send({});
    await expect(text(answer.body)).rejects.toBeInstanceOf(NetworkError);
  });

  it('tells a refused connection with its code', async () => {
    const { server, send } = await serve(() => undefined);
    await server.close();
    await expect(send({})).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('ECONNREFUSED') });
  });

  it('tells TLS against a plain server as a TLS matter', async () => {
    const { server, send } = await serve((_, response) => void response.end());
    await expect(send({ url: `https://${server.host}/` })).rejects.toMatchObject({ kind: 'tls' });
  });

  it('ends at once when it is aborted, before and during the answer, with the reason', async () => {
    const { send } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
    });
    const reason = new Error('cancelled by the user');
    const early = AbortSignal.abort(reason);
    await expect(send({ signal: early })).rejects.toBe(reason);
    const late = new AbortController();
    const answer = await send({ signal: late.signal });
    setTimeout(() => late.abort(reason), 20);
    await expect(text(answer.body)).rejects.toBe(reason);
  });

  it('keeps the connection when a small answer is given up', async () => {
    const sockets = new Set<unknown>();
    const { send } = await serve((_, response, socket) => {
      sockets.add(socket);
      response.end('unwanted');
    });
    for (let round = 0; round < 5; round++) {
      (await send({})).discard();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(sockets.size).toBe(1);
  });

  it('keeps the connection after a HEAD of something large, and gives it up for an endless answer', async () => {
    const sockets = new Set<unknown>();
    let written = 0;
    const { send } = await serve((request, response, socket) => {
      sockets.add(socket);
      if (request.method === 'HEAD') return void response.writeHead(200, { 'content-length': '200000000' }).end();
      response.writeHead(200);
      const flood = () => {
        do written += 65_536;
        while (response.write(Buffer.alloc(65_536)) && written < 100_000_000);
      };
      response.on('drain', flood);
      flood();
    });
    for (let round = 0; round < 3; round++) {
      (await send({ method: 'HEAD' })).discard();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(sockets.size).toBe(1);
    (await send({})).discard();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(written).toBeLessThan(50_000_000);
  });

  it('returns redirects instead of following them', async () => {
    const { server, send } = await serve(
      (_, response) => void response.writeHead(307, { location: '/elsewhere' }).end(),
    );
    expect((await send({})).status).toBe(307);
    expect(server.requests).toHaveLength(1);
  });
});
