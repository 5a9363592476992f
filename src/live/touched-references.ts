import type { Item, ItemOutcome, JobEvent, Report } from '#jobs';

/** What is left as it was known. Everything else was written, perhaps written, or found other than it was thought to be. */
const untouched: ReadonlySet<ItemOutcome> = new Set(['copy', 'present', 'equivalent', 'ignored']);

/** The target references whose facts no longer hold, from what a job tells while it works or in the end. */
export function touchedReferences(told: JobEvent | Pick<Report, 'items'>): string[] {
  if (!('type' in told)) return told.items.filter(isTouched).map(({ target }) => target);
  return told.type === 'item-finished' && !untouched.has(told.outcome) ? [told.item] : [];
}

/** What refers to an image may have a tag of its own beside it. */
function isTouched({ outcome, referrers }: Item): boolean {
  return !untouched.has(outcome) || (referrers !== undefined && referrers.copied + referrers.failed > 0);
}
