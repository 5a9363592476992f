import type { InjectedPart } from '#chart';
import type { DerivedImage } from '#formats';
import { ReleaseError } from '#problem';
import { formatReference, type Reference } from '#reference';
import { firstMatch, type ResolvedImage } from '#release';
import { targetHolds } from '../../images/target-tag.ts';
import type { PlanTarget } from '../../plan-target.ts';
import type { Sessions } from '../../sessions.ts';
import type { ChartImage } from '../chart-image.ts';

const place = { file: 'values.yaml', value: 'awsmp.licenseCheck.image' };

interface PartsAround {
  readonly target: PlanTarget;
  readonly derive: readonly DerivedImage[];
  readonly sessions: Sessions;
  readonly signal?: AbortSignal | undefined;
  /** What the files of the release send to the target. */
  readonly released: readonly ResolvedImage[];
  /** The image list that is brought up to date, and the targets that it has lines for. */
  readonly list?: { readonly file: string; readonly held: ReadonlySet<string> } | undefined;
}

/** The images that only the injected parts name, as the target has them. */
export function partReferences(parts: readonly InjectedPart[]): readonly Reference[] {
  return parts.flatMap((part) => (part.kind === 'license-check' ? [part.image] : []));
}

/**
 * Tells whether the target has the images that only the injected parts name, and what makes one of those that it lacks.
 * @throws the signal's reason, and nothing else
 */
export function partImages(parts: readonly InjectedPart[], around: PartsAround): Promise<ChartImage[]> {
  return Promise.all(partReferences(parts).map((reference) => partImage(reference, around)));
}

async function partImage(reference: Reference, around: PartsAround): Promise<ChartImage> {
  const { target, sessions, signal } = around;
  const known = { target: formatReference(reference), isDefault: true, places: [place] };
  try {
    const digest = await targetHolds(reference, { target, sessions, ...(signal ? { signal } : {}) });
    if (digest !== undefined) return { ...known, state: 'present', digest };
    const message = 'The target does not have the image of what is injected';
    return { ...known, state: 'missing', code: 'not-released', message, hint: adviceOf(reference, around) };
  } catch (error) {
    signal?.throwIfAborted();
    const { code, message, hint } = ReleaseError.from(error);
    return { ...known, state: 'unknown', code, message, ...(hint === undefined ? {} : { hint }) };
  }
}

/** Which Node image it is made of only the vendor knows. */
function adviceOf(reference: Reference, { target: { prefix }, derive, released, list }: PartsAround): string {
  const { repository, tag = '' } = reference;
  const path = prefix === '' ? repository : repository.slice(prefix.length + 1);
  const line = `${path}:${tag} NODE-IMAGE`;
  const isMade = firstMatch(derive, path)?.program === 'license-check';
  const program = isMade ? '' : `Under derive of the settings, ${path}: { program: license-check } makes it. `;
  const name = formatReference(reference);
  const origin = released.find((image) => formatReference(image.target) === name)?.origins[0];
  const holder = list?.held.has(name) ? list.file : origin?.file;
  if (holder !== undefined) return `${program}${holder} has a line for it: mirror that list first.`;
  if (!list)
    return `${program}Mirror it first; in an image list it is the line ${line}, with a Node image as its source.`;
  return `${program}Add a line to ${list.file}, with the Node image that it is to be made of: ${line}. Then mirror that list.`;
}
