import { describe, expect, it } from 'vitest';
import { decodeText } from '#formats';
import { brief } from './places.ts';

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));

describe('decodeText', () => {
  it.each<[string, Uint8Array, string, string[]]>([
    ['nothing', bytes(), '', []],
    ['text', bytes('zeebe:1\r\nä𝄞\n'), 'zeebe:1\r\nä𝄞\n', []],
    ['a byte order mark', bytes([0xef, 0xbb, 0xbf], 'a'), 'a', []],
    ['NUL bytes', bytes('a\0b'), 'a\0b', []],
    ['U+FFFD of its own', bytes('a\ufffdb'), 'a\ufffdb', []],
    ['a bad byte', bytes('ab\ncd', [0xff], 'e'), 'ab\ncd\ufffde', ['2:3 [\ufffd] not-utf8']],
    [
      'a bad byte after other characters',
      bytes('ä𝄞\ufffd', [0xc3, 0x28]),
      'ä𝄞\ufffd\ufffd(',
      ['1:5 [\ufffd] not-utf8'],
    ],
    ['a bad byte behind a mark', bytes([0xef, 0xbb, 0xbf], 'a', [0x80]), 'a\ufffd', ['1:2 [\ufffd] not-utf8']],
    ['an encoded surrogate', bytes('a', [0xed, 0xa0, 0x80]), 'a\ufffd\ufffd\ufffd', ['1:2 [\ufffd] not-utf8']],
    ['an unfinished character', bytes('a', [0xe2, 0x82]), 'a\ufffd', ['1:2 [\ufffd] not-utf8']],
    ['UTF-16', bytes([0xff, 0xfe], [0x61, 0, 0x62, 0]), 'ab', ['1:1 [a] not-utf8']],
    ['UTF-16 the other way', bytes([0xfe, 0xff], [0, 0x61]), 'a', ['1:1 [a] not-utf8']],
  ])('reads %s', (_, input, text, problems) => {
    const decoded = decodeText(input);
    expect(decoded.text).toBe(text);
    expect(decoded.problems.map(brief(decoded.text))).toEqual(problems);
  });

  it('refuses what is too large, without decoding it', () => {
    const decoded = decodeText(new Uint8Array(16 * 1024 * 1024 + 1));
    expect(decoded.text).toBe('');
    expect(decoded.problems.map(brief(decoded.text))).toEqual(['1:1 [] text-too-large']);
  });
});
