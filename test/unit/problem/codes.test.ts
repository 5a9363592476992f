import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { codes } from '#problem';

it('each code is declared in one field only: a second one would silently take its place', async () => {
  const folder = new URL('../../../src/problem/codes/', import.meta.url);
  const files = await readdir(folder);
  const fields = await Promise.all(files.map((file) => import(new URL(file, folder).href)));
  const declared = fields.flatMap((field) => Object.values<object>(field)).flatMap(Object.keys);
  expect(declared.sort()).toEqual(Object.keys(codes).sort());
});
