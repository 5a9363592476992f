import type { Page } from '#jobs';
import { ReleaseError } from '#problem';

/** A page of a list, as the gateway gives it. */
export function page<T>(items: readonly T[], nextToken: string | undefined): Page<T> {
  return nextToken === undefined ? { items } : { items, nextToken };
}

/** What is thrown when AWS leaves out what an answer is asked for. */
export function incomplete(operation: string, what: string): ReleaseError {
  return new ReleaseError('aws-error', `AWS answered ${operation} without the ${what}`);
}
