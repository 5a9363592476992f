import { expect, it } from 'vitest';
import { ageWords, codeSpan } from '../../../src/language/shared/words.ts';

it('says an age in the unit that fits', () => {
  const now = Date.parse('2024-03-01T12:00:00Z');
  const age = (time: string) => ageWords(time, now);
  expect(age('2024-03-01T11:59:30Z')).toBe('new');
  expect(age('2024-03-01T12:05:00Z')).toBe('new');
  expect(age('2024-03-01T11:59:00Z')).toBe('1 minute');
  expect(age('2024-03-01T03:00:00Z')).toBe('9 hours');
  expect(age('2024-02-28T12:00:00Z')).toBe('2 days');
  expect(age('2024-02-10T12:00:00Z')).toBe('2 weeks');
  expect(age('2023-11-01T12:00:00Z')).toBe('3 months');
  expect(age('2020-01-01T12:00:00Z')).toBe('4 years');
  expect(age('yesterday')).toBeUndefined();
  expect(ageWords(undefined, now)).toBeUndefined();
  expect(ageWords('2024-03-01T03:00:00Z', undefined)).toBeUndefined();
});

it('shows a text as it is, whatever markup or control characters are in it', () => {
  expect(codeSpan('a:1')).toBe('`a:1`');
  expect(codeSpan('a`b``c')).toBe('``` a`b``c ```');
  expect(codeSpan('[x](command:y)\u0007')).toBe('`[x](command:y)\\u{7}`');
});

it('shows a text with more backticks than a call takes arguments', () => {
  const text = '` '.repeat(500_000);
  expect(codeSpan(text)).toBe(`\`\` ${text} \`\``);
});
