import type { Severity } from '#problem';
import { formatCount } from '#text';

/** `2 errors, 1 warning`. */
export function problemCount(problems: readonly { readonly severity: Severity }[]): string {
  const count = (wanted: Severity) => problems.filter(({ severity }) => severity === wanted).length;
  return [
    ...(count('error') > 0 ? [formatCount(count('error'), 'error')] : []),
    ...(count('warning') > 0 ? [formatCount(count('warning'), 'warning')] : []),
    ...(count('info') > 0 ? [formatCount(count('info'), 'remark')] : []),
  ].join(', ');
}
