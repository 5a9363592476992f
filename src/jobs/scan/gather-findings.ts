import type { ScanSettings } from '#formats';
import type { Files } from '../gateways.ts';
import { type LoadedFindings, loadFindings } from './load-findings.ts';

/** Where files are named and the settings say nothing of scans: what holds without each of their keys (src/formats/scan-schema.ts). */
const withoutSettings: ScanSettings = { block: 'critical', unfixed: true, missing: 'warning', accept: [] };

/**
 * What is asked of scans, and what there is of findings: in the files that the settings name, and in those that are named besides.
 * @throws ReleaseError `file-not-found` for those
 */
export async function gatherFindings(
  settings: ScanSettings | undefined,
  named: readonly string[] | undefined,
  { folder, files }: { readonly folder: string; readonly files: Files },
): Promise<{ readonly scan?: ScanSettings; readonly findings: LoadedFindings }> {
  const scan = settings ?? (named ? withoutSettings : undefined);
  if (!scan) return { findings: { reports: [], problems: [], inputs: [] } };
  const pattern = scan.findings === undefined ? {} : { pattern: scan.findings };
  return { scan, findings: await loadFindings({ ...pattern, folder, named: named ?? [] }, files) };
}
