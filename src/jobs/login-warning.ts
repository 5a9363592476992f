import type { ReleaseError } from '#problem';
import type { Item } from './item.ts';
import { isLoginEndCode } from './login-ended.ts';
import type { ReportWarning } from './report.ts';

/**
 * Says of a login's end what it stopped, once, however many images those are.
 * @param ended the end of the login, where it has stopped the job
 */
export function loginWarning(ended: ReleaseError | undefined, items: readonly Item[]): ReportWarning[] {
  const stopped = items.find(({ outcome, code }) => outcome === 'cancelled' && isLoginEndCode(code));
  const { code, message } = ended ?? stopped ?? {};
  return code === undefined || message === undefined ? [] : [{ code, message }];
}
