import { describe, expect, it } from 'vitest';
import { indentJson } from '../../../../src/extension/documents/indent-json.ts';

describe('indentJson', () => {
  it('is what JSON.stringify would write, for all that it does not change', () => {
    const value = {
      schemaVersion: 2,
      config: { mediaType: 'application/json', size: 74, digest: 'sha256:00' },
      layers: [{ size: 1.5e-7 }, { size: -3 }, []],
      annotations: {},
      nothing: null,
      yes: true,
      text: 'a "quoted" \\ {[,:]} \u00e9 \n text',
      deep: [[[{ a: [] }]]],
    };
    const expected = `${JSON.stringify(value, undefined, 2)}\n`;
    expect(indentJson(JSON.stringify(value))).toBe(expected);
    // However it was laid out before.
    expect(indentJson(JSON.stringify(value, undefined, '\t'))).toBe(expected);
  });

  it('keeps what reading and writing would lose: order, doubles, digits, escapes', () => {
    const text = String.raw`{"10":1,"2":2,"a":1,"a":2,"big":12345678901234567890,"one":1.0,"e":"\u0065","__proto__":1}`;
    expect(indentJson(text).replaceAll(/[\n ]/g, '')).toBe(text);
  });

  it.each(['', 'not JSON', '{"a": 1', '{"a": 1} trailing', '<html>', '{a: 1}'])('leaves %j as it is', (text) => {
    expect(indentJson(text)).toBe(text);
  });

  it('leaves what is nested beyond reason', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(indentJson(nested(64)).split('\n')).toHaveLength(128);
    expect(indentJson(nested(100_000))).toBe(nested(100_000));
  });

  it('takes megabytes', () => {
    const text = JSON.stringify(Array.from({ length: 20_000 }, (_, at) => ({ digest: 'a'.repeat(40), at })));
    expect(JSON.parse(indentJson(text))).toEqual(JSON.parse(text));
  });
});
