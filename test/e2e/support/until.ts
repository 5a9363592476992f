import { setTimeout as pause } from 'node:timers/promises';

const limit = 60_000;

/** Reads until something is there; the error of the last reading, or what it saw, is in the message when it never is. */
export async function until<T>(what: string, read: () => Promise<T | undefined>, patience = limit): Promise<T> {
  const end = Date.now() + patience;
  let trouble: unknown;
  do {
    try {
      const value = await read();
      if (value !== undefined) return value;
      trouble = undefined;
    } catch (error) {
      trouble = error;
    }
    await pause(100);
  } while (Date.now() < end);
  throw new Error(`${what} did not come within ${patience / 1000} s`, { cause: trouble });
}

/** Whether a text is the one that is meant. */
export function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text === wanted : wanted.test(text);
}
