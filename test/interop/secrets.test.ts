import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../.ci/bundles.mjs';
import { WorkerProcess } from '../../src/extension/worker/worker-process.ts';
import { buildPrograms } from '../support/built-programs.ts';
import { found, type Planted, planted } from './support/planted-secrets.ts';
import { type Mood, secretWorld } from './support/secret-world.ts';

/**
 * The secret hunt: secrets are planted wherever they can come from, the programs are run in every mood of those that they talk to, and
 * everything that they say and leave behind is searched. The same hunt on programs that redact nothing has to find something: else it
 * would prove nothing.
 */
let programs: string;
let blindPrograms: string;
let folder: string;
let world: Awaited<ReturnType<typeof secretWorld>>;

const redactsNothing: Plugin = {
  name: 'redacts-nothing',
  setup: (build) => {
    build.onLoad({ filter: /src\/problem\/redact\.ts$/ }, () => ({
      contents: 'export function redact(text) { return text; }',
      loader: 'ts',
    }));
  },
};

beforeAll(async () => {
  programs = await buildPrograms('secret-hunt');
  blindPrograms = await buildPrograms('secret-hunt-blind', [redactsNothing]);
});
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'hunt-'));
  world = await secretWorld(folder);
});
afterEach(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Where each secret was found that should be nowhere. */
type Findings = string[];

async function run(
  where: string,
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ status: number | null; said: string; findings: Findings }> {
  const child = spawn(process.execPath, [path.join(where, 'cli.cjs'), ...argv], {
    cwd: world.work,
    env: { ...world.environment, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const name = argv.join(' ').replaceAll(folder, '');
  const findings = [
    ...findIn(`${name}: stdout`, said.stdout),
    ...findIn(`${name}: stderr`, said.stderr),
    ...leftBehind(name),
  ];
  return { status, said: said.stdout + said.stderr, findings };
}

function findIn(place: string, text: string): Findings {
  return found(text).map((name) => `${name} in ${place}`);
}

/** All files below the working folder, by their names too: reports, plans, logs, the sandbox's data, workers' records. */
function leftBehind(after: string): Findings {
  return readdirSync(world.work, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    const name = `${after}: ${path.relative(world.work, file)}`;
    return [
      ...findIn(`the name of ${name}`, entry.name),
      ...(entry.isFile() ? findIn(name, readFileSync(file, 'latin1')) : []),
    ];
  });
}

/** Runs a command in a mood, and keeps what it prints as a pipeline would. */
async function hunt(where: string, mood: Mood, argv: readonly string[], environment?: Record<string, string>) {
  world.state.mood = mood;
  return run(where, [...argv, '--hosts', world.hosts], environment);
}

const kinds = (findings: Findings) => new Set(findings.map((finding) => finding.split(' ')[0] as Planted));

describe('no secret is left behind', () => {
  it('by plans and mirrors that go well', async () => {
    const plan = await hunt(programs, 'kind', ['plan', '--json', '--debug', '-o', 'plan.json']);
    expect(plan.findings).toEqual([]);
    // Not to be had: what only the editor has a login for, and what only the proxy leads to.
    const made = JSON.parse(readFileSync(path.join(world.work, 'plan.json'), 'utf8'));
    expect(made.summary).toMatchObject({ copy: 6, failed: 2 });
    for (const argv of [
      ['mirror', '--plan', 'plan.json', '--yes', '--json', '--debug'],
      ['mirror', '--yes', '--events', '--debug'],
      ['list', 'tags', 'environment', '--debug'],
      ['list', 'repositories', '--json', '--debug'],
      ['doctor', '--debug'],
      ['doctor', '--json', '--debug'],
    ])
      expect((await hunt(programs, 'kind', argv)).findings).toEqual([]);
  });

  it.each<[Mood]>([['broken'], ['refusing'], ['denying'], ['redirecting']])(
    'by registries that are %s and repeat all that they were told',
    async (mood) => {
      await hunt(programs, 'kind', ['plan', '-o', 'plan.json']);
      const runs = [
        ['mirror', '--plan', 'plan.json', '--yes', '--json', '--debug'],
        ['plan', '--json', '--debug'],
        ['list', 'tags', 'environment', '--debug'],
        ['doctor', '--debug'],
      ];
      // What answers 500 is tried again for a while, each time with the same words.
      if (mood === 'broken') runs.splice(1);
      for (const argv of runs) {
        world.empty();
        const { findings, said } = await hunt(programs, mood, argv);
        expect(findings).toEqual([]);
        if (mood === 'refusing' || mood === 'broken') expect(said).toContain('[redacted]');
      }
    },
  );

  it('by a crash in the middle of a request', async () => {
    const environment = { NODE_OPTIONS: `--require ${world.crash}` };
    for (const argv of [
      ['plan', '--debug', '--json'],
      ['mirror', '--yes', '--debug', '--events'],
      ['doctor', '--debug'],
    ]) {
      const { findings, said } = await hunt(programs, 'kind', argv, environment);
      expect(said).toContain('crashed with');
      expect(findings).toEqual([]);
    }
  });

  it('by a rehearsal, whose sandbox keeps its state on disk', async () => {
    await cp(path.join(root, 'media', 'sample'), path.join(world.work, 'sample'), { recursive: true });
    const { findings, status } = await run(programs, ['mirror', 'sample', '--sandbox', '--yes', '--json', '--debug']);
    expect(findings).toEqual([]);
    expect(status).toBe(1);
  });

  it.each<[Mood]>([['kind'], ['refusing'], ['denying']])(
    "by the editor's workers, while registries are %s",
    async (mood) => {
      expect(await huntWorker(programs, mood)).toEqual([]);
    },
  );
});

describe('without redaction', () => {
  it('the hunt finds what servers repeat', async () => {
    await hunt(blindPrograms, 'kind', ['plan', '-o', 'plan.json']);
    const all: Findings = [];
    for (const [mood, argv] of [
      ['refusing', ['plan', '--json', '--debug']],
      ['refusing', ['list', 'tags', 'environment', '--debug']],
      ['denying', ['plan', '--debug']],
      ['redirecting', ['mirror', '--plan', 'plan.json', '--yes', '--debug']],
    ] as const)
      all.push(...(await hunt(blindPrograms, mood, argv)).findings);
    const crashed = await hunt(blindPrograms, 'kind', ['plan', '--debug'], {
      NODE_OPTIONS: `--require ${world.crash}`,
    });
    const wanted: Planted[] = [
      'environment',
      'dockerConfig',
      'helper',
      'hostsMap',
      'secretsManager',
      'ecr',
      'bearer',
      'signature',
      'session',
    ];
    expect([...kinds([...all, ...crashed.findings])].sort()).toEqual(expect.arrayContaining(wanted.sort()));
    expect(all.some((finding) => finding.includes('error.log'))).toBe(true);
    expect([...kinds(await huntWorker(blindPrograms, 'refusing'))]).toContain('signedIn');
  });
});

/** Asks a worker as the editor does; what it says, in whatever message, and what its jobs keep is searched. */
async function huntWorker(where: string, mood: Mood): Promise<Findings> {
  world.state.mood = mood;
  const said: unknown[] = [];
  const log = (message: string) => void said.push(message);
  const hosts = JSON.parse(await readFile(world.hosts, 'utf8')).hosts as Record<string, { origin: string }>;
  // The editor has no hosts map: the settings name the places themselves.
  const at = (host: string) => new URL(hosts[host]?.origin ?? '').host;
  const target = at('111122223333.dkr.ecr.eu-central-1.amazonaws.com');
  const release = (await readFile(path.join(world.work, 'release.json'), 'utf8')).replace(
    /[a-z]+\.example(?=\/)/g,
    (host) => (host === 'far.example' ? host : at(host)),
  );
  writeFileSync(path.join(world.work, 'release.json'), release);
  writeFileSync(
    path.join(world.work, 'marketplace.yaml'),
    `version: 1
target: { registry: "${target}", prefix: hunt }
registries:
  "${target}": { username: AWS, password: { env: HUNT_ECR } }
  "${at('environment.example')}": { username: me, password: { env: HUNT_WORD } }
  "${at('secret.example')}": { username: me, password: { secret: hunt, field: WORD, region: eu-central-1 } }
report: { log: error.log }
`,
  );
  const worker = new WorkerProcess({
    file: path.join(where, 'worker.cjs'),
    environment: { ...world.environment, HUNT_ECR: planted.ecr },
    start: {
      type: 'start',
      world: 'aws',
      version: '1.2.3',
      program: path.join(where, 'cli.cjs'),
      records: path.join(world.work, 'records'),
      awsEndpoint: world.awsOrigin,
      logins: [{ registry: at('signed.example'), username: 'me', password: planted.signedIn }],
    },
    log: { debug: log, info: log, warn: log },
  });
  const place = { settings: path.join(world.work, 'marketplace.yaml') };
  const onEvent = (event: unknown) => void said.push(event);
  const told = async (asked: Promise<unknown>) =>
    said.push(await asked.catch((error) => ({ ...error, message: error.message })));
  try {
    const planned = worker.ask('plan', { place, files: [], record: 'hunt' }, { onEvent });
    await told(planned);
    const plan = await planned.catch(() => undefined);
    if (plan) {
      world.empty();
      await told(worker.ask('mirror', { record: 'hunt', planId: plan.plan.planId, concurrency: 4 }, { onEvent }));
      await told(worker.ask('document', { record: 'hunt', part: 'report' }));
    }
    await told(worker.ask('tags', { place, repository: 'hunt/environment' }));
    await told(worker.ask('doctor', { place }));
    const registry = at('signed.example');
    await told(worker.ask('tryLogin', { place, registry, username: 'me', password: planted.signedIn }));
  } finally {
    worker.kill();
    await worker.ended;
  }
  return [...findIn(`what the worker said (${mood})`, JSON.stringify(said)), ...leftBehind(`worker (${mood})`)];
}
