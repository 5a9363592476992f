import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readOccurrences } from '#attestation';
import { type RunningSandbox, type SandboxSwitches, startSandbox } from '#sandbox';
import { fileAttestor } from '../../../src/sandbox/attestations/attestor.ts';
import { type Answer, call } from './http-call.ts';

interface Transcript {
  readonly source: string;
  readonly request: { readonly path: string; readonly headers: Readonly<Record<string, string>> };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}

const host = 'attestations.camunda.cloud';
const note = '/projects/camunda-attestations/notes/release-attestor/occurrences';
const vendor = 'registry.camunda.cloud';
const fixtures = new URL('../../fixtures/grafeas/', import.meta.url);

let sandbox: RunningSandbox;
const started: RunningSandbox[] = [];
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
afterEach(() => Promise.all(started.splice(0).map((one) => one.close())));

async function start(options: Parameters<typeof startSandbox>[0]): Promise<RunningSandbox> {
  const one = await startSandbox(options);
  started.push(one);
  return one;
}

interface Asked {
  readonly of?: RunningSandbox;
  readonly version?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function tokenOf({ hostsMap }: RunningSandbox): { authorization: string } {
  return { authorization: `Bearer ${hostsMap.hosts[host]?.password}` };
}

function ask(query: Readonly<Record<string, string>>, { of = sandbox, version = 'v1beta1', headers }: Asked = {}) {
  const url = `${of.hostsMap.hosts[host]?.origin}/${version}${note}?${new URLSearchParams(query)}`;
  return call('GET', url, { headers: headers ?? tokenOf(of) });
}

async function resourceOf(repository: string, tag = '1'): Promise<string> {
  const { origin, username, password } = sandbox.hostsMap.hosts[vendor] ?? {};
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const { headers } = await call('HEAD', `${origin}/v2/${repository}/manifests/${tag}`, { headers: { authorization } });
  return `https://${vendor}/${repository}@${headers['docker-content-digest']}`;
}

interface Page {
  readonly occurrences?: readonly { readonly name: string; readonly resource: { readonly uri: string } }[];
  readonly nextPageToken?: string;
}
const pageOf = ({ text }: Answer): Page => JSON.parse(text);
const errorOf = ({ status, text }: Answer) => [status, JSON.parse(text).error.status];

describe('the transcripts', () => {
  const stands: Readonly<Record<string, { readonly image?: string; readonly isOwn?: true; readonly after?: string }>> =
    {
      'list-note-occurrences': { image: 'attested/armored' },
      'list-note-occurrences-first-page': {},
      'list-note-occurrences-generic': { image: 'attested/binary' },
      'list-note-occurrences-invalid-token': {},
      'list-note-occurrences-next-page': { after: 'list-note-occurrences-first-page' },
      'list-note-occurrences-none': { image: 'attested/none' },
      'list-note-occurrences-v1': { image: 'attested/base64' },
      'permission-denied': { isOwn: true },
      'unauthenticated-invalid': {},
      'unauthenticated-missing': {},
    };
  const read = (name: string): Transcript => JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), 'utf8'));

  async function play(name: string): Promise<Answer> {
    const { image, isOwn, after } = stands[name] ?? {};
    const { request } = read(name);
    const url = new URL(request.path, sandbox.hostsMap.hosts[host]?.origin);
    if (!isOwn) url.pathname = `/${url.pathname.split('/')[1]}${note}`;
    const filter = url.searchParams.get('filter');
    if (image && filter) {
      url.searchParams.set('filter', filter.replace(/https:[^"]*/, await resourceOf(image)));
    }
    if (after) url.searchParams.set('pageToken', pageOf(await play(after)).nextPageToken ?? '');
    const isGood = request.headers.authorization === 'Bearer ya29.token';
    return call('GET', url.href, { headers: isGood ? tokenOf(sandbox) : request.headers });
  }

  /** The members of both are the same, with values of the same type; those of errors have the same words. */
  function expectSame(actual: unknown, transcript: unknown, at: string): void {
    if (Array.isArray(transcript)) {
      expect(Array.isArray(actual) && actual.length > 0, at).toBe(true);
      expectSame((actual as unknown[])[0], transcript[0], `${at}[]`);
    } else if (typeof transcript === 'object' && transcript !== null) {
      for (const [name, value] of Object.entries(transcript)) {
        expectSame((actual as Record<string, unknown> | undefined)?.[name], value, `${at}.${name}`);
      }
    } else if (/\.(?:error\.\w+|kind|contentType)$/.test(at)) expect(actual, at).toBe(transcript);
    else expect(typeof actual, at).toBe(typeof transcript);
  }

  test('all have their stand', () => {
    const files = readdirSync(fixtures).filter((file) => file.endsWith('.json'));
    expect(files.map((file) => file.replace('.json', '')).sort()).toEqual(Object.keys(stands));
  });

  test.each(Object.keys(stands))('%s: the sandbox answers so, and the client understands it', async (name) => {
    const { source, response } = read(name);
    expect(source).not.toBe('');
    const answer = await play(name);
    expect(answer.status).toBe(response.status);
    for (const [header, value] of Object.entries(response.headers)) expect(answer.headers[header], header).toBe(value);
    const actual: unknown = JSON.parse(answer.text);
    expectSame(actual, response.body, '');
    const has = (value: unknown) => Object.keys(value as object).sort();
    expect(has(actual)).toEqual(has(response.body));
    if (response.status !== 200) return;
    const bytes = Buffer.from(JSON.stringify(response.body));
    const understood = readOccurrences(bytes, host);
    const { occurrences = [], nextPageToken } = response.body as Page;
    const known = understood.attestations.length + understood.unread.length;
    expect([known, understood.nextPageToken]).toEqual([occurrences.length, nextPageToken]);
  });
});

describe('a list of occurrences', () => {
  test('comes in pages that have each of them once, of the size that is asked for, or of 20', async () => {
    const names: string[] = [];
    const sizes: number[] = [];
    for (let pageToken = ''; ; ) {
      const page = pageOf(await ask({ pageToken, ...(sizes.length < 2 ? {} : { pageSize: '60' }) }));
      names.push(...(page.occurrences ?? []).map(({ name }) => name));
      sizes.push(page.occurrences?.length ?? 0);
      if (page.nextPageToken === undefined) break;
      pageToken = page.nextPageToken;
    }
    const whole = pageOf(await ask({ pageSize: '5000' })).occurrences ?? [];
    expect(sizes.slice(0, 3)).toEqual([20, 20, 60]);
    expect(names).toEqual(whole.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
  });

  test('has those of one image, when it is asked for one', async () => {
    const resource = await resourceOf('attested/many');
    const { occurrences = [], nextPageToken } = pageOf(
      await ask({ filter: `resourceUrl="${resource}"`, pageSize: '100' }),
    );
    expect([occurrences.length, nextPageToken === undefined]).toEqual([100, false]);
    expect(new Set(occurrences.map(({ resource: { uri } }) => uri))).toEqual(new Set([resource]));
  });

  test.each([
    ['a filter of another language', { filter: 'digest has abc' }],
    ['a filter by what is not known', { filter: 'noteId="x"' }],
    ['a negative size', { pageSize: '-1' }],
    ['a size in words', { pageSize: 'all' }],
    ['a token that was not given out', { pageToken: 'MTAw' }],
  ])('is refused for %s', async (_, query) => {
    expect(errorOf(await ask(query))).toEqual([400, 'INVALID_ARGUMENT']);
  });

  test('is refused for the token of another filter', async () => {
    const { nextPageToken = '' } = pageOf(await ask({ pageSize: '1' }));
    const filter = `resourceUrl="${await resourceOf('attested/many')}"`;
    expect(errorOf(await ask({ filter, pageToken: nextPageToken }))).toEqual([400, 'INVALID_ARGUMENT']);
  });

  test('is only read, where there is one', async () => {
    const { origin } = sandbox.hostsMap.hosts[host] ?? {};
    const headers = tokenOf(sandbox);
    expect(errorOf(await call('POST', `${origin}/v1beta1${note}`, { headers }))).toEqual([405, 'UNIMPLEMENTED']);
    const other = note.replace('release-attestor', 'other');
    expect(errorOf(await call('GET', `${origin}/v1beta1${other}`, { headers }))).toEqual([404, 'NOT_FOUND']);
    expect(errorOf(await call('GET', `${origin}/v1/projects`, { headers }))).toEqual([404, 'NOT_FOUND']);
  });

  test('follows a tag that the vendor moves', async () => {
    const own = await start({});
    const { hostsMap, control } = own;
    const at = async () =>
      pageOf(await ask({ pageSize: '1000' }, { of: own })).occurrences?.map(({ resource }) => resource.uri);
    const before = await at();
    await control.upstream.setTag('camunda/operate', '8.3.4', '8.3.3');
    const after = await at();
    const changed = after?.filter((uri, index) => uri !== before?.[index]) ?? [];
    expect(changed).toHaveLength(1);
    expect(changed[0]).toMatch(/^https:\/\/docker\.io\/camunda\/operate@sha256:/);
    expect(hostsMap.attestor?.fingerprint).not.toBe(sandbox.hostsMap.attestor?.fingerprint);
  });
});

describe('the switch for attestations', () => {
  const first: Readonly<Record<Exclude<SandboxSwitches['attestations'], 'served' | 'endless' | 'huge'>, unknown>> = {
    'token expired': [401, 'application/json; charset=UTF-8'],
    denied: [403, 'application/json; charset=UTF-8'],
    busy: [503, 'application/json; charset=UTF-8'],
    'web page': [200, 'text/html; charset=utf-8'],
  };
  test.each(Object.entries(first))('%s', async (attestations, expected) => {
    const of = await start({ switches: { attestations: attestations as SandboxSwitches['attestations'] } });
    const { status, headers } = await ask({}, { of });
    expect([status, headers['content-type']]).toEqual(expected);
    expect((await ask({}, { of })).status).toBe(status === 503 ? 200 : status);
  });

  test('endless: the last page names the first', async () => {
    const of = await start({ switches: { attestations: 'endless' } });
    const last = pageOf(await ask({ pageSize: '1000' }, { of }));
    const again = pageOf(await ask({ pageSize: '1000', pageToken: last.nextPageToken ?? '' }, { of }));
    expect(again).toEqual(last);
  });

  test('huge: more than anybody should read', async () => {
    const of = await start({ switches: { attestations: 'huge' } });
    expect((await ask({}, { of })).body.length).toBe(25_165_824);
  });
});

describe('the key of the attestor', () => {
  test('is in the hosts map, and can be had by anybody', async () => {
    const { attestor, hosts } = sandbox.hostsMap;
    const { status, text } = await call('GET', `${hosts[host]?.origin}/attestor.asc`);
    expect([status, text]).toEqual([200, attestor?.publicKey]);
    expect(attestor?.fingerprint).toMatch(/^[0-9A-F]{40}$/);
  });

  test('is that of the first, for all who start on a folder at once', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'attestor-'));
    try {
      const starting: ReturnType<typeof fileAttestor>[] = [];
      for (let count = 0; count < 20; count++) {
        starting.push(fileAttestor(folder));
        // So that each of them is at another point of its way.
        await nextTurn();
      }
      const made = await Promise.all(starting);
      expect(new Set(made.map(({ key }) => key.fingerprint)).size).toBe(1);
      expect(readdirSync(folder).sort()).toEqual(['attestor.asc', 'attestor.json']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('stays that of its data folder, where its public part lies; nobody else can read the secret one', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'attestor-'));
    try {
      const dataDir = path.join(folder, 'data');
      const all = await Promise.all(['', '', ''].map(() => start({ dataDir, empty: true })));
      const [{ hostsMap } = sandbox] = all;
      expect(new Set(all.map((one) => one.hostsMap.attestor?.publicKey)).size).toBe(1);
      expect(readFileSync(path.join(dataDir, 'attestor.asc'), 'utf8')).toBe(hostsMap.attestor?.publicKey);
      if (process.platform !== 'win32') expect(statSync(path.join(dataDir, 'attestor.json')).mode & 0o777).toBe(0o600);
      await Promise.all(started.splice(0).map((one) => one.close()));
      expect((await start({ dataDir })).hostsMap.attestor).toEqual(hostsMap.attestor);
      expect(existsSync(path.join(dataDir, 'state.json'))).toBe(true);
    } finally {
      await Promise.all(started.splice(0).map((one) => one.close()));
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
