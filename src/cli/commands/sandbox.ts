import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { defaultDataDir } from '#composition';
import { ReleaseError } from '#problem';
import type { AttestorIdentity } from '#sandbox';
import type { Command, Invocation } from '../command.ts';
import type { Console } from '../console.ts';
import { commonOptions } from '../options.ts';
import { QuietWatch } from '../quiet-watch.ts';
import { keyText, sandboxText } from '../sandbox-text.ts';
import type { World } from '../world.ts';

const port = { name: 'port', value: 'N', means: 'first of six ports in a row (default: the system chooses)' } as const;
const data = { name: 'data', value: 'DIR', means: 'keep its state in a folder (default: in memory)' } as const;
const empty = { name: 'empty', means: 'without the sample images' } as const;
const writeHosts = { name: 'write-hosts', value: 'FILE', means: 'write the hosts map to a file, for --hosts' } as const;
const writeKey = {
  name: 'write-key',
  value: 'FILE',
  means: 'write the public key that its images are attested by to a file; alone: that of --sandbox, and end',
} as const;

const json = { ...commonOptions.json, means: 'print where it is as one JSON line, which is a hosts map' };

/** A Marketplace on this machine. */
export const sandbox: Command = {
  name: 'sandbox',
  summary: 'run a Marketplace on this machine, to rehearse on',
  usage: ['sandbox [--port N] [--data DIR] [--empty] [--write-hosts FILE]', 'sandbox --write-key FILE'],
  about: [
    "Runs a registry with final tags, upstream registries with sample images and AWS's answers to them, on 127.0.0.1 only, until Ctrl-C. Prints where each host is; --json prints that as one JSON line, which is a hosts map.",
    'With --data, a second start on the same folder finds the first one and shows where it is. Other commands start one by themselves with --sandbox. With --write-key alone, none is started: the file gets the key of that one.',
  ],
  options: [port, data, empty, writeHosts, writeKey, json],
  examples: [
    { does: 'try things out; all is gone at the end', line: 'sandbox --write-hosts hosts.json' },
    { does: 'then, in another terminal', line: 'mirror --hosts hosts.json' },
    { does: 'keep its state', line: 'sandbox --data ./sandbox' },
    {
      does: 'the key for attestations in marketplace.yaml, then: plan --sandbox',
      line: 'sandbox --write-key attestor.asc',
    },
  ],
  async run(invocation, console, world) {
    const { options } = invocation;
    const first = portOf(invocation);
    const keyFile = options.text(writeKey);
    const isKeyAlone = ![port, data, writeHosts].some((one) => options.text(one) !== undefined) && !options.has(empty);
    if (keyFile !== undefined && isKeyAlone) {
      await writeUsualKey(keyFile, console, world);
      return 0;
    }
    const folder = options.text(data);
    const dataDir = folder === undefined ? undefined : path.resolve(world.directory, folder);
    const { startSandbox } = await import('#sandbox');
    const requests = new QuietWatch(world.now);
    const running = await startSandbox({
      onArrival: requests.began,
      onRequest: requests.ended,
      ...(first === undefined ? {} : { port: first }),
      ...(dataDir === undefined ? {} : { dataDir }),
      empty: options.has(empty),
    }).catch((error) => {
      throw notStarted(error);
    });
    if (running.attached && (first !== undefined || options.has(empty))) {
      const message = 'That sandbox runs already, with ports and content of its own: --port and --empty change nothing';
      console.emit({ schemaVersion: 1, type: 'log', level: 'info', message });
    }
    const { attestor } = running.hostsMap;
    try {
      const hostsFile = options.text(writeHosts);
      if (hostsFile !== undefined) {
        // Logins stand in it, so it is for its owner's eyes.
        const text = `${JSON.stringify(running.hostsMap, undefined, 2)}\n`;
        await write(path.resolve(world.directory, hostsFile), hostsFile, { text, mode: 0o600 });
      }
      if (keyFile !== undefined) await writeKeyOf(attestor, keyFile, world);
      const type = running.attached ? 'attached' : 'ready';
      if (console.isJson) console.raw(`${JSON.stringify({ type, ...running.hostsMap })}\n`);
      else {
        const isDefault = dataDir !== undefined && dataDir === path.resolve(defaultDataDir(world));
        const isAttached = running.attached;
        console.lines(sandboxText(running.hostsMap, { dataDir, isDefault, isAttached, hostsFile, attestor, keyFile }));
      }
      if (!running.attached) await stopped(world, requests);
    } finally {
      await running.close();
    }
    return 0;
  },
};

/** Of the sandbox that `--sandbox` uses, which need not run for that. */
async function writeUsualKey(file: string, console: Console, world: World): Promise<void> {
  const { attestorOfFolder } = await import('#sandbox');
  const dataDir = defaultDataDir(world);
  const attestor = await attestorOfFolder(dataDir).catch((error) => {
    throw new ReleaseError('usage', `The sandbox has no key: ${ReleaseError.from(error).message}`, {
      hint: `Check the permissions of ${dataDir}.`,
      cause: error,
    });
  });
  const written = await writeKeyOf(attestor, file, world);
  if (console.isJson) console.raw(`${JSON.stringify({ type: 'attestor', ...written })}\n`);
  else console.lines(keyText(written, file));
}

async function writeKeyOf(
  attestor: AttestorIdentity | undefined,
  file: string,
  { directory }: World,
): Promise<AttestorIdentity> {
  if (!attestor) {
    throw new ReleaseError('usage', 'The sandbox that runs there is of an older version and has no key', {
      hint: 'End it, so that this version can start one on the same folder.',
    });
  }
  await write(path.resolve(directory, file), file, { text: attestor.publicKey, mode: 0o644 });
  return attestor;
}

/**
 * Resolves when the user or the process that started us has had enough. When that process is just gone, others may be in the middle of a
 * job: then it takes until nobody has asked for anything for a while.
 */
async function stopped({ signal, letGo }: World, requests: QuietWatch): Promise<void> {
  const cancelled = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([cancelled, letGo.then((how) => (how === 'end' ? undefined : requests.quiet()))]);
}

async function write(
  place: string,
  name: string,
  { text, mode }: { readonly text: string; readonly mode: number },
): Promise<void> {
  try {
    await writeFile(place, text, { mode });
    // The mode above counts only for a new file.
    await chmod(place, mode);
  } catch (error) {
    throw new ReleaseError('file-not-writable', `${name} cannot be written`, {
      hint: 'Name a place that can be written to.',
      cause: error,
    });
  }
}

function portOf({ options, names }: Invocation): number | undefined {
  if (names.length > 0) throw new ReleaseError('usage', `sandbox takes no names, but was given ${names.join(' ')}`);
  const text = options.text(port);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_530) return value;
  throw new ReleaseError('usage', `--port is a number from 0 to 65530, not ${text}`);
}

function notStarted(error: unknown): ReleaseError {
  const message = error instanceof Error ? error.message : String(error);
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return new ReleaseError('usage', `The sandbox did not start: ${message}`, {
    hint: isTaken ? 'Name another --port, or leave it out.' : 'Check --data and its permissions.',
    cause: error,
  });
}
