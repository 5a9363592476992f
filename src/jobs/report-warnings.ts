import type { Item } from './item.ts';
import { isLoginEndCode } from './login-ended.ts';
import type { ReportWarning } from './report.ts';

/** Whether it can make a run fail: what refers to images never does, nor does what AWS found by itself. */
export function isGrave({ item, code }: ReportWarning): boolean {
  return item === undefined && code !== 'referrers-refused' && code !== 'assessment-failed';
}

/** Whether it tells of the end of a login that images tell of already, as what stopped them. */
export function isStopOf({ code, message }: ReportWarning, items: readonly Item[]): boolean {
  return isLoginEndCode(code) && items.some((item) => item.outcome === 'cancelled' && (item.message ?? '') === message);
}
