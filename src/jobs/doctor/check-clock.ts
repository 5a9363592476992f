import { parseEcrHost } from '#reference';
import type { DoctorCheck } from './doctor-check.ts';

/** A date in an answer has whole seconds, and was written a moment ago. */
const noticedMs = 60_000;
/** AWS refuses signatures that are older (IAM user guide, "Troubleshoot signed requests"). */
const refusedMs = 300_000;

/**
 * Whether this machine's clock agrees with others'. AWS's own is the one that counts.
 * @param answers of registries, by their names
 */
export function checkClock(
  answers: readonly {
    readonly registry: string;
    readonly clocks?: { readonly theirs: number; readonly ours: number };
  }[],
): DoctorCheck {
  const name = 'clock';
  const told = answers.flatMap(({ registry, clocks }) => (clocks ? [{ registry, ...clocks }] : []));
  const [first] = [...told.filter(({ registry }) => parseEcrHost(registry)), ...told];
  if (!first) return { name, state: 'skipped', message: 'no registry told the time' };
  const { registry, theirs, ours } = first;
  const apart = Math.abs(ours - theirs);
  if (apart <= noticedMs) return { name, state: 'ok', message: `agrees with ${registry}` };
  const seconds = Math.round(apart / 1000);
  const message = `This machine's clock is ${seconds} seconds ${ours > theirs ? 'ahead of' : 'behind'} that of ${registry}`;
  return apart > refusedMs
    ? { name, state: 'error', message, hint: 'Set the clock: AWS refuses requests that are signed at another time.' }
    : { name, state: 'warning', message, hint: 'Set the clock, before AWS refuses what is signed by it.' };
}
