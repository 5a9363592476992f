import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { chartVersionsAt } from '#jobs';
import { type HostsMap, noHosts } from '#platform';
import { startSandbox } from '#sandbox';
import { sandboxGateways } from '../../support/sandbox-gateways.ts';
import { type Handler, scriptedServer } from '../../support/scripted-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const index = 'apiVersion: v1\nentries:\n  app:\n  - version: 1.0.0\n';

/** A Helm repository that answers from a script, under a name that only a hosts map knows. */
async function scripted(handler: Handler, map: Partial<HostsMap> = {}) {
  const server = await scriptedServer(handler);
  const hosts = { ...noHosts, ...map, hosts: { 'helm.example': { origin: server.origin } } };
  const { gateways, close } = sandboxGateways(hosts);
  cleanups.push(() => server.close(), close);
  const ask = (repository = 'https://helm.example/charts/', signal?: AbortSignal, patienceMs?: number) =>
    chartVersionsAt({ repository, name: 'app' }, gateways, signal, patienceMs);
  return { server, ask };
}

describe('the versions of a chart', () => {
  it('are asked of the sandbox, at the address that is theirs in the world', async () => {
    const sandbox = await startSandbox({ empty: true });
    const { gateways, close } = sandboxGateways(sandbox.hostsMap);
    cleanups.push(() => sandbox.close(), close);
    const ask = (name: string, host = 'helm.camunda.io') =>
      chartVersionsAt({ repository: `https://${host}`, name }, gateways);
    const versions = await ask('camunda-platform');
    expect(versions?.map(({ version }) => version)).toEqual(['8.4.0-alpha1', '8.3.6', '8.3.5', '8.3.4']);
    expect(versions?.[1]).toMatchObject({ deprecated: true, created: '2024-01-18T09:45:00Z', appVersion: '8.3.4' });
    expect(await ask('other')).toBeUndefined();
    await expect(ask('camunda-platform', 'charts.bitnami.com')).rejects.toMatchObject({ code: 'sandbox-guard' });
  });

  it('are asked for without a login, and wherever the repository sends', async () => {
    const { server, ask } = await scripted(({ url }, response) => {
      if (url === '/charts/index.yaml') response.writeHead(302, { location: '../moved/index.yaml' }).end('gone');
      else response.end(index);
    });
    expect(await ask()).toEqual([{ version: '1.0.0', urls: [], deprecated: false }]);
    expect(server.requests.map(({ url }) => url)).toEqual(['/charts/index.yaml', '/moved/index.yaml']);
    expect(server.requests.some(({ headers }) => headers.authorization !== undefined)).toBe(false);
  });

  it('are asked of the mirror that the settings name for the host, below its path', async () => {
    const server = await scriptedServer((_, response) => void response.end(index));
    const { gateways, close } = sandboxGateways(noHosts);
    cleanups.push(() => server.close(), close);
    const access = async (registry: string) => ({
      ...(await gateways.registries.access(registry)),
      origin: server.origin,
      repositoryPrefix: 'helm/camunda',
    });
    const mirrored = { ...gateways, registries: { isSandbox: false, access } };
    await chartVersionsAt({ repository: 'https://helm.example/stable', name: 'app' }, mirrored);
    expect(server.requests.map(({ url }) => url)).toEqual(['/helm/camunda/stable/index.yaml']);
  });

  it.each<[string, Handler, object]>([
    [
      '404',
      (_, response) => void response.writeHead(404).end('no'),
      { message: expect.stringContaining('answered 404') },
    ],
    [
      '401',
      (_, response) => void response.writeHead(401).end('no'),
      { hint: expect.stringContaining('without a login') },
    ],
    [
      'a circle',
      (_, response) => void response.writeHead(301, { location: '/charts/index.yaml' }).end(),
      { message: expect.stringContaining('answered 301') },
    ],
    [
      'a page',
      (_, response) => void response.end('<html>'),
      { message: expect.stringContaining('is no index of charts') },
    ],
    [
      'what is packed',
      (_, response) => void response.setHeader('content-encoding', 'gzip').end(gzipSync(index)),
      { message: expect.stringContaining('packed') },
    ],
    [
      'more than any index is',
      async (_, response) => {
        const megabyte = '#'.repeat(1024 * 1024);
        for (let sent = 0; sent < 34 && !response.destroyed; sent++) response.write(megabyte);
        response.end();
      },
      { message: expect.stringContaining('larger than 32 MiB') },
    ],
  ])('are not known when the repository answers %s', async (_, handler, expected) => {
    const { ask } = await scripted(handler);
    await expect(ask()).rejects.toMatchObject({ code: 'chart-repository-error', ...expected });
  });

  it('are not asked for where a login stands in the address, nor without an address', async () => {
    const { server, ask } = await scripted((_, response) => void response.end(index));
    for (const address of ['https://u:p@helm.example', 'helm.example', 'file:///etc'])
      await expect(ask(address)).rejects.toMatchObject({ code: 'usage' });
    expect(server.requests).toEqual([]);
  });

  it('are not asked of a real host in a rehearsal, even when the sandbox sends there', async () => {
    const location = 'https://real.example/index.yaml';
    const { ask } = await scripted((_, response) => void response.writeHead(302, { location }).end(), {
      sandbox: true,
    });
    await expect(ask()).rejects.toMatchObject({ code: 'sandbox-guard' });
  });

  it('are given up at the signal, and after a time', async () => {
    let asked: () => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const { ask } = await scripted(() => asked());
    const stop = new AbortController();
    const answer = ask(undefined, stop.signal);
    await isAsked;
    stop.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
    await expect(ask(undefined, undefined, 50)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('took too long'),
    });
  });

  it('are of no one who is not there', async () => {
    const { server, ask } = await scripted(() => undefined);
    await server.close();
    await expect(ask()).rejects.toMatchObject({ code: 'unreachable' });
  });
});
