import { setTimeout as sleep } from 'node:timers/promises';
import { type CheckClock, checkLicense, type LicenseService, type LicenseVerdict } from '#license';
import { redact } from '#problem';
import { statusOf } from './exit-statuses.ts';
import { EnvironmentError, type ProgramWish, programWish } from './program-environment.ts';

/** What the program does its work with. */
export interface ProgramParts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly service: (region: string) => Promise<LicenseService>;
  readonly clock?: CheckClock;
  readonly signal?: AbortSignal;
}

/** How the program ends: what it says, and its exit status. */
export interface ProgramEnd {
  readonly status: number;
  /** Lines without anything secret; the first is the one for a person in a hurry. */
  readonly lines: readonly string[];
}

const realClock: CheckClock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, signal ? { signal } : {});
  },
  random: () => Math.random(),
};

/** Checks the licence that the environment names. @throws the signal's reason */
export async function runProgram({
  environment,
  service,
  clock = realClock,
  signal,
}: ProgramParts): Promise<ProgramEnd> {
  const asked = wishOf(environment);
  if ('lines' in asked) return asked;
  const { wish, region, checkIn, patienceMs, failOpen } = asked;
  const verdict = await checkLicense(wish, await service(region), {
    region,
    patienceMs,
    checkIn,
    clock,
    ...(signal ? { signal } : {}),
  });
  return ended(verdict, failOpen);
}

function wishOf(environment: ProgramParts['environment']): ProgramWish | ProgramEnd {
  try {
    return programWish(environment);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return { status: statusOf('refused'), lines: [`The licence was not checked: ${error.message}`] };
  }
}

function ended({ kind, message, hint, notes, expires, checkedIn }: LicenseVerdict, failOpen: boolean): ProgramEnd {
  const status = statusOf(kind);
  const isLetThrough = failOpen && status === statusOf('unreachable');
  const lines = [
    message,
    ...(isLetThrough ? ['The installation goes on without it, as its settings say (fail open).'] : []),
    ...(hint === undefined ? [] : [hint]),
    ...notes,
    ...(checkedIn === true ? ['What was taken has been given back.'] : []),
    ...(kind === 'valid' && checkedIn === undefined && expires !== undefined
      ? [`What was taken is free again at ${expires}.`]
      : []),
  ];
  return { status: isLetThrough ? 0 : status, lines: lines.map((line) => redact(line)) };
}
