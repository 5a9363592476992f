import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Gateways, type MirrorPlan, planMirror, type Report, runMirror } from '#jobs';
import { NodeHttp } from '#platform';
import { ReleaseError } from '#problem';
import { type Http, type HttpRequest, type HttpResponse, type Login, ManifestCache } from '#registry';
import { type Fault, faults, isTag } from './faults.ts';
import { references } from './memory-registry.ts';
import { mirrorWorld, plainTarget, seed, wanted } from './mirror-world.ts';
import { type BuiltImage, buildImage, noise } from './sample-images.ts';
import { type Recorded, scriptedServer } from './scripted-server.ts';
import { virtualClock } from './virtual-clock.ts';

/** Which request goes wrong: the n-th of its kind, once or from then on. */
export interface FaultPlace {
  readonly fault: string;
  readonly key: string;
  readonly occurrence: number;
  readonly isLasting: boolean;
}

const base = noise('base', 3000);
/** Two platforms and a layer in common with the other, which is of docker's types: content as the field has it, only small. */
const images: Readonly<Record<'a' | 'b', BuiltImage>> = {
  a: buildImage({ platforms: ['linux/amd64', 'linux/arm64'], layers: [base], seed: 'a' }),
  b: buildImage({ style: 'docker', layers: [base], seed: 'b' }),
};
const another = buildImage({ layers: [noise('another', 100)], seed: 'another' });

/**
 * A release of two images between a registry with bearer tokens and storage behind redirects, and one with Basic as ECR has it. One kind of
 * request can be made to go wrong.
 */
export async function faultWorld(place?: FaultPlace) {
  const fault = place === undefined ? undefined : faults[place.fault];
  if (place && !fault) throw new Error(`no fault ${place.fault}`);
  const world = await mirrorWorld();
  const { source, target, emit } = world;
  const storage = await scriptedServer((request, response) => {
    const answer = () => {
      const [, repository = '', digest = ''] = /^\/(.+)\/(sha256:[0-9a-f]+)\?/.exec(request.url) ?? [];
      const held = source.repository(repository).blobs.get(digest);
      if (!held || !request.url.includes('X-Amz-Signature')) return void response.writeHead(404).end();
      response.writeHead(200, { 'content-length': held.length }).end(held);
    };
    if (!serve(fault, request, response, answer, () => false)) answer();
  });
  for (const [name, image] of Object.entries(images)) seed(source, name, '1', image);

  // A registry's own answer is what comes when the interceptor is asked a second time, without the fault's mark.
  const through = (registry: typeof source, gate: (request: Recorded, response: ServerResponse) => boolean) => {
    registry.intercept = (request, response) => {
      const answer = () => {
        if (!gate(request, response)) registry.answer({ ...request, url: request.url.replace(/^\/\//, '/') }, response);
      };
      if (!serve(fault, request, response, answer, takeTagOf(request))) answer();
      return true;
    };
  };
  const takeTagOf = (request: Recorded) => (by: 'another' | 'ours') => {
    const name = /^\/v2\/(p\/([ab]))\/manifests\/1$/.exec(request.url);
    if (!name?.[1] || request.headers['x-role'] !== 'target') return false;
    seed(target, name[1], '1', by === 'another' ? another : images[name[2] as 'a' | 'b']);
    return true;
  };
  let tokens = 0;
  through(source, (request, response) => {
    if (request.url.startsWith('/token')) {
      response.end(JSON.stringify({ token: `token-${++tokens}`, expires_in: 300 }));
      return true;
    }
    if (!request.headers.authorization?.startsWith('Bearer token-')) {
      const challenge = `Bearer realm="http://${request.headers.host}/token",service="s"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
      return true;
    }
    const [, repository, digest] = /^\/v2\/(.+)\/blobs\/(sha256:[0-9a-f]+)$/.exec(request.url) ?? [];
    if (repository === undefined || request.method !== 'GET') return false;
    response.writeHead(307, { location: `${storage.origin}/${repository}/${digest}?X-Amz-Signature=s` }).end();
    return true;
  });
  through(target, (request, response) => {
    if (request.headers.authorization?.startsWith('Basic ')) return false;
    response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end();
    return true;
  });

  const roles = { [source.origin]: 'source', [target.origin]: 'target', [storage.origin]: 'storage' };
  const patience = { idleMs: 250, finishingMs: 250 };
  const real = new NodeHttp({ userAgent: 'test', certificateAuthority: () => undefined, patience });
  const http = new FaultyHttp(real, roles, place, fault);
  let logins = 0;
  const login = async (): Promise<Login> => ({ kind: 'password', username: 'AWS', password: `token${++logins}` });
  const gateways = (): Gateways => ({
    ...world.gateways,
    http,
    clock: virtualClock(),
    manifests: new ManifestCache(),
    registries: {
      isSandbox: false,
      access: async (registry) => ({
        registry,
        credentials: 'none',
        ...(registry === 'source.example'
          ? { origin: source.origin, login: async () => undefined }
          : { origin: target.origin, login, alwaysBasic: true }),
      }),
    },
  });
  return {
    http,
    /** Plans and runs the release. @returns the plan and the report, or why the run as a whole was refused */
    async mirror(): Promise<{ plan: MirrorPlan; report: Report | ReleaseError }> {
      const own = gateways();
      const release = [wanted('a:1', 'a:1'), wanted('b:1', 'b:1')];
      const input = { images: release, ignored: [], target: plainTarget, warnings: [] };
      const plan = await planMirror(input, own, { emit });
      const report = await runMirror(plan, own, { emit, concurrency: 4 }).catch((error) => {
        if (ReleaseError.is(error)) return error;
        throw error;
      });
      return { plan, report };
    },
    /** Everything goes well from now on. */
    heal: () => {
      http.isHealed = true;
    },
    /** What is under a tag of the target: whose image, and what of its content is missing or not what its digest says. */
    tag(name: 'a' | 'b'): { readonly holds: 'nothing' | 'ours' | 'another' | 'unknown'; readonly broken: string[] } {
      const here = target.repository(`p/${name}`);
      const root = here.tags.get('1');
      if (root === undefined) return { holds: 'nothing', broken: [] };
      const broken: string[] = [];
      const visit = (digest: string) => {
        const manifest = here.manifests.get(digest);
        const bytes = manifest?.bytes ?? here.blobs.get(digest);
        if (!bytes || `sha256:${createHash('sha256').update(bytes).digest('hex')}` !== digest) broken.push(digest);
        if (manifest) references(manifest.bytes).forEach(visit);
      };
      visit(root);
      return { holds: root === images[name].root ? 'ours' : root === another.root ? 'another' : 'unknown', broken };
    },
    close: async () => {
      real.close();
      await Promise.all([world.close(), storage.close()]);
    },
  };
}

/** Marks the requests that shall go wrong, and keeps the names of all that were sent. */
class FaultyHttp implements Http {
  /** Each kind of request, and how often it was sent. */
  readonly sent = new Map<string, number>();
  /** Whether the fault's place was ever reached. */
  hasStruck = false;
  isHealed = false;
  readonly #real: Http;
  readonly #roles: Readonly<Record<string, string>>;
  readonly #place: FaultPlace | undefined;
  readonly #fault: Fault | undefined;

  constructor(real: Http, roles: Readonly<Record<string, string>>, place?: FaultPlace, fault?: Fault) {
    this.#real = real;
    this.#roles = roles;
    this.#place = place;
    this.#fault = fault;
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    const url = new URL(request.url);
    const role = this.#roles[url.origin] ?? 'elsewhere';
    const query =
      url.searchParams.get('scope') ?? url.searchParams.get('digest') ?? url.searchParams.get('mount') ?? '';
    const key = `${role} ${request.method} ${url.pathname.replaceAll('//', '/')}${query === '' ? '' : ` ${query}`}`;
    const occurrence = (this.sent.get(key) ?? 0) + 1;
    this.sent.set(key, occurrence);
    const headers = { ...request.headers, 'x-role': role };
    if (!this.#strikes(key, occurrence)) return this.#real.send({ ...request, headers });
    this.hasStruck = true;
    this.#fault?.send?.();
    return this.#real.send({ ...request, headers: { ...headers, 'x-fault': 'yes' } });
  }

  #strikes(key: string, occurrence: number): boolean {
    const place = this.#place;
    if (!place || this.isHealed || key !== place.key) return false;
    return place.isLasting ? occurrence >= place.occurrence : occurrence === place.occurrence;
  }
}

/** @returns false when this request is to be answered as usual */
function serve(
  fault: Fault | undefined,
  request: Recorded,
  response: ServerResponse,
  answer: () => void,
  takeTag: (by: 'another' | 'ours') => boolean,
): boolean {
  if (request.headers['x-fault'] === undefined || !fault?.serve) return false;
  fault.serve({ request, response, answer, takeTag });
  return true;
}

/**
 * Runs the release with one fault and holds the outcome against what is promised, whatever goes wrong: the run ends; an image is there to
 * its last blob, or failed with a code; no tag is without its content; what passes costs nothing; the other image is unharmed.
 * @returns what was broken of that promise, in words
 */
export async function trial(place: FaultPlace): Promise<string[]> {
  const world = await faultWorld(place);
  try {
    const { report } = await world.mirror();
    const broken = brokenPromises(world, place, report);
    const isPerfect = !ReleaseError.is(report) && report.ok;
    const isTaken = world.tag('a').holds === 'another' || world.tag('b').holds === 'another';
    if (isPerfect || isTaken) return broken;
    world.heal();
    const { report: again } = await world.mirror();
    if (ReleaseError.is(again) || !again.ok) broken.push('the next run does not complete');
    return broken;
  } catch (error) {
    return [`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  } finally {
    await world.close();
  }
}

function brokenPromises(
  world: Awaited<ReturnType<typeof faultWorld>>,
  place: FaultPlace,
  report: Report | ReleaseError,
) {
  const broken: string[] = [];
  const passes = faults[place.fault]?.passes;
  const isPassing = typeof passes === 'function' ? passes(place.key) : passes;
  if (ReleaseError.is(report) && report.code !== 'plan-stale')
    broken.push(`ended with ${report.code}: ${report.message}`);
  for (const name of ['a', 'b'] as const) {
    const tag = world.tag(name);
    if (tag.broken.length > 0) broken.push(`${name}: a tag without its content ${tag.broken.join(', ')}`);
    if (tag.holds === 'unknown') broken.push(`${name}: a tag that holds something of no origin`);
    const item = ReleaseError.is(report) ? undefined : report.items.find(({ target }) => target.includes(`/${name}:`));
    if (!item) {
      if (isPassing && !place.isLasting) broken.push(`${name}: not copied, ${ReleaseError.from(report).message}`);
      continue;
    }
    const isThere = item.outcome === 'copied' || item.outcome === 'present';
    const said = `${item.outcome} ${item.code ?? ''} ${item.message ?? ''}`;
    if (isThere && tag.holds !== 'ours') broken.push(`${name}: ${said}, but the tag holds ${tag.holds}`);
    if (!isThere && (item.code === undefined || item.message === undefined))
      broken.push(`${name}: ${said}, without a code`);
    // Only where the registry's own word on the tag is what is false.
    if (!isThere && tag.holds === 'ours' && !isTag(place.key)) broken.push(`${name}: ${said}, but it is there`);
    if (!isThere && isPassing && !place.isLasting) broken.push(`${name}: ${said}`);
    const isOthers = new RegExp(`[/:]${name === 'a' ? 'b' : 'a'}[/:]`).test(place.key);
    if (!isThere && isOthers) broken.push(`${name}: harmed by the other's trouble: ${said}`);
  }
  return broken;
}
