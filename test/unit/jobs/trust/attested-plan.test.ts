import { describe, expect, it } from 'vitest';
import { type AttestationRule, parseSettings } from '#formats';
import { type Gateways, type MirrorPlan, type PlanTarget, planMirror, runMirror, type ServerAccess } from '#jobs';
import { ReleaseError } from '#problem';
import type { Reference } from '#reference';
import { imageManifests, ManifestCache, RegistrySession, readImage } from '#registry';
import type { ResolvedImage } from '#release';
import { formatLine, planText } from '#text';
import { attestedBy, attestingServer, exempted } from '../../../support/attesting-server.ts';
import { openWorld, plainTarget, seed, wanted } from '../../../support/mirror-world.ts';
import { buildImage, noise } from '../../../support/sample-images.ts';

const image = (name: string, more: Partial<Parameters<typeof buildImage>[0]> = {}) =>
  buildImage({ layers: [noise(name, 500)], seed: name, ...more });
const app = image('app');
const other = image('other');

/** A release between two registries, whose images somebody may have attested. */
async function attestedWorld(rules: readonly AttestationRule[], token?: ServerAccess['token']) {
  const world = await openWorld();
  const server = await attestingServer();
  world.origins[server.name] = server.origin;
  const servers: Gateways['servers'] = {
    access: async (url) => ({ ...(await world.gateways.servers.access(url)), ...(token ? { token } : {}) }),
  };
  const gateways: Gateways = { ...world.gateways, servers, files: server.files(world.gateways.files) };
  const { model } = parseSettings('version: 1\ntarget: { registry: target.example, prefix: p, kind: oci }\n');
  const [target] = model?.targets ?? [];
  if (!target) throw new Error('no target');
  const trust = { attestations: rules, derive: [], grades: [], target, folder: '/r', depth: 'manifests' as const };
  const { emit } = world;
  const plan = (images: readonly ResolvedImage[], more: { target?: PlanTarget; from?: PlanTarget } = {}) =>
    planMirror({ images, ignored: [], target: plainTarget, warnings: [], trust, ...more }, gateways, { emit });
  return {
    world,
    server,
    gateways,
    plan,
    run: (made: MirrorPlan) => runMirror(made, gateways, { emit, concurrency: 4 }),
  };
}

function source(repository: string): Reference {
  return { registry: 'source.example', repository };
}

/** What a plan says of trust, an image each. */
function said({ items }: MirrorPlan) {
  return items.map(({ outcome, code, attestation, findings = [] }) => ({
    outcome,
    ...(code ? { code } : {}),
    ...(attestation ? { state: attestation.state } : {}),
    findings: findings
      .filter(({ rule }) => !['non-root', 'tag-latest'].includes(rule))
      .map(({ rule, severity }) => `${severity} ${rule}`),
  }));
}

describe('an image that needs an attestation', () => {
  it('is copied when it has one, and the plan says by which key, signature and server', async () => {
    const token = { from: 'password of vendor.example, docker config', read: async () => 'planted-token' };
    const { world, server, plan, run } = await attestedWorld([attestedBy('**')], token);
    seed(world.source, 'app', '1', app);
    await server.attest(source('app'), app.root);
    const made = await plan([wanted('app:1', 'app:1')]);
    expect(said(made)).toEqual([{ outcome: 'copy', state: 'verified', findings: [] }]);
    expect(made.items[0]?.attestation).toEqual({
      state: 'verified',
      image: `source.example/app@${app.root}`,
      fingerprint: server.fingerprint,
      signedBy: server.fingerprint,
      signedAt: '2025-06-01T00:00:00.000Z',
      occurrence: 'projects/p/occurrences/1',
    });
    expect(made.endpoints).toContainEqual({
      name: 'https://attestations.example',
      origin: server.origin,
      credentials: 'password of vendor.example, docker config',
      sentTo: [server.host],
    });
    const credentials = (one: MirrorPlan) => {
      const lines = planText(one, 200).map((line) => formatLine(line, false));
      return lines.find((line) => line.includes('Credentials go to:'));
    };
    const from = '(password of vendor.example, docker config)';
    const attestations = 'Credentials go to: the attestations of attestations.example';
    expect(credentials(made)).toContain(`${attestations} at ${server.host} ${from}`);
    const direct = made.endpoints.map((one) => ({ ...one, sentTo: one.sentTo.map(() => server.name) }));
    expect(credentials({ ...made, endpoints: direct })).toContain(`${attestations} ${from}`);
    expect(JSON.stringify([made, world.events])).not.toContain('planted-token');
    const report = await run(made);
    expect(report.items[0]).toMatchObject({ outcome: 'copied', attestation: { state: 'verified' } });
  });

  it('is not released without one, unless that is only worth a word', async () => {
    const { world, plan } = await attestedWorld([attestedBy('app'), attestedBy('**', { require: false })]);
    seed(world.source, 'app', '1', app);
    seed(world.source, 'other', '1', other);
    expect(said(await plan([wanted('app:1', 'app:1'), wanted('other:1', 'other:1')]))).toEqual([
      { outcome: 'failed', code: 'attestation-missing', state: 'unproven', findings: ['error attestation-missing'] },
      { outcome: 'copy', state: 'unproven', findings: ['warning attestation-missing'] },
    ]);
  });

  it('that is there already stays there, with a warning', async () => {
    const { world, plan } = await attestedWorld([attestedBy('**')]);
    for (const registry of [world.source, world.target]) seed(registry, 'p/app', '1', app);
    expect(said(await plan([wanted('p/app:1', 'app:1')]))).toEqual([
      { outcome: 'present', state: 'unproven', findings: ['warning attestation-missing'] },
    ]);
  });

  it('is one by its path in the files, whatever the prefix is: exempt ones say why, others are not asked about', async () => {
    const reason = "not the vendor's";
    const { world, server, plan } = await attestedWorld([exempted('byo/**', reason), attestedBy('vendor/**')]);
    seed(world.source, 'app', '1', app);
    const [exempt, both, free] = [['byo/app'], ['byo/app', 'vendor/app'], ['elsewhere/app']].map((paths, at) => ({
      ...wanted('app:1', `app:${at}`),
      paths,
    }));
    if (!exempt || !both || !free) throw new Error('three images');
    const made = await plan([exempt, free]);
    expect(made.items.map(({ attestation }) => attestation)).toEqual([
      { state: 'exempt', reason },
      { state: 'unasked' },
    ]);
    const text = planText(made, 200).map((line) => formatLine(line, false));
    expect(text.filter((line) => line.includes('by any rule'))).toEqual([
      expect.stringMatching(/^ +1 image is asked for no attestation by any rule: app:2$/),
    ]);
    expect(server.requests).toEqual([]);
    // A second name leads around nothing.
    expect(said(await plan([both]))).toMatchObject([{ outcome: 'failed', code: 'attestation-missing' }]);
  });

  it('is not led around by another path in the files, where names decide where it goes', async () => {
    const { world, plan } = await attestedWorld([exempted('byo/**', 'ours'), attestedBy('vendor/**')]);
    seed(world.source, 'app', '1', app);
    const edited = { ...wanted('app:1', 'app:1'), paths: ['byo/app'], mappedPath: 'vendor/app' };
    expect(said(await plan([edited]))).toMatchObject([{ outcome: 'failed', code: 'attestation-missing' }]);
  });

  it('is told of each attestation that is no proof, ten at most, also beside one that is', async () => {
    const { world, server, plan } = await attestedWorld([attestedBy('**')]);
    seed(world.source, 'app', '1', app);
    const uri = `https://source.example/app@${app.root}`;
    const bad = Array.from({ length: 13 }, (_, at) => ({ name: `o${at}`, kind: 10, resource: { uri } }));
    server.intercept = (_, response) => void response.end(JSON.stringify({ occurrences: bad }));
    const unproven = await plan([wanted('app:1', 'app:1')]);
    const infos = Array.from({ length: 11 }, () => 'info attestation-unsupported');
    expect(said(unproven)[0]?.findings).toEqual(['error attestation-unsupported', ...infos]);
    const told = unproven.items[0]?.findings?.filter(({ severity }) => severity === 'info') ?? [];
    expect(told.filter(({ message }) => message.startsWith('o')).map(({ message }) => message.split(' ')[0])).toEqual(
      bad.slice(1, 11).map(({ name }) => name),
    );
    expect(told.map(({ message }) => message)).toContain('2 more attestations of it are no proof either');
    await server.attest(source('app'), app.root);
    server.intercept = (_, response) =>
      void response.end(JSON.stringify({ occurrences: [...bad.slice(0, 2), ...server.occurrences()] }));
    expect(said(await plan([wanted('app:1', 'app:1')]))).toEqual([
      { outcome: 'copy', state: 'verified', findings: infos.slice(0, 2) },
    ]);
  });

  it('is asked about once, however often it is released', async () => {
    const { world, server, plan } = await attestedWorld([attestedBy('a'), attestedBy('**', { require: false })]);
    seed(world.source, 'app', '1', app);
    seed(world.source, 'app', '2', app);
    await server.attest(source('app'), app.root);
    const made = await plan([wanted('app:1', 'a:1'), wanted('app:2', 'b:1'), wanted('app:1', 'c:1', app.root)]);
    expect(said(made).map(({ state }) => state)).toEqual(['verified', 'verified', 'verified']);
    expect(server.requests).toHaveLength(1);
  });
});

describe('what is attested', () => {
  it('is the repository that the release names: another host has nothing, though it has the very image', async () => {
    const { world, server, plan } = await attestedWorld([attestedBy('**')]);
    seed(world.source, 'app', '1', app);
    world.origins['evil.example'] = world.source.origin;
    await server.attest(source('app'), app.root);
    const edited = wanted('app:1', 'app:1', app.root);
    const evil = { ...edited, source: { ...edited.source, registry: 'evil.example' } };
    const missing = { outcome: 'failed', code: 'attestation-missing', state: 'unproven' };
    expect(said(await plan([evil]))).toMatchObject([missing]);
    // Nor does a server help that answers with the real one's, or says that it is this one's.
    server.intercept = (_, response) => void response.end(JSON.stringify({ occurrences: server.occurrences() }));
    expect(said(await plan([edited]))).toMatchObject([{ outcome: 'copy', state: 'verified' }]);
    expect(said(await plan([evil]))).toMatchObject([missing]);
    server.intercept = (_, response) =>
      void response.end(
        JSON.stringify({ occurrences: server.occurrences() }).replace('source.example', 'evil.example'),
      );
    expect(said(await plan([evil]))).toMatchObject([{ outcome: 'failed', code: 'attestation-other-image' }]);
  });

  it('is never the mirror or the original that it is read from, nor the target', async () => {
    const { world, server, plan, gateways } = await attestedWorld([attestedBy('**')]);
    const { access } = gateways.registries;
    world.gateways.registries.access = async (registry) => ({
      ...(await access(registry)),
      ...(registry === 'source.example' ? { repositoryPrefix: 'copies/of' } : {}),
    });
    seed(world.source, 'copies/of/app', '1', app);
    await server.attest(source('app'), app.root);
    const mirrored = await plan([wanted('app:1', 'deep/below/renamed:1')]);
    expect(mirrored.items[0]?.attestation).toMatchObject({ image: `source.example/app@${app.root}` });
    world.origins['original.example'] = world.source.origin;
    seed(world.source, 'elsewhere', '1', other);
    await server.attest(source('gone'), other.root);
    const original = { registry: 'original.example', repository: 'elsewhere', tag: '1', digest: other.root };
    const [found] = (await plan([{ ...wanted('gone:1', 'gone:1', other.root), original }])).items;
    expect(found).toMatchObject({
      from: `original.example/elsewhere:1@${other.root}`,
      attestation: { state: 'verified', image: `source.example/gone@${other.root}` },
    });
  });

  it('is the source, and the report proves what a stripped target is made of', async () => {
    const { world, server, plan, run } = await attestedWorld([attestedBy('**')]);
    const whole = image('whole', { platforms: ['linux/amd64', 'linux/arm64'], attestations: true });
    seed(world.source, 'app', '1', whole);
    await server.attest(source('app'), whole.root);
    const target = { ...plainTarget, attestationManifests: 'strip' as const };
    const [item] = (await run(await plan([wanted('app:1', 'app:1')], { target }))).items;
    if (!item?.sourceDigest || !item.targetDigest) throw new Error('no digests');
    const { attestation, sourceDigest, targetDigest } = item;
    expect(item).toMatchObject({ outcome: 'copied', digest: targetDigest });
    expect(sourceDigest).not.toBe(targetDigest);
    expect(attestation).toMatchObject({ state: 'verified', image: `source.example/app@${sourceDigest}` });
    // By what the report says alone: all that the target has is of what was attested.
    const read = async (registry: string, repository: string, digest: string) => {
      const { http, clock, registries } = world.gateways;
      const session = new RegistrySession(await registries.access(registry), http, clock, {});
      const place = { session, repository, cache: new ManifestCache() };
      return imageManifests(await readImage(place, digest)).map((one) => one.digest);
    };
    const attested = await read('source.example', 'app', sourceDigest);
    const released = await read('target.example', 'p/app', targetDigest);
    expect(released).toHaveLength(2);
    expect(attested).toEqual(expect.arrayContaining(released));
  });

  it('stays said of an image that is there and read for its layers alone', async () => {
    const { world, server, plan } = await attestedWorld([attestedBy('app'), attestedBy('**', { require: false })]);
    seed(world.source, 'app', '1', app);
    seed(world.source, 'other', '1', other);
    seed(world.target, 'p/app', '1', app);
    await server.attest(source('app'), app.root);
    const made = await plan([wanted('app:1', 'app:1', app.root), wanted('other:1', 'other:1', other.root)]);
    expect(made.items[0]?.size).toBeGreaterThan(0);
    expect(said(made)).toEqual([
      { outcome: 'present', state: 'verified', findings: [] },
      { outcome: 'copy', state: 'unproven', findings: ['warning attestation-missing'] },
    ]);
    expect(server.requests).toHaveLength(2);
  });
});

describe('what is promoted', () => {
  const from: PlanTarget = { ...plainTarget, name: 'inside', registry: 'source.example' };
  const platforms = ['linux/amd64', 'linux/arm64'];
  const whole = image('multi', { platforms, attestations: true });
  const stripped = image('multi', { platforms });

  /** @param held what the first target has; `reached`: whether the vendor can be asked */
  async function promote(held: typeof whole, named: string | undefined, reached: boolean, require = true) {
    const all = await attestedWorld([attestedBy('**', { require })]);
    const vendor = await openWorld();
    if (reached) all.world.origins['vendor.example'] = vendor.source.origin;
    for (const one of [whole, other]) seed(vendor.source, 'app', one.root.slice(7), one);
    seed(all.world.source, 'p/app', '1', held);
    const released = { registry: 'vendor.example', repository: 'app', tag: '1', ...(named ? { digest: named } : {}) };
    for (const { root } of [whole, other]) await all.server.attest(released, root);
    const made = await all.plan([{ ...wanted('p/app:1', 'app:1'), released }], { from });
    return { item: made.items[0], said: said(made)[0] };
  }

  it('is attested as the release names it, when the first target has just that', async () => {
    const { item } = await promote(whole, whole.root, false);
    expect(item).toMatchObject({ outcome: 'copy', attestation: { image: `vendor.example/app@${whole.root}` } });
    // A tag in a release proves nothing of its own: then the attestation has to be of what the first target has.
    const { item: tagged } = await promote(whole, undefined, false);
    expect(tagged).toMatchObject({ outcome: 'copy', attestation: { image: `vendor.example/app@${whole.root}` } });
  });

  it('is attested by what it is made of, as soon as that is proven', async () => {
    const { item } = await promote(stripped, whole.root, true);
    expect(item).toMatchObject({
      outcome: 'copy',
      sourceDigest: stripped.root,
      attestation: { state: 'verified', image: `vendor.example/app@${whole.root}` },
    });
  });

  it('is unproven where what it is made of cannot be told, whoever has attested that', async () => {
    const { said: blocked } = await promote(stripped, whole.root, false);
    expect(blocked).toEqual({
      outcome: 'failed',
      code: 'attestation-unlinked',
      state: 'unproven',
      findings: ['error attestation-unlinked'],
    });
    const { said: warned } = await promote(stripped, whole.root, false, false);
    expect(warned).toEqual({ outcome: 'copy', state: 'unproven', findings: ['warning attestation-unlinked'] });
  });

  it('is not attested by what it is not made of', async () => {
    const { item } = await promote(stripped, other.root, true);
    expect(item).toMatchObject({ outcome: 'failed', code: 'promotion-differs' });
    const { said: tagged } = await promote(stripped, undefined, true);
    expect(tagged).toMatchObject({ outcome: 'failed', code: 'attestation-missing' });
  });
});

describe('an answer that does not come', () => {
  const images = [wanted('app:1', 'app:1'), wanted('other:1', 'other:1')];
  async function troubled(rule: AttestationRule, token?: ServerAccess['token']) {
    const all = await attestedWorld([rule], token);
    seed(all.world.source, 'app', '1', app);
    seed(all.world.source, 'other', '1', other);
    seed(all.world.target, 'p/other', '1', other);
    return all;
  }

  it.each([
    [403, 'access-denied'],
    [404, 'attestation-address-unknown'],
    [302, 'attestation-not-fetched'],
    [401, 'login-required'],
    [0, 'unreachable'],
  ])('is no verdict (%s): %s', async (status, code) => {
    const { server, plan } = await troubled(attestedBy('**'));
    server.intercept = (_, response, socket) =>
      void (status === 0 ? socket.destroy() : response.writeHead(status).end());
    expect(said(await plan(images))).toEqual([
      { outcome: 'failed', code, findings: [`error ${code}`] },
      { outcome: 'present', findings: [`warning ${code}`] },
    ]);
  });

  it('is a warning where the attestation itself would be one', async () => {
    const { server, plan } = await troubled(attestedBy('**', { require: false }));
    server.intercept = (_, response) => void response.writeHead(403).end();
    expect(said(await plan(images))[0]).toEqual({ outcome: 'copy', findings: ['warning access-denied'] });
  });

  it('is not waited for again and again', async () => {
    const { server, world, plan } = await troubled(attestedBy('**'));
    const many = Array.from({ length: 30 }, (_, at) => {
      const name = `app${at}`;
      seed(world.source, name, '1', image(name));
      return wanted(`${name}:1`, `${name}:1`);
    });
    server.intercept = (_, response) => void response.writeHead(404).end();
    const made = await plan(many);
    expect(new Set(made.items.map(({ code }) => code))).toEqual(new Set(['attestation-address-unknown']));
    expect(server.requests.length).toBeLessThanOrEqual(8);
  });

  it('is not asked for without a key that can be used', async () => {
    const { server, plan } = await troubled(attestedBy('**', { key: 'nowhere.pgp' }));
    expect(said(await plan(images))[0]).toMatchObject({ outcome: 'failed', code: 'attestation-key-unusable' });
    const { plan: another } = await troubled(attestedBy('**', { fingerprint: '0'.repeat(40) }));
    expect(said(await another(images))[0]).toMatchObject({ outcome: 'failed', code: 'attestation-key-unusable' });
    expect(server.requests).toEqual([]);
  });

  it('because a token is refused is told as that, after one new token for all', async () => {
    const asked: boolean[] = [];
    const read = async (renew: boolean) => `planted-${asked.push(renew)}`;
    const { server, plan, world } = await troubled(attestedBy('**'), { from: 'variable TOKEN', read });
    server.intercept = (_, response) => void response.writeHead(401).end();
    const made = await plan(images);
    expect(said(made)[0]).toMatchObject({ outcome: 'failed', code: 'login-refused' });
    expect(made.items[0]?.hint).toContain('variable TOKEN');
    expect(asked.slice(0, 2)).toEqual([false, true]);
    expect(JSON.stringify([made, world.events])).not.toContain('planted-');
  });

  it('because the first token was old is no trouble: the second one serves them all', async () => {
    const asked: boolean[] = [];
    const read = async (renew: boolean) => {
      asked.push(renew);
      return renew ? 'new' : 'old';
    };
    const { server, plan } = await troubled(attestedBy('**', { require: false }), { from: 'x', read });
    let refused = 0;
    server.intercept = ({ headers }, response) => {
      if (headers.authorization === 'Bearer new') return void response.end('{}');
      refused++;
      response.writeHead(401).end();
    };
    expect(said(await plan(images)).map(({ findings }) => findings)).toEqual([
      ['warning attestation-missing'],
      ['warning attestation-missing'],
    ]);
    expect([asked, refused]).toEqual([[false, true], 2]);
  });

  it.each(['login-expired', 'aws-login-missing'] as const)('because of a login at AWS (%s)', async (code) => {
    const read = async () => {
      throw new ReleaseError(code, 'AWS (eu-west-1, profile x): no login', { hint: 'aws sso login' });
    };
    for (const require of [true, false]) {
      const { plan } = await troubled(attestedBy('**', { require }), { from: 'secret x', read });
      const planned = plan(images);
      if (code === 'login-expired') await expect(planned).rejects.toMatchObject({ code, hint: 'aws sso login' });
      else expect(said(await planned)[0]?.findings).toEqual([`${require ? 'error' : 'warning'} ${code}`]);
    }
  });
});

describe('a saved plan', () => {
  const day = 86_400_000;
  async function saved(rules: readonly AttestationRule[]) {
    const all = await attestedWorld(rules);
    seed(all.world.source, 'app', '1', app);
    await all.server.attest(source('app'), app.root);
    const made = await all.plan([wanted('app:1', 'app:1')]);
    const later = async (days: number) => {
      const now = all.gateways.clock.now() + days * day;
      const gateways = { ...all.gateways, clock: { ...all.gateways.clock, now: () => now } };
      return runMirror(made, gateways, { emit: all.world.emit, concurrency: 1 });
    };
    return { ...all, made, later };
  }

  it('is run without asking again, for a week', async () => {
    const { server, later } = await saved([attestedBy('**')]);
    await expect(later(7.1)).rejects.toMatchObject({
      code: 'plan-stale',
      details: [expect.stringMatching(/^attestations: .* 7 days/)],
    });
    expect(await later(6.9)).toMatchObject({ ok: true });
    expect(server.requests).toHaveLength(1);
  });

  it('that relies on no attestation is as old as it likes', async () => {
    const { later } = await saved([exempted('**', 'ours')]);
    expect(await later(400)).toMatchObject({ ok: true });
  });

  it('is not run when the attestations would come from elsewhere', async () => {
    const { world, server, made, run } = await saved([attestedBy('**')]);
    world.origins[server.name] = 'http://127.0.0.1:1';
    await expect(run(made)).rejects.toMatchObject({
      code: 'plan-stale',
      details: [`endpoint of https://attestations.example: was ${server.origin}, is http://127.0.0.1:1`],
    });
  });
});
