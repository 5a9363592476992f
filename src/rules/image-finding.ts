import type { Problem, RuleId, Severity } from '#problem';
import type { ResolvedImage } from '#release';
import { atOrigins } from './at-origins.ts';

/** Something wrong with one platform of an image. */
export interface ImageFinding {
  /** The rest of a sentence that begins with the image: `runs as root: its config names no user`. */
  readonly what: string;
  readonly hint: string;
  /** When it is less grave than the rule can be. */
  readonly severity?: Severity;
}

/** Which rule found it. */
export interface FoundBy {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly awsCode?: string;
}

/**
 * What a rule finds in the platforms of an image, at every place that asks for the image. What several platforms have alike is one
 * finding, and they are named only when it is not all of them.
 * @param find is asked for each platform
 */
export function imageFindings<P extends { readonly platform: string }>(
  image: ResolvedImage,
  platforms: readonly P[],
  by: FoundBy,
  find: (platform: P) => readonly ImageFinding[],
): Problem[] {
  const folded = new Map<string, { readonly finding: ImageFinding; readonly of: Set<string> }>();
  for (const platform of platforms) {
    for (const finding of find(platform)) {
      const key = `${finding.severity ?? ''} ${finding.what}`;
      const held = folded.get(key) ?? { finding, of: new Set<string>() };
      held.of.add(platform.platform);
      folded.set(key, held);
    }
  }
  const all = new Set(platforms.map(({ platform }) => platform)).size;
  return [...folded.values()].flatMap(({ finding: { what, hint, severity = by.severity }, of }) => {
    const where = of.size === all ? '' : ` (${[...of].join(', ')})`;
    return atOrigins(image, { ...by, severity, message: `${nameOf(image)}${where} ${what}.`, hint });
  });
}

function nameOf({ target: { repository, tag } }: ResolvedImage): string {
  return tag === undefined ? repository : `${repository}:${tag}`;
}
