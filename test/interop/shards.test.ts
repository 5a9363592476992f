import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltImage, buildImage, noise } from '../support/sample-images.ts';
import { documentOf, type Ended, Workspace } from './support/command-line.ts';
import { pushImage, type RealRegistry, startDockerRegistry } from './support/docker-registry.ts';
import { startGate } from './support/gate.ts';
import { allTags, missingContent } from './support/registry-state.ts';

interface Report {
  readonly ok: boolean;
  readonly release: string;
  readonly summary: Readonly<Record<string, number>>;
  readonly items: readonly { readonly target: string; readonly outcome: string; readonly digest?: string }[];
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

const base = noise('base', 2_000_000);
/** Eight repositories, thirteen tags: one has five of them, so that a split has something to balance. */
const images: Readonly<Record<string, BuiltImage>> = Object.fromEntries(
  ['a:1', 'a:2', 'a:3', 'a:4', 'a:5', 'b:1', 'b:2', 'c:1', 'd:1', 'e:1', 'f:1', 'g:1', 'h:1'].map((name) => [
    name,
    buildImage({ layers: [base, noise(name, 1_500_000)], seed: name }),
  ]),
);
const shards = [1, 2, 3, 4];

let source: RealRegistry;
let target: RealRegistry;
beforeAll(async () => {
  [source, target] = await Promise.all([startDockerRegistry(), startDockerRegistry()]);
  for (const [name, image] of Object.entries(images)) {
    const [repository = '', tag = ''] = name.split(':');
    await pushImage(source, repository, tag, image);
  }
});
afterAll(async () => {
  await Promise.all([source?.close(), target?.close()]);
});

function workspace(prefix: string): Workspace {
  const entries = Object.entries(images).map(([name, { root }]) => [
    name,
    { source: `${source.host}/${name}@${root}`, dest: name },
  ]);
  return new Workspace({
    'marketplace.yaml': `version: 1\ntarget:\n  registry: ${target.host}\n  prefix: ${prefix}\n`,
    '1_release.json': JSON.stringify({ metadata: { images: Object.fromEntries(entries) } }, undefined, 2),
  });
}

/** What is below a prefix, without it. */
async function tagsBelow(prefix: string): Promise<Record<string, string>> {
  const found = [...(await allTags(target))].flatMap(([name, digest]) =>
    name.startsWith(`${prefix}/`) ? [[name.slice(prefix.length + 1), digest]] : [],
  );
  return Object.fromEntries(found);
}

async function runShard(here: Workspace, index: number): Promise<Ended> {
  const ended = await here.run(['mirror', '--shard', `${index}/4`, '--yes', '--json', '--log', `shard-${index}.log`]);
  here.write(`shard-${index}.json`, ended.stdout);
  return ended;
}

describe('four machines that share a release', () => {
  it('put the same tags there as one, and their merged report is that of the whole', async () => {
    const one = workspace('whole');
    const whole = documentOf<Report>(await one.run(['mirror', '--yes', '--json']));
    const here = workspace('whole');
    here.write('marketplace.yaml', `version: 1\ntarget:\n  registry: ${target.host}\n  prefix: four\n`);
    const ended = await Promise.all(shards.map((index) => runShard(here, index)));
    expect(ended.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    expect(await tagsBelow('four')).toEqual(await tagsBelow('whole'));
    expect(Object.keys(await tagsBelow('four'))).toHaveLength(13);
    const counts = ended.map((one) => documentOf<Report>(one).summary.prepared);
    expect(counts.reduce((sum: number, count) => sum + (count ?? 0), 0)).toBe(13);
    expect(Math.max(...counts.map((count) => count ?? 0))).toBe(5);

    const merged = await here.run(['report', 'merge', 'shard-*.json', 'shard-*.log', '--json', '--log', 'all.log']);
    expect(merged.status).toBe(0);
    const report = documentOf<Report>(merged);
    expect(report.summary).toMatchObject({ total: 13, prepared: 13, copied: 13, failed: 0 });
    const known = ({ items }: Report) =>
      items.map(({ target: name, outcome, digest }) => [name.replace(/\/(?:four|whole)\//, '/'), outcome, digest]);
    expect(known(report)).toEqual(known(whole));
    expect(here.read('all.log')).toBe('');
    one.remove();
    here.remove();
  });

  it('of which one is killed: its log says so, the merged result fails, and running it again completes', async () => {
    const here = workspace('killed');
    const gate = await startGate(target.host);
    here.write('hosts.json', JSON.stringify({ schemaVersion: 1, hosts: { [target.host]: { origin: gate.origin } } }));
    const args = ['mirror', '--shard', '3/4', '--yes', '--json', '--log', 'shard-3.log', '--hosts', 'hosts.json'];
    const killed = here.start(args);
    // In the middle: one tag is written, the next never comes to be.
    await gate.secondTag;
    killed.child.kill('SIGKILL');
    expect((await killed.ended).status).toBeNull();
    await gate.close();
    expect(Object.keys(await tagsBelow('killed'))).toHaveLength(1);
    expect(here.read('shard-3.log')).toBe('ERROR: run unfinished\n');
    expect(await missingContent(target)).toEqual([]);
    for (const index of [1, 2, 4]) expect((await runShard(here, index)).status).toBe(0);

    const files = ['shard-1.json', 'shard-2.json', 'shard-4.json'];
    const merged = await here.run(['report', 'merge', ...files, 'shard-3.log', '--json', '--log', 'all.log']);
    expect(merged.status).toBe(1);
    const report = documentOf<Report>(merged);
    expect(report.ok).toBe(false);
    expect(report.warnings.map(({ code }) => code)).toEqual(['run-unfinished', 'shard-missing']);
    expect(report.warnings[0]?.message).toContain('shard-3.log');
    expect(here.read('all.log')).toMatch(/^ERROR: shard-3\.log: .*\nERROR: .*shard 3\/4.*\n$/);
    const text = await here.run(['report', 'merge', ...files, 'shard-3.log']);
    expect(text.status).toBe(1);
    expect(text.stdout).toMatch(/Exit status 1: shard-3\.log/);

    expect((await runShard(here, 3)).status).toBe(0);
    const whole = await here.run(['report', 'merge', 'shard-*', '--json', '--log', 'all.log']);
    expect(whole.status).toBe(0);
    expect(documentOf<Report>(whole).items).toHaveLength(13);
    expect(here.read('all.log')).toBe('');
    expect(Object.keys(await tagsBelow('killed'))).toHaveLength(13);
    here.remove();
  });

  it('run one saved plan, each its part', async () => {
    const here = workspace('saved');
    expect((await here.run(['plan', '-o', 'plan.json'])).status).toBe(0);
    for (const index of shards) {
      const run = ['mirror', '--plan', 'plan.json', '--shard', `${index}/4`, '--yes', '--json'];
      const ended = await here.run(run);
      expect(ended.status).toBe(0);
      here.write(`${index}.json`, ended.stdout);
    }
    expect((await here.run(['report', 'merge', '?.json'])).status).toBe(0);
    const again = documentOf<Report>(await here.run(['mirror', '--yes', '--json']));
    expect(again.summary).toMatchObject({ present: 13, copied: 0 });

    expect((await here.run(['plan', '--shard', '2/4', '-o', 'part.json'])).status).toBe(0);
    const other = await here.run(['mirror', '--plan', 'part.json', '--shard', '3/4', '--yes']);
    expect(other.status).toBe(2);
    expect(other.stderr).toContain('shard 2/4');
    const wrong = await here.run(['mirror', '--shard', '5/4', '--yes']);
    expect(wrong.status).toBe(2);
    here.remove();
  });
});
