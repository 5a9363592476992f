import { onTestFinished } from 'vitest';
import { type Gateways, type JobEvent, type PlanTarget, versioned } from '#jobs';
import { NodeHttp } from '#platform';
import { type Clock, ManifestCache } from '#registry';
import type { ResolvedImage } from '#release';
import { memoryFiles } from './memory-files.ts';
import { type MemoryRegistry, memoryRegistry } from './memory-registry.ts';
import type { BuiltImage } from './sample-images.ts';
import { testClock } from './test-clock.ts';

const place = { line: 1, column: 1, endLine: 1, endColumn: 2 };

/** Two registries in memory, `source.example` and `target.example`, and the gateways of a job between them. Whoever asks closes it. */
export async function mirrorWorld(options: { readonly mounts?: boolean; readonly clock?: Clock } = {}) {
  const source = await memoryRegistry();
  const target = await memoryRegistry(options);
  const http = new NodeHttp({ userAgent: 'test', certificateAuthority: () => undefined });
  const written = new Map<string, string>();
  const origins: Record<string, string> = { 'source.example': source.origin, 'target.example': target.origin };
  const identity = { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/seller' };
  const unused = () => Promise.reject(new Error('not used'));
  const gateways: Gateways = {
    http,
    clock: options.clock ?? testClock(),
    manifests: new ManifestCache(),
    registries: {
      isSandbox: false,
      access: async (registry) => ({
        registry,
        origin: origins[registry] ?? 'http://127.0.0.1:1',
        credentials: 'none',
        login: async () => undefined,
      }),
    },
    servers: { access: async (url) => ({ origin: origins[new URL(url).host] ?? new URL(url).origin }) },
    aws: {
      endpoint: undefined,
      credentialsFrom: undefined,
      callerIdentity: async () => identity,
      ecrLogin: unused,
      ecrRepositories: unused,
      ecrImages: unused,
      repositories: {
        describe: unused,
        policy: unused,
        lifecycle: unused,
        tags: unused,
        create: unused,
        setPolicy: unused,
        setLifecycle: unused,
        setTagMutability: unused,
        setScanOnPush: unused,
        setTags: unused,
      },
      containerProducts: unused,
      containerProduct: unused,
      assessments: { list: unused, controls: unused },
      licenses: {
        checkOut: unused,
        checkIn: unused,
        received: unused,
        receivedGrants: unused,
        distributedGrants: unused,
        usage: unused,
      },
      secretValue: unused,
      putObject: unused,
    },
    programs: { find: async () => undefined, run: unused },
    ownPrograms: { read: async () => new TextEncoder().encode('// checks a licence\n') },
    files: {
      ...memoryFiles({}),
      read: unused,
      list: async () => [],
      kindOf: async () => undefined,
      real: async (name: string) => name,
      absolute: (name) => name,
      displayed: (absolute) => absolute,
      write: async (file, text) => void written.set(file, text),
    },
  };
  const events: JobEvent[] = [];
  return {
    source,
    target,
    gateways,
    written,
    origins,
    identity,
    events,
    emit: versioned((event) => events.push(event)),
    close: async () => {
      http.close();
      await Promise.all([source.close(), target.close()]);
    },
  };
}

export type World = Awaited<ReturnType<typeof mirrorWorld>>;

/** A {@link mirrorWorld} for one test, closed when that is over. */
export async function openWorld(options?: Parameters<typeof mirrorWorld>[0]): Promise<World> {
  const world = await mirrorWorld(options);
  onTestFinished(world.close);
  return world;
}

export const plainTarget: PlanTarget = {
  registry: 'target.example',
  prefix: 'p',
  kind: 'oci',
  attestationManifests: 'keep',
  platforms: [],
  existing: 'equivalent',
};

/** Puts an image into a registry, by its own protocol's rules. */
export function seed(registry: MemoryRegistry, repository: string, tag: string, image: BuiltImage): void {
  const here = registry.repository(repository);
  for (const [digest, bytes] of image.blobs) here.blobs.set(digest, bytes);
  for (const { digest, mediaType, bytes } of image.manifests) here.manifests.set(digest, { mediaType, bytes });
  here.tags.set(tag, image.root);
}

/** `source.example/<from>` to `target.example/p/<to>`. */
export function wanted(from: string, to: string, digest?: string): ResolvedImage {
  const [repository = '', tag = ''] = from.split(':');
  const [path = '', targetTag = ''] = to.split(':');
  return {
    source: { registry: 'source.example', repository, tag, ...(digest ? { digest } : {}) },
    target: { registry: 'target.example', repository: `p/${path}`, tag: targetTag },
    paths: [path],
    origins: [{ file: 'images.txt', ...place }],
  };
}
