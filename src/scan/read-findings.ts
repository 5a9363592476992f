import type { ReleaseError } from '#problem';
import { parseForeignJson } from '#registry';
import { grypeReport, grypeSchema } from './grype-report.ts';
import { sarifReports, sarifSchema } from './sarif-report.ts';
import type { ScanReport } from './scan-report.ts';
import { trivyReport, trivySchema } from './trivy-report.ts';

/** Trivy lists all packages of an image, too: some megabytes of a large one. */
export const maxFindingsBytes = 67_108_864;

/**
 * Reads what a scanner has written: JSON of Trivy or Grype, or SARIF, told apart by what stands in it. A log of SARIF may be about
 * several images.
 * @param fail makes the error to throw from the reason
 * @throws what `fail` makes, when it is none of these
 */
export function readFindings(bytes: Uint8Array, fail: (why: string) => ReleaseError): ScanReport[] {
  const value = parseForeignJson(bytes, maxFindingsBytes, fail);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw fail(Array.isArray(value) ? 'it is a list, as Trivy wrote before 0.20' : 'it is no JSON object');
  if ('SchemaVersion' in value) {
    const report = trivyReport(understood(trivySchema.safeParse(value), 'JSON of Trivy', fail));
    if (!report) throw fail('Trivy did not look for vulnerabilities in it (--scanners vuln)');
    return [report];
  }
  if ('runs' in value) return sarifReports(understood(sarifSchema.safeParse(value), 'SARIF 2.1.0', fail));
  if ('matches' in value) return [grypeReport(understood(grypeSchema.safeParse(value), 'JSON of Grype', fail))];
  throw fail('it is neither JSON of Trivy or Grype nor SARIF');
}

/** The reading of a schema of zod. */
type Reading<T> =
  | { readonly success: true; readonly data: T }
  | {
      readonly success: false;
      readonly error: {
        readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
      };
    };

function understood<T>(read: Reading<T>, what: string, fail: (why: string) => ReleaseError): T {
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue?.path.map(String).join('.') || 'its beginning';
  throw fail(`it is no ${what} that is understood: ${place}: ${issue?.message ?? 'unknown shape'}`);
}
