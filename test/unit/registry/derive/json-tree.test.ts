import { expect, it } from 'vitest';
import { ReleaseError } from '#problem';
import { parseJsonTree, writeJsonTree } from '../../../../src/registry/derive/json-tree.ts';

const fail = (why: string) => new ReleaseError('derive-impossible', why);
const again = (text: string) => writeJsonTree(parseJsonTree(new TextEncoder().encode(text), 10_000, fail));

it.each([
  '{}',
  '[]',
  '0',
  '-1.50E+7',
  '"\\"\\\\\\u00e9é\\n"',
  'null',
  '[[],{},"",[true,false,null]]',
  '{"":{"a b":[1,2,{"]":"}"}]},"10":1,"9":{"__proto__":{"x":1}}}',
  '{"a\\\\":"\\\\","b":","}',
])('is written as it was read: %s', (text) => {
  expect(again(text)).toBe(text);
  const loose = JSON.stringify(JSON.parse(text), undefined, '\t').replaceAll('\n', ' \r\n');
  expect(JSON.parse(again(loose))).toEqual(JSON.parse(text));
  expect(again(loose)).toBe(JSON.stringify(JSON.parse(text)));
});

it.each(['', '{"a":1', '[1,]', '{"a":1,}', 'nul', '"\u0001"', '{a:1}', '[1] x', `"${'x'.repeat(10_000)}"`])(
  'is read only where it is JSON of a size: %s',
  (text) => {
    expect(() => again(text)).toThrow(expect.objectContaining({ code: 'derive-impossible' }));
  },
);
