import { type Code, ReleaseError } from '#problem';
import { isTag, type Reference, shortDigest } from '#reference';
import { allBlobs, type ImageNode, readImage, referringOf, subjectTag } from '#registry';
import type { PlanContext } from '../images/plan-context.ts';
import { type Referrer, type Referrers, referrersOf } from '../referrer-list.ts';

/** What refers to one image is a handful; these keep a hostile registry from keeping a job busy. */
const mostReferrers = 200;
/** The signature of the SBOM of an image is two. */
const mostDepth = 3;
/** Bytes of one of them. The largest SBOMs and scan reports have some ten million. */
const mostBytes = 268_435_456;

/** The tags that cosign keeps beside an image, `sha256-….sig` (sigstore/cosign, specs/SIGNATURE_SPEC.md). */
const cosignEndings = ['sig', 'att', 'sbom'];

/** An image whose referrers are wanted. */
export interface ReferredImage {
  /** As its source has it. */
  readonly source: ImageNode;
  /** As the target has or gets it: only what refers to a part of this can go along. */
  readonly kept: ImageNode;
  /** Where the source is read. */
  readonly from: Reference;
  readonly target: Reference;
}

export interface PlannedReferrers {
  readonly referrers: Referrers;
  /** The content of those that are to be copied. */
  readonly blobs: readonly { readonly digest: string; readonly size: number }[];
}

type Asking = Pick<PlanContext, 'sessions' | 'gateways' | 'signal'>;
type Warnings = { code: Code; message: string }[];
type Candidate = Pick<Referrer, 'digest' | 'subject'> & Pick<Partial<Referrer>, 'tag'>;

/**
 * Finds what refers to an image and to its platforms, and what of it the target has: by the referrers API or the tags in its place, and
 * by cosign's tags; then what refers to that. What can't be asked or read is a warning. Only cancelling is thrown.
 */
export async function planReferrers(image: ReferredImage, context: Asking): Promise<PlannedReferrers> {
  const warnings: Warnings = [];
  const ofSource = digestsOf(image.source);
  const subjects = digestsOf(image.kept).filter((digest) => ofSource.includes(digest));
  const nodes = await found(subjects, image, context, warnings);
  const held = new Map<string, Promise<readonly string[]>>();
  for (const { candidate, node } of nodes) {
    if (!node || candidate.tag !== undefined || held.has(candidate.subject)) continue;
    held.set(candidate.subject, listedAtTarget(candidate.subject, image.target, context));
  }
  const state = async (one: Found) =>
    stateOf(one, (await held.get(one.candidate.subject)) ?? [], image.target, context, warnings);
  const list = await Promise.all(nodes.map(state));
  const leftOut = await unfit(image, subjects, context, warnings);
  const blobs = nodes.flatMap(({ node }, at) => (list[at]?.outcome === 'copy' && node ? allBlobs(node) : []));
  return { referrers: referrersOf(list, leftOut, warnings), blobs };
}

/** The image, indexes in it, its platforms. Attestation entries are part of the image, not referred to by anyone. */
function digestsOf(node: ImageNode): string[] {
  return node.isAttestation ? [] : [node.digest, ...node.children.flatMap(digestsOf)];
}

interface Found {
  readonly candidate: Candidate;
  /** Undefined for one that could not be read: then `failure` says why. */
  readonly node: ImageNode | undefined;
  readonly failure?: { readonly code: Code; readonly message: string };
}

/** Level by level: first what refers to the image, then what refers to that. Whoever comes by twice counts once. */
async function found(
  subjects: readonly string[],
  image: ReferredImage,
  context: Asking,
  warnings: Warnings,
): Promise<Found[]> {
  const all: Found[] = [];
  const seen = new Set(subjects);
  const known = new Set<string>();
  let level = subjects;
  for (let depth = 1; level.length > 0 && all.length < mostReferrers; depth++) {
    const asked = await Promise.all(level.map((subject) => candidatesFor(subject, image.from, context, warnings)));
    const fresh = asked.flat().filter((one) => {
      const key = `${one.digest} ${one.tag ?? ''}`;
      return !known.has(key) && known.add(key);
    });
    const room = depth > mostDepth ? 0 : mostReferrers - all.length;
    if (fresh.length > room) {
      const what = depth > mostDepth ? `more than ${mostDepth} levels deep` : `more than ${mostReferrers}`;
      warnings.push({
        code: 'referrers-too-many',
        message: `What refers to the image is ${what}: the rest is left out`,
      });
    }
    const read = await Promise.all(fresh.slice(0, room).map((one) => readOne(one, image.from, context, warnings)));
    const here = read.filter((one) => one !== undefined);
    all.push(...here);
    level = here.flatMap(({ candidate: { digest }, node }) => (node && !seen.has(digest) ? [digest] : []));
    for (const digest of level) seen.add(digest);
    level = [...new Set(level)];
  }
  return all;
}

async function candidatesFor(
  subject: string,
  { registry, repository }: Reference,
  { sessions, signal }: Asking,
  warnings: Warnings,
): Promise<Candidate[]> {
  const tags = cosignEndings.map((ending) => `${subjectTag(subject)}.${ending}`).filter(isTag);
  try {
    const session = await sessions.at(registry);
    const [listed, ...held] = await Promise.all([
      sessions.referrers.of(session, repository, subject, signal),
      ...tags.map((tag) => sessions.holds({ registry, repository, tag }, signal)),
    ]);
    if (listed.isCut) {
      const message = `${shortDigest(subject)} has more that refers to it than was read: the rest is left out`;
      warnings.push({ code: 'referrers-too-many', message });
    }
    return [
      ...listed.digests.map((digest) => ({ digest, subject })),
      ...held.flatMap((digest, at) => (digest === undefined ? [] : [{ digest, subject, tag: tags[at] ?? '' }])),
    ];
  } catch (error) {
    signal?.throwIfAborted();
    const { message } = ReleaseError.from(error);
    warnings.push({
      code: 'referrers-unknown',
      message: `What refers to ${shortDigest(subject)} is not known: ${message}`,
    });
    return [];
  }
}

/** Undefined for what is no referrer: listed by somebody, but not about its subject; or too large. */
async function readOne(
  candidate: Candidate,
  { registry, repository }: Reference,
  { sessions, gateways, signal }: Asking,
  warnings: Warnings,
): Promise<Found | undefined> {
  try {
    const place = { session: await sessions.at(registry), repository, cache: gateways.manifests };
    const node = await readImage(place, candidate.digest, signal);
    if (candidate.tag === undefined && referringOf(node).subject !== candidate.subject) return undefined;
    const size = sizeOf(node);
    if (size <= mostBytes) return { candidate, node };
    const message = `${shortDigest(candidate.digest)}, which refers to the image, has ${size} of at most ${mostBytes} bytes: it is left out`;
    warnings.push({ code: 'referrers-too-many', message });
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    const { code, message } = ReleaseError.from(error);
    warnings.push({ code, message: `${nameOf(candidate)} cannot be copied: ${message}` });
    return { candidate, node: undefined, failure: { code, message } };
  }
}

/** What the target lists already; what it does not tell is written again, which changes nothing. */
async function listedAtTarget(
  subject: string,
  { registry, repository }: Reference,
  { sessions, signal }: Asking,
): Promise<readonly string[]> {
  try {
    return (await sessions.referrers.of(await sessions.at(registry), repository, subject, signal)).digests;
  } catch {
    signal?.throwIfAborted();
    return [];
  }
}

/** What of it the target has. A tag that holds something else stays as it is. */
async function stateOf(
  { candidate, node, failure }: Found,
  listed: readonly string[],
  target: Reference,
  { sessions, signal }: Asking,
  warnings: Warnings,
): Promise<Referrer> {
  const { artifactType } = node ? referringOf(node) : {};
  const known = {
    ...candidate,
    ...(artifactType === undefined ? {} : { artifactType }),
    size: node ? sizeOf(node) : 0,
  };
  if (failure) return { ...known, outcome: 'failed', ...failure };
  if (candidate.tag === undefined) return { ...known, outcome: listed.includes(candidate.digest) ? 'present' : 'copy' };
  try {
    const held = await sessions.holds({ ...target, tag: candidate.tag }, signal);
    if (held === undefined) return { ...known, outcome: 'copy' };
    if (held === candidate.digest) return { ...known, outcome: 'present' };
    const message = `The tag ${candidate.tag} holds ${shortDigest(held)}, the source's is ${shortDigest(candidate.digest)}: it is left as it is`;
    warnings.push({ code: 'tag-taken', message });
    return { ...known, outcome: 'conflict', code: 'tag-taken', message };
  } catch {
    // Whether it is there is read again before it is written.
    signal?.throwIfAborted();
    return { ...known, outcome: 'copy' };
  }
}

/** How many refer to the source's own digest, when the target gets another image in its place. */
async function unfit(
  { source, kept, from }: ReferredImage,
  subjects: readonly string[],
  context: Asking,
  warnings: Warnings,
): Promise<number> {
  if (subjects.includes(source.digest)) return 0;
  const { length } = await candidatesFor(source.digest, from, context, warnings);
  if (length === 0) return 0;
  const what = kept.kind === 'index' ? 'index' : 'image';
  const message = `The target has another ${what} than the source: ${length} that ${length === 1 ? 'refers' : 'refer'} to ${shortDigest(source.digest)} (signatures, for example) ${length === 1 ? 'is' : 'are'} left out`;
  warnings.push({ code: 'referrers-unfit', message });
  return length;
}

function sizeOf(node: ImageNode): number {
  return allBlobs(node).reduce((sum, { size }) => sum + size, 0);
}

function nameOf({ tag, digest }: Candidate): string {
  return tag ?? shortDigest(digest);
}
