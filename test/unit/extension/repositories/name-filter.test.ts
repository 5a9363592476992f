import { describe, expect, it } from 'vitest';
import { parseNameFilter } from '../../../../src/extension/repositories/name-filter.ts';

describe('parseNameFilter', () => {
  it.each([
    ['zee', 'zeebe', true],
    ['ZEE', 'zeebe', true],
    ['eeb', 'camunda/zeebe', true],
    ['zeeb3', 'zeebe', false],
    ['cam zee', 'camunda/zeebe', true],
    ['zee cam', 'camunda/zeebe', true],
    ['cam oper', 'camunda/zeebe', false],
    ['z*', 'zeebe', true],
    ['z*', 'camunda/zeebe', false],
    ['*z*', 'camunda/zeebe', true],
    ['*/zeebe', 'a/b/zeebe', true],
    ['*-bundle', 'connectors-bundle', true],
    ['*-bundle', 'connectors-bundle-x', false],
    ['c*s*bundle', 'connectors-bundle', true],
    // The two ends may not share a letter.
    ['ab*ba', 'aba', false],
    ['ab*ba', 'abba', true],
    ['*', 'anything/at/all', true],
    ['**', 'anything', true],
    ['zee* be', 'zeebe', true],
    ['zee* op', 'zeebe', false],
    // Nothing else is a pattern.
    ['z.ebe', 'zeebe', false],
    ['[z]eebe', 'zeebe', false],
  ])('%j on %j: %s', (text, name, expected) => {
    expect(parseNameFilter(text)?.(name)).toBe(expected);
  });

  it.each(['', ' ', '\t  '])('filters nothing for %j', (text) => {
    expect(parseNameFilter(text)).toBeUndefined();
  });

  it('answers at once to a pattern that a regular expression would think about for ever', () => {
    const matches = parseNameFilter(`${'a*'.repeat(40)}b`);
    expect(matches?.('a'.repeat(255))).toBe(false);
  });
});
