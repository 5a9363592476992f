import { expect, it } from 'vitest';
import { failureWords } from '../../../src/extension/failure-words.ts';

const words = (message: string, hint?: string) => failureWords({ message, hint });

it('says what happened and what to do, as sentences', () => {
  expect(words('The login ended')).toBe('The login ended');
  expect(words('The login ended', 'Sign in again.')).toBe('The login ended. Sign in again.');
  expect(words('The registry says: no.', 'Ask again.')).toBe('The registry says: no. Ask again.');
  expect(words('Is it there?', 'Look.')).toBe('Is it there? Look.');
});

it('leaves paths as they are', () => {
  expect(words('../lists/a.txt cannot be read', 'Look at ../lists.')).toBe(
    '../lists/a.txt cannot be read. Look at ../lists.',
  );
});
