import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRelay } from '../support/relay.ts';
import { type BuiltImage, buildImage, noise } from '../support/sample-images.ts';
import { documentOf, Workspace } from './support/command-line.ts';
import { pushImage, type RealRegistry, startDockerRegistry } from './support/docker-registry.ts';
import { allTags, heldBlobs, missingContent, skopeoDigest } from './support/registry-state.ts';

interface ReportItem {
  readonly target: string;
  readonly outcome: string;
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
  readonly digest?: string;
  readonly targetDigest?: string;
}
interface Report {
  readonly ok: boolean;
  readonly summary: Readonly<Record<string, number>>;
  readonly items: readonly ReportItem[];
}

const both = ['linux/amd64', 'linux/arm64'];
const base = noise('base', 3_000_000);
const runtime = noise('runtime', 5_000_000);
const megabytes = 1_000_000;

/** Twelve images as the field has them: OCI and Docker, single and multi-platform, layers in common, one layer of 200 MB. */
const images: Readonly<Record<string, BuiltImage>> = {
  'zeebe:8.3.4': buildImage({ platforms: both, layers: [base, runtime], seed: 'zeebe' }),
  'operate:8.3.4': buildImage({ platforms: both, layers: [base, runtime], seed: 'operate' }),
  'tasklist:8.3.4': buildImage({ style: 'docker', platforms: both, layers: [base, runtime], seed: 'tasklist' }),
  'identity:8.3.4': buildImage({ style: 'docker', layers: [base], seed: 'identity' }),
  'optimize:8.3.4': buildImage({ platforms: [...both, 'linux/arm/v7'], layers: [base], seed: 'optimize' }),
  'connectors:8.3.4': buildImage({ layers: [base, runtime], seed: 'connectors' }),
  'console:8.3.4': buildImage({ style: 'docker', layers: [noise('console', 2_000_000)], seed: 'console' }),
  'nested:8.3.4': buildImage({ platforms: both, layers: [base], nested: true, seed: 'nested' }),
  'attested:8.3.4': buildImage({ platforms: both, layers: [base], attestations: true, seed: 'attested' }),
  'vault/xpl/xpl_payees:3.3.11': buildImage({ layers: [runtime], seed: 'payees' }),
  'tiny:1': buildImage({ layers: [], seed: 'tiny' }),
  'large:1': buildImage({ layers: [noise('large', 200 * megabytes)], seed: 'large' }),
};

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

function settings(prefix: string, more = '', host = target.host): string {
  return `version: 1\ntarget:\n  registry: ${host}\n  prefix: ${prefix}\n${more}`;
}

function releaseFile(names: readonly string[]): string {
  const entries = names.map((name) => [name, { source: `${source.host}/${name}@${images[name]?.root}`, dest: name }]);
  return JSON.stringify({ metadata: { images: Object.fromEntries(entries) } }, undefined, 2);
}

function workspace(prefix: string, names = Object.keys(images), more = '', host = target.host): Workspace {
  return new Workspace({ 'marketplace.yaml': settings(prefix, more, host), '1_release.json': releaseFile(names) });
}

describe('between two real registries', () => {
  it('copies twelve images byte for byte within 150 MB of memory, and nothing the second time', async () => {
    const here = workspace('all');
    const first = await here.run(['mirror', '--yes', '--json']);
    const report = documentOf<Report>(first);
    expect(report.items.filter(({ outcome }) => outcome !== 'copied')).toEqual([]);
    expect(first.status).toBe(0);
    expect(report.summary).toMatchObject({ total: 12, prepared: 12, copied: 12, failed: 0 });
    for (const [name, image] of Object.entries(images)) {
      const [repository = '', tag = ''] = name.split(':');
      expect(skopeoDigest(source.host, repository, tag)).toBe(image.root);
      expect({ name, digest: skopeoDigest(target.host, `all/${repository}`, tag) }).toEqual({
        name,
        digest: image.root,
      });
    }
    expect(await missingContent(target)).toEqual([]);
    process.stdout.write(`peak memory of the first run: ${Math.round((first.peakMemory ?? 0) / megabytes)} MB\n`);
    expect(first.peakMemory).toBeLessThan(150 * megabytes);

    const second = await here.run(['mirror', '--yes', '--json']);
    expect(second.status).toBe(0);
    expect(documentOf<Report>(second).summary).toMatchObject({ copied: 0, present: 12, bytes: 0, mountedBytes: 0 });
    here.remove();
  });

  it('leaves a taken tag alone: exit 1, both digests, a hint', async () => {
    const here = workspace('taken', ['identity:8.3.4', 'tiny:1']);
    const other = images['console:8.3.4'];
    if (!other) throw new Error('no image');
    await pushImage(target, 'taken/identity', '8.3.4', other);
    const before = await allTags(target);

    const planned = await here.run(['plan', '--json']);
    expect(planned.status).toBe(1);
    expect(await allTags(target)).toEqual(before);

    const ended = await here.run(['mirror', '--yes', '--json']);
    expect(ended.status).toBe(1);
    const conflict = documentOf<Report>(ended).items.find(({ outcome }) => outcome === 'conflict');
    expect(conflict).toMatchObject({
      code: 'tag-taken',
      digest: other.root,
      targetDigest: images['identity:8.3.4']?.root,
    });
    expect(conflict?.message).toContain(other.root);
    expect(conflict?.message).toContain(images['identity:8.3.4']?.root);
    expect(conflict?.hint).toContain('8.3.4-1');
    expect(await allTags(target)).toEqual(new Map([...before, ['taken/tiny:1', images['tiny:1']?.root ?? '']]));
    here.remove();
  });

  it('calls a tag with some of the platforms equivalent and names the missing ones', async () => {
    const here = workspace('some', ['optimize:8.3.4']);
    const whole = images['optimize:8.3.4'];
    const amd64 = whole?.manifests[0];
    if (!whole || !amd64) throw new Error('no image');
    await pushImage(target, 'some/optimize', '8.3.4', { ...whole, root: amd64.digest, manifests: [amd64] });
    const ended = await here.run(['mirror', '--yes', '--json']);
    expect(ended.status).toBe(0);
    expect(documentOf<Report>(ended).items[0]).toMatchObject({
      outcome: 'equivalent',
      digest: amd64.digest,
      missingPlatforms: ['linux/arm64', 'linux/arm/v7'],
    });
    const text = await here.run(['plan']);
    expect(text.stdout).toMatch(/equivalent.*linux\/arm64.*linux\/arm\/v7/s);
    here.remove();
  });

  it('strips and filters to what the frozen form says', async () => {
    const more = '  attestationManifests: strip\n  platforms: [linux/arm64]\n';
    const here = workspace('strip', ['attested:8.3.4'], more);
    const ended = await here.run(['mirror', '--yes', '--json']);
    expect(ended.status).toBe(0);
    const [item] = documentOf<Report>(ended).items;
    expect(skopeoDigest(target.host, 'strip/attested', '8.3.4')).toBe(item?.digest);
    expect(item?.digest).not.toBe(images['attested:8.3.4']?.root);
    expect(await missingContent(target)).toEqual([]);
    here.remove();
  });

  it('logs in with docker config, and says a wrong password as such', async () => {
    const locked = await startDockerRegistry({ login: true });
    const config = (password: string) =>
      JSON.stringify({ auths: { [locked.host]: { auth: Buffer.from(`user:${password}`).toString('base64') } } });
    const here = new Workspace({
      'marketplace.yaml': `version: 1\ntarget:\n  registry: ${locked.host}\n  prefix: x\n`,
      '1_release.json': releaseFile(['tiny:1', 'connectors:8.3.4']),
      'config.json': config('wrong'),
    });
    const refused = await here.run(['mirror', '--yes', '--json'], { DOCKER_CONFIG: here.folder });
    expect(refused.status).toBe(1);
    expect(refused.stdout).toContain('login-refused');
    expect(refused.stdout + refused.stderr).not.toContain('wrong password');
    here.write('config.json', config('correct horse'));
    const ended = await here.run(['mirror', '--yes', '--json'], { DOCKER_CONFIG: here.folder });
    expect(documentOf<Report>(ended).summary).toMatchObject({ copied: 2 });
    expect(ended.stdout + ended.stderr).not.toContain('correct horse');
    await locked.close();
    here.remove();
  });
});

describe('a saved plan', () => {
  it('runs while the world is the same, and is refused with the difference when a tag moved', async () => {
    const here = new Workspace({
      'marketplace.yaml': `${settings('saved')}files: { unpaired: sources }\n`,
      '1_images.txt': `moving:1 ${source.host}/moving:1\n`,
    });
    const [first, second] = [images['tiny:1'], images['connectors:8.3.4']];
    if (!first || !second) throw new Error('no image');
    await pushImage(source, 'moving', '1', first);
    expect((await here.run(['plan', '-o', 'plan.json'])).status).toBe(0);

    await pushImage(source, 'moving', '1', second);
    const moved = await here.run(['mirror', '--plan', 'plan.json', '--yes']);
    expect(moved.status).toBe(1);
    expect(moved.stderr + moved.stdout).toContain('plan-stale');
    expect(moved.stderr + moved.stdout).toContain(second.root);
    await pushImage(source, 'moving', '1', first);

    await pushImage(target, 'saved/moving', '1', second);
    const taken = await here.run(['mirror', '--plan', 'plan.json', '--yes']);
    expect(taken.status).toBe(1);
    expect(taken.stderr + taken.stdout).toContain(second.root);
    expect((await allTags(target)).get('saved/moving:1')).toBe(second.root);

    const fresh = here.read('plan.json').replace(first.root, second.root);
    here.write('edited.json', fresh);
    const edited = await here.run(['mirror', '--plan', 'edited.json', '--yes']);
    expect(edited.status).toBe(2);
    expect(edited.stderr + edited.stdout).toContain('plan-unreadable');
    here.remove();
  });
});

/** A hundred of them: npm run soak. */
describe('SIGKILL at a random moment', () => {
  it('six times: no tag without its content, and the next run completes with nothing sent again that was whole', async () => {
    const names = Object.keys(images).filter((name) => name !== 'large:1');
    const relay = await startRelay(target.host);
    const rounds: { readonly moment: number; readonly left: number }[] = [];
    const quick = workspace('timing', names);
    const begun = performance.now();
    // One blob at a time, so that tags are written all along the run and a kill finds every state.
    const slowly = ['mirror', '--yes', '--events', '--concurrency', '1'];
    expect((await quick.run(slowly)).status).toBe(0);
    const whole = performance.now() - begun;
    quick.remove();
    for (let round = 0; round < 6; round++) {
      const here = workspace(`killed${round}`, names, '', relay.host);
      const { child, ended } = here.start(slowly);
      const moment = Math.round(whole * (0.25 + 0.7 * Math.random()));
      setTimeout(() => child.kill('SIGKILL'), moment);
      await ended;
      expect({ moment, missing: await missingContent(target) }).toEqual({ moment, missing: [] });
      const needed = names.flatMap((name) =>
        [...(images[name]?.blobs.keys() ?? [])].map((digest) => ({
          repository: `killed${round}/${name.slice(0, name.indexOf(':'))}`,
          digest,
        })),
      );
      const held = await heldBlobs(target, needed);
      relay.sent.length = 0;
      const again = await here.run(['mirror', '--yes', '--json']);
      const report = documentOf<Report>(again);
      const resent = relay.sent.filter(({ repository, digest }) => held.has(`${repository}@${digest}`));
      expect({ moment, resent }).toEqual({ moment, resent: [] });
      expect({ moment, status: again.status }).toEqual({ moment, status: 0 });
      expect((report.summary.copied ?? 0) + (report.summary.present ?? 0)).toBe(names.length);
      rounds.push({ moment, left: report.summary.copied ?? 0 });
      const tags = await allTags(target);
      for (const name of names) expect(tags.get(`killed${round}/${name}`)).toBe(images[name]?.root);
      here.remove();
    }
    await relay.close();
    const told = rounds.map(({ moment, left }) => `${moment} ms (${left} left)`).join(', ');
    process.stdout.write(`a whole run took ${Math.round(whole)} ms; killed after ${told}\n`);
    // A kill before the start or after the end would prove nothing.
    expect(rounds.some(({ left }) => left > 0)).toBe(true);
  });
});
