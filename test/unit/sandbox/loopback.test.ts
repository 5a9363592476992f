import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '#sandbox';
import { call } from './http-call.ts';

let sandbox: RunningSandbox;
const origins: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ empty: true });
  const { hosts, aws } = sandbox.hostsMap;
  origins.push(...Object.values(hosts).map(({ origin }) => origin), aws.endpoint);
});
afterAll(() => sandbox.close());

test('every origin is one of its own, on 127.0.0.1', () => {
  expect(new Set(origins).size).toBe(6);
  for (const origin of origins) expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test('a Host that is not this listener under a loopback name gets 421 and nothing else', async () => {
  for (const origin of origins) {
    const { port } = new URL(origin);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      '127.0.0.1:1',
      '709825985650.dkr.ecr.us-east-1.amazonaws.com',
    ]) {
      const answer = await call('GET', `${origin}/v2/`, { headers: { host } });
      expect([answer.status, answer.text, answer.headers['www-authenticate']]).toEqual([421, '', undefined]);
    }
    for (const host of [`127.0.0.1:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`]) {
      expect((await call('GET', `${origin}/v2/`, { headers: { host } })).status).not.toBe(421);
    }
  }
});

test('closing ends connections that are idle or in the middle of something', async () => {
  const doomed = await startSandbox({ empty: true });
  const origin = new URL(doomed.hostsMap.aws.endpoint);
  const idle = connect(Number(origin.port), origin.hostname);
  const busy = request(origin, { method: 'POST', headers: { 'content-length': '1000' } });
  busy.write('not all of it');
  const ends = Promise.all([
    new Promise((resolve) => idle.once('close', resolve)),
    new Promise((resolve) => busy.once('error', resolve)),
  ]);
  await new Promise((resolve) => idle.once('connect', resolve));
  await doomed.close();
  await ends;
  await expect(call('GET', origin.href)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('ports in a row from a given one', async () => {
  // A port that was free a moment ago; the chance that one of the six is taken meanwhile is borne by trying again.
  for (let attempt = 0; ; attempt += 1) {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const started = await startSandbox({ empty: true, port }).catch((error: unknown) => error);
    if (started instanceof Error && attempt < 5) continue;
    const { hostsMap, close } = started as RunningSandbox;
    const ports = Object.values(hostsMap.hosts).map(({ origin }) => Number(new URL(origin).port));
    // Charts and attestations come from one server.
    const all = [...new Set([...ports, Number(new URL(hostsMap.aws.endpoint).port)])].sort();
    expect(all).toEqual([0, 1, 2, 3, 4, 5].map((step) => port + step));
    await expect(startSandbox({ empty: true, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await close();
    return;
  }
});
