import type { VerdictKind } from '#license';

/** How the program ends. */
interface ExitStatus {
  readonly status: number;
  readonly means: string;
  /** What came of the check. */
  readonly kinds: readonly VerdictKind[];
  /** Whether asking again may end otherwise; where not, a Job is not to be tried again. */
  readonly mayPass: boolean;
}

/** Those from 10 to 19 are AWS's no, which asking again does not change. */
export const exitStatuses: readonly ExitStatus[] = [
  {
    status: 0,
    means: 'The licence is valid, or AWS could not be asked and `LICENSE_FAIL_OPEN` lets it go on.',
    kinds: ['valid'],
    mayPass: false,
  },
  {
    status: 2,
    means: 'The environment is wrong, or AWS does not understand what is asked.',
    kinds: ['refused'],
    mayPass: false,
  },
  { status: 10, means: 'The licence has expired.', kinds: ['expired'], mayPass: false },
  {
    status: 11,
    means:
      'There is a licence, but it does not allow this: it is suspended, not accepted, used up, or for something else.',
    kinds: ['invalid'],
    mayPass: false,
  },
  { status: 12, means: 'There is no licence.', kinds: ['missing'], mayPass: false },
  {
    status: 20,
    means: 'AWS could not be asked: the network does not let through, or AWS is busy.',
    kinds: ['throttled', 'unreachable'],
    mayPass: true,
  },
  { status: 21, means: 'AWS does not permit it, or does not know who asks.', kinds: ['denied'], mayPass: true },
];

/** The exit status for what came of a check. */
export function statusOf(kind: VerdictKind): number {
  return exitStatuses.find(({ kinds }) => kinds.includes(kind))?.status ?? 1;
}
