import { ReleaseError } from '#problem';
import { type ScannerName, scannerTitles } from '#scan';
import { scannerMissing } from '../scan/scanner-runs.ts';
import { type DoctorCheck, failedCheck } from './doctor-check.ts';
import type { MachineFacts } from './machine-facts.ts';

/** Whether the scanner that the settings ask for (`scan.with`) is installed, and which version. */
export async function checkScanner(
  scanner: ScannerName,
  facts: Pick<MachineFacts, 'findProgram' | 'versionOf'>,
  signal: AbortSignal | undefined,
): Promise<DoctorCheck> {
  const name = `scanner ${scanner}`;
  try {
    const place = await facts.findProgram(scanner);
    if (place === undefined) throw scannerMissing(scanner);
    const said = await facts.versionOf(place, signal);
    const version = /\bv?(\d+\.\d+[\w.+-]*)/.exec(said)?.[1];
    if (version !== undefined) return { name, state: 'ok', message: `${version}, ${place}` };
    throw new ReleaseError('scanner-answer', `${place} does not tell a version of ${scannerTitles[scanner]}`, {
      hint: `Check that it is ${scannerTitles[scanner]} itself: ${scanner} --version`,
    });
  } catch (error) {
    return failedCheck(name, error, signal);
  }
}
