import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface RealProxy {
  readonly host: string;
  /** Its log so far. */
  log(): Promise<string>;
  close(): Promise<void>;
}

/**
 * Debian's tinyproxy on a free loopback port, with a login.
 * @param upstream another proxy, `host:port`, that all requests go on to: it knows where names are
 */
export async function startTinyproxy(login: { user: string; password: string }, upstream: string): Promise<RealProxy> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tinyproxy-'));
  const port = await freePort();
  const settings = [
    `Port ${port}`,
    'Listen 127.0.0.1',
    'Timeout 60',
    'MaxClients 200',
    'LogLevel Connect',
    `LogFile "${folder}/log"`,
    `BasicAuth ${login.user} ${login.password}`,
    `upstream http ${upstream}`,
  ];
  await writeFile(path.join(folder, 'tinyproxy.conf'), `${settings.join('\n')}\n`);
  const child = spawn('tinyproxy', ['-d', '-c', path.join(folder, 'tinyproxy.conf')], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  await Promise.race([listens(port), failed]);
  return {
    host: `127.0.0.1:${port}`,
    log: () => readFile(path.join(folder, 'log'), 'utf8'),
    close: async () => {
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listens(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`tinyproxy does not listen on ${port}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
