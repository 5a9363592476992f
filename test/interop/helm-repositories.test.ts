import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CreateRepositoryCommand, DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type RunningSandbox, startSandbox } from '#sandbox';
import { type RealRegistry, startDockerRegistry } from './support/docker-registry.ts';
import { KubernetesPrograms } from './support/kubernetes-programs.ts';
import { ecrClient, loginHelm, sandboxHost } from './support/sandbox-helm.ts';

/** What the real Helm makes of the sandbox's Helm repository and registries. */
const target = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const vendor = 'registry.camunda.cloud';
const repository = 'camunda/camunda8/charts/camunda-platform';

let sandbox: RunningSandbox;
let programs: KubernetesPrograms;
let archive: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  programs = new KubernetesPrograms();
  await programs.helm('repo', 'add', 'camunda', sandbox.hostsMap.hosts['helm.camunda.io']?.origin ?? '');
  await programs.helm('pull', 'camunda/camunda-platform', '--version', '8.3.5');
  archive = path.join(programs.home, 'camunda-platform-8.3.5.tgz');
});
afterAll(async () => {
  programs.remove();
  await sandbox.close();
});

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Pulls a chart into a folder of its own. */
async function pulled(...args: string[]): Promise<string> {
  const folder = path.join(programs.home, `pulled-${readdirSync(programs.home).length}`);
  mkdirSync(folder);
  await programs.helm('pull', ...args, '--destination', folder);
  return path.join(folder, readdirSync(folder)[0] ?? '');
}

describe("Helm and the sandbox's Helm repository", () => {
  it('finds the charts in their newest version', async () => {
    const found = JSON.parse(await programs.helm('search', 'repo', 'camunda', '--output', 'json'));
    expect(found.map(({ name, version }: Record<string, string>) => `${name} ${version}`)).toEqual([
      'camunda/camunda-platform 8.3.6',
      'camunda/ledger 0.4.2',
      'camunda/operator 2.0.0',
      'camunda/shop 3.0.1',
      'camunda/web 1.2.0',
    ]);
  });

  it.each(['camunda-platform', 'ledger', 'operator', 'shop', 'web'])('shows and lints %s', async (name) => {
    expect(parse(await programs.helm('show', 'chart', `camunda/${name}`))).toMatchObject({ name });
    await programs.helm('lint', '--strict', await pulled(`camunda/${name}`));
  });
});

describe("Helm and the sandbox's registries", () => {
  it("pulls from the vendor's, with its login, what the repository has", async () => {
    await loginHelm(sandbox, vendor, programs);
    const place = `oci://${sandboxHost(sandbox, vendor)}/charts/camunda-platform`;
    expect(sha256(await pulled(place, '--version', '8.3.5', '--plain-http'))).toBe(sha256(archive));
    const shown = parse(await programs.helm('show', 'chart', place, '--version', '8.3.5', '--plain-http'));
    expect(shown).toMatchObject({ name: 'camunda-platform', version: '8.3.5' });
  });

  it('pulls from the other one without a login', async () => {
    const place = `oci://${sandboxHost(sandbox, 'docker.io')}/camunda/charts/shop`;
    expect(path.basename(await pulled(place, '--plain-http'))).toBe('shop-3.0.1.tgz');
  });

  it("pushes to the Marketplace's where the seller has the repository, once, and pulls the same", async () => {
    await loginHelm(sandbox, target, programs);
    const host = sandboxHost(sandbox, target);
    const push = () => programs.helm('push', archive, `oci://${host}/camunda/camunda8/charts`, '--plain-http');
    await expect(push()).rejects.toThrow(/name unknown|not exist|NAME_UNKNOWN|denied/i);
    await sandbox.control.target.addRepository(repository);
    await push();
    expect(sha256(await pulled(`oci://${host}/${repository}`, '--version', '8.3.5', '--plain-http'))).toBe(
      sha256(archive),
    );
    // Helm writes the time into the manifest, so what is pushed again is another one: the tag is final.
    await expect(push()).rejects.toThrow(/immutable|denied|TAG_INVALID/i);
  });
});

describe("Helm and the seller's own ECR", () => {
  it('pushes what ECR then calls a chart', async () => {
    const seller = '111122223333.dkr.ecr.us-east-1.amazonaws.com';
    const client = ecrClient(sandbox);
    await client.send(new CreateRepositoryCommand({ repositoryName: 'charts/camunda-platform' }));
    await loginHelm(sandbox, seller, programs);
    await programs.helm('push', archive, `oci://${sandboxHost(sandbox, seller)}/charts`, '--plain-http');
    const { imageDetails } = await client.send(
      new DescribeImagesCommand({ repositoryName: 'charts/camunda-platform' }),
    );
    client.destroy();
    expect(imageDetails).toMatchObject([
      { imageTags: ['8.3.5'], artifactMediaType: 'application/vnd.cncf.helm.config.v1+json' },
    ]);
  });
});

describe('Helm and the CNCF registry', () => {
  let registry: RealRegistry;
  beforeAll(async () => {
    registry = await startDockerRegistry();
  });
  afterAll(() => registry.close());

  it('pushes, shows and pulls', async () => {
    await programs.helm('push', archive, `oci://${registry.host}/charts`, '--plain-http');
    const place = `oci://${registry.host}/charts/camunda-platform`;
    const shown = parse(await programs.helm('show', 'chart', place, '--version', '8.3.5', '--plain-http'));
    expect(shown).toMatchObject({ name: 'camunda-platform', version: '8.3.5', appVersion: '8.3.4' });
    expect(sha256(await pulled(place, '--version', '8.3.5', '--plain-http'))).toBe(sha256(archive));
  });
});
