import type { Item } from '../item.ts';
import type { ReportWarning } from '../report.ts';
import type { Assessment } from './assessment.ts';

/** The rest stands with the assessment. */
const mostNamed = 3;

/** What a failed assessment of AWS's own is told by: the controls, what they name, and the image where that is one of the job's. */
export function failedAssessment(
  { title, framework, createdAt, expiresAt, controls }: Assessment,
  items: readonly Item[],
): ReportWarning {
  const failed = controls.filter(({ result }) => result === 'FAIL');
  const values = failed.flatMap(({ errors }) => errors.flatMap(({ scope }) => scope.map(({ value }) => value)));
  const named = [...new Set(values)];
  const images = items.filter(({ target, digest }) =>
    named.some((value) => value === target || (digest !== undefined && value.endsWith(digest))),
  );
  const [image] = images;
  const item = image && images.length === 1 ? { item: image.target } : {};
  const when = createdAt === undefined ? '' : ` of ${dayOf(createdAt)}`;
  const until = expiresAt === undefined ? '' : `, valid until ${dayOf(expiresAt)}`;
  const by = failed.length === 0 ? '' : `: ${some(failed.map(({ id }) => id))}`;
  const of = named.length === 0 ? '' : `; it names ${some(named)}`;
  const message = `AWS's own assessment of ${title} by ${framework}${when}${until} failed${by}${of}`;
  return { code: 'assessment-failed', message, ...item };
}

function some(all: readonly string[]): string {
  const more = all.length - mostNamed;
  return `${all.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `2018-02-27` of an ISO 8601 time. */
function dayOf(time: string): string {
  return time.slice(0, 10);
}
