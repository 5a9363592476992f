import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChartImages, ChartPlan, ChartReport } from '#jobs';
import { startSandbox } from '#sandbox';
import { sampleChart } from '../support/sample-chart.ts';
import { buildImage, noise } from '../support/sample-images.ts';
import { documentOf, Workspace } from './support/command-line.ts';
import { pushImage, type RealRegistry, startDockerRegistry } from './support/docker-registry.ts';
import { KubernetesPrograms, kubernetesProgram } from './support/kubernetes-programs.ts';

/** The command line with charts, against a real registry and with the real Helm. */
let source: RealRegistry;
let target: RealRegistry;
let programs: KubernetesPrograms;
const withHelm = { PATH: `${path.dirname(kubernetesProgram('helm'))}:${process.env.PATH ?? ''}` };
const web = buildImage({ layers: [noise('web', 5000)], seed: 'web' });
const metrics = buildImage({ layers: [noise('metrics', 5000)], seed: 'metrics' });

beforeAll(async () => {
  [source, target] = await Promise.all([startDockerRegistry(), startDockerRegistry()]);
  programs = new KubernetesPrograms();
  await pushImage(source, 'acme/web', '8.3.4', web);
  await pushImage(source, 'acme/metrics', '2.0.1', metrics);
});
afterAll(async () => {
  programs?.remove();
  await Promise.all([source?.close(), target?.close()]);
});

const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** A release folder with the sample chart, whose images are at the real source. */
function shop(prefix: string, { host = target.host, more = {} as Readonly<Record<string, string>> } = {}): Workspace {
  const here = new Workspace({
    'marketplace.yaml': `version: 1
target: { registry: "${host}", prefix: ${prefix} }
files: { unpaired: sources }
names:
  - { from: "${source.host}/acme/*", to: "*" }
charts:
  shop:
    source: { path: chart }
    inject:
      - first-user-password: { secret: first-user }
`,
  });
  mkdirSync(path.join(here.folder, 'chart', 'templates'), { recursive: true });
  for (const [name, text] of Object.entries({ ...sampleChart, ...more }))
    here.write(path.join('chart', name), text.replaceAll('source.example', source.host));
  return here;
}

/** What a mirror of the chart's images brings to the target. */
async function released(prefix: string): Promise<void> {
  await pushImage(target, `${prefix}/web`, '8.3.4', web);
  await pushImage(target, `${prefix}/metrics`, '2.0.1', metrics);
}

async function tagOf(repository: string, tag: string): Promise<string | null> {
  const accept = 'application/vnd.oci.image.manifest.v1+json';
  const answer = await fetch(`${target.origin}/v2/${repository}/manifests/${tag}`, {
    method: 'HEAD',
    headers: { accept },
  });
  return answer.headers.get('docker-content-digest');
}

describe('a chart on its way to a registry', () => {
  it('gets its images listed and mirrored, is injected and pushed, and the second run does nothing', async () => {
    const here = shop('story');
    const listed = await here.run(['chart', 'images', 'shop', '-o', 'shop_images.txt', '--json'], withHelm);
    const first = documentOf<ChartImages>(listed);
    expect(first.look).toEqual({ by: 'helm', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    expect(first.images.map(({ state, isDefault }) => [state, isDefault])).toEqual([
      ['missing', false],
      ['missing', true],
    ]);
    expect(here.read('shop_images.txt')).toBe(`${source.host}/acme/metrics:2.0.1\n${source.host}/acme/web:8.3.4\n`);
    expect((await here.run(['mirror', '--yes'])).status).toBe(0);
    const shown = await here.run(['chart', 'inject', 'shop'], withHelm);
    expect(shown.status).toBe(0);
    expect(shown.stdout).toContain('+++ b/values.yaml');
    expect(shown.stdout).toContain('Linted and rendered by helm');
    expect(shown.stdout).toContain('Nothing has been written.');
    const inject = ['chart', 'inject', 'shop', '-o', 'shop.tgz', '--push', '--yes', '--json'];
    const ran = await here.run(inject, withHelm);
    expect({ status: ran.status, text: ran.status === 0 ? '' : ran.stdout + ran.stderr }).toEqual({
      status: 0,
      text: '',
    });
    const report = documentOf<ChartReport>(ran);
    expect([report.output?.outcome, report.push?.outcome]).toEqual(['written', 'pushed']);
    const archive = readFileSync(path.join(here.folder, 'shop.tgz'));
    expect(sha256(archive)).toBe(report.archive.digest);
    expect(await tagOf('story/shop', '1.2.0')).toBe(report.push?.digest);
    const now = documentOf<ChartImages>(await here.run(['chart', 'images', 'shop.tgz', '--json'], withHelm));
    expect(now.images.every(({ source: name }) => name?.startsWith(`${target.host}/story/`))).toBe(true);
    const of = documentOf<ChartImages>(await here.run(['chart', 'images', 'shop', '--json'], withHelm));
    expect(of.images.map(({ state }) => state)).toEqual(['present', 'present']);
    const again = documentOf<ChartReport>(await here.run(inject, withHelm));
    expect([again.output?.outcome, again.push?.outcome, again.push?.bytes]).toEqual(['present', 'present', 0]);
    // What is released says the same without a helm at hand.
    const without = documentOf<ChartPlan>(await here.run(['chart', 'inject', 'shop', '--json']));
    expect(without.archive).toEqual(report.archive);
    expect(without.checked.by).toBe('static');
    here.remove();
  });

  it('is what the real Helm pulls, shows and renders', async () => {
    const here = shop('helm');
    await released('helm');
    const pushed = await here.run(['chart', 'inject', 'shop', '--push', '--yes', '--json'], withHelm);
    const report = documentOf<ChartReport>(pushed);
    const chart = `oci://${target.host}/helm/shop`;
    await programs.helm('pull', chart, '--version', '1.2.0', '--plain-http', '--destination', programs.home);
    const pulled = path.join(programs.home, 'shop-1.2.0.tgz');
    expect(sha256(readFileSync(pulled))).toBe(report.archive.digest);
    expect(await programs.helm('show', 'chart', chart, '--version', '1.2.0', '--plain-http')).toContain('name: shop');
    expect(await programs.helm('template', 'x', pulled)).toContain(`image: "${target.host}/helm/web:8.3.4"`);
    here.remove();
  });

  it('stays as it is when it is injected once more', async () => {
    const here = shop('twice');
    const first = documentOf<ChartReport>(
      await here.run(['chart', 'inject', 'shop', '-o', 'shop.tgz', '--json'], withHelm),
    );
    const of = here.read('marketplace.yaml').replace('path: chart', 'path: shop.tgz');
    here.write('marketplace.yaml', of);
    const again = documentOf<ChartPlan>(await here.run(['chart', 'inject', 'shop', '--json'], withHelm));
    expect(again.changes).toEqual([]);
    expect(again.archive).toEqual(first.archive);
    expect(again.images.map(({ source: name, target: at }) => [name, at])).toEqual(
      ['metrics:2.0.1', 'web:8.3.4'].map((name) => [`${target.host}/twice/${name}`, `${target.host}/twice/${name}`]),
    );
    here.remove();
  });

  it('gets no object that it has already under the same name', async () => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: first-user\n';
    const here = shop('clash', { more: { 'templates/secret.yaml': secret } });
    const ran = await here.run(['chart', 'inject', 'shop', '--json'], withHelm);
    expect(ran.status).toBe(1);
    const errors = documentOf<ChartPlan>(ran).problems.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ rule, file }) => [rule, file])).toEqual([
      ['chart-part-in-the-way', 'chart/templates/secret.yaml'],
    ]);
    here.remove();
  });

  it('never replaces a tag that holds another chart', async () => {
    const here = shop('taken');
    await released('taken');
    const other = path.join(programs.home, 'other');
    execFileSync(kubernetesProgram('helm'), ['create', other], { env: { ...process.env, HOME: programs.home } });
    await programs.helm('package', other, '--version', '1.2.0', '--destination', programs.home);
    await programs.helm(
      'push',
      path.join(programs.home, 'other-1.2.0.tgz'),
      `oci://${target.host}/taken`,
      '--plain-http',
    );
    const held = await tagOf('taken/other', '1.2.0');
    const ran = await here.run(['chart', 'inject', 'shop', '--name', 'other', '--push', '--yes']);
    expect(ran.status).toBe(1);
    expect(ran.stdout).toContain('tag-taken');
    expect(await tagOf('taken/other', '1.2.0')).toBe(held);
    here.remove();
  });

  it('asks before it pushes, and does nothing where nobody can be asked', async () => {
    const here = shop('asked');
    const ran = await here.run(['chart', 'inject', 'shop', '-o', 'shop.tgz', '--push']);
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain('confirmation-required');
    expect(() => here.read('shop.tgz')).toThrow();
    expect(await tagOf('asked/shop', '1.2.0')).toBeNull();
    here.remove();
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('leaves no tag at %s, and the next run goes on', async (signal) => {
    const relay = await stoppingRelay(target.host);
    const here = shop(signal.toLowerCase(), { host: relay.host });
    await released(signal.toLowerCase());
    const inject = ['chart', 'inject', 'shop', '--push', '--yes', '--json'];
    const { child, ended } = here.start(inject);
    await relay.held;
    child.kill(signal);
    const end = await ended;
    relay.letGo();
    if (signal === 'SIGINT') {
      expect(end.status).toBe(130);
      expect(documentOf<ChartReport>(end)).toMatchObject({ cancelled: true, push: { outcome: 'cancelled' } });
    }
    expect(await tagOf(`${signal.toLowerCase()}/shop`, '1.2.0')).toBeNull();
    expect(documentOf<ChartReport>(await here.run(inject))).toMatchObject({ ok: true, push: { outcome: 'pushed' } });
    await relay.close();
    here.remove();
  });
});

describe('a chart for AWS Marketplace, in the sandbox', () => {
  it('follows the names that the plan of a mirror gives; a repository that is not there is told', async () => {
    const sandbox = await startSandbox({});
    const here = new Workspace({
      'hosts.json': JSON.stringify(sandbox.hostsMap),
      'marketplace.yaml': `version: 1
target: { registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com, prefix: camunda/camunda8 }
files: { unpaired: sources }
names:
  - { from: docker.io/camunda/connectors-bundle, to: connectors }
  - { from: "docker.io/camunda/*", to: "*" }
  - { from: "registry.camunda.cloud/camunda/*", to: "*" }
rules:
  chart-password: { level: off, reason: the sample has one }
charts:
  camunda-platform:
    source: { repository: "https://helm.camunda.io", name: camunda-platform }
    version: 8.3.4
    publish: { version: 9.1.0, path: charts }
`,
      'one_images.txt':
        'docker.io/camunda/zeebe:8.3.4\ndocker.io/camunda/operate:8.3.4\ndocker.io/camunda/tasklist:8.3.4\ndocker.io/camunda/identity:8.3.4\ndocker.io/camunda/connectors-bundle:8.3.4\nregistry.camunda.cloud/camunda/optimize:8.3.4\n',
    });
    const hosts = ['--hosts', 'hosts.json'];
    // The tag of one image is taken by another one.
    const taken = await here.run(['chart', 'inject', 'camunda-platform', '--json', ...hosts]);
    const first = documentOf<ChartPlan>(taken);
    expect(taken.status).toBe(1);
    expect(first.images.filter(({ state }) => state === 'taken').map(({ source: name }) => name)).toEqual([
      'docker.io/camunda/identity:8.3.4',
    ]);
    expect((await here.run(['plan', '--new-tags', '-o', 'plan.json', ...hosts])).status).toBe(0);
    expect((await here.run(['mirror', '--plan', 'plan.json', '--yes', ...hosts])).status).toBe(0);
    const push = ['chart', 'inject', 'camunda-platform', '--plan', 'plan.json', '--push', '--yes', '--json', ...hosts];
    const elsewhere = await here.run(push);
    expect(elsewhere.status).toBe(1);
    expect(documentOf<ChartPlan>(elsewhere).push).toMatchObject({ state: 'failed', code: 'repository-missing' });
    await sandbox.control.target.addRepository('camunda/camunda8/charts/camunda-platform');
    const ran = await here.run(push);
    expect({ status: ran.status, text: ran.status === 0 ? '' : ran.stdout + ran.stderr }).toEqual({
      status: 0,
      text: '',
    });
    expect(documentOf<ChartReport>(ran).push).toMatchObject({
      reference: '709825985650.dkr.ecr.us-east-1.amazonaws.com/camunda/camunda8/charts/camunda-platform:9.1.0',
      outcome: 'pushed',
    });
    const after = documentOf<ChartPlan>(await here.run(push.slice(0, 5).concat('--json', hosts)));
    const identity = after.images.find(({ source: name }) => name === 'docker.io/camunda/identity:8.3.4');
    expect(identity).toMatchObject({ state: 'present', target: expect.stringMatching(/identity:8\.3\.4-\d$/) });
    here.remove();
    await sandbox.close();
  });
});

/** Passes everything on, but the first blob that is sent: that one is held until it is let go. */
async function stoppingRelay(to: string) {
  const [hostname, port] = to.split(':');
  let reached = () => {};
  let isHolding = true;
  const held = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const server = http.createServer((request, response) => {
    const { method, url = '/', headers } = request;
    if (isHolding && method === 'PUT' && url.includes('/blobs/uploads/')) {
      reached();
      request.resume();
      return;
    }
    const onward = http.request({ hostname, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    held,
    letGo: () => {
      isHolding = false;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
