import { rulesReading } from '#rules';
import type { Report } from '../report.ts';
import type { TrustWish } from './trust-wish.ts';

/** What a plan or report says of how its images were judged: how far they were looked into, and what the files were let off. */
export function judgedBy(trust: TrustWish | undefined): Pick<Report, 'depth' | 'unasked' | 'silenced'> {
  if (!trust) return {};
  const { depth, target, grades, silenced = [] } = trust;
  const unasked = depth === 'layers' ? [] : rulesReading('layers', target.kind, grades);
  return {
    depth,
    ...(unasked.length === 0 ? {} : { unasked }),
    ...(silenced.length === 0 ? {} : { silenced: [...silenced] }),
  };
}
