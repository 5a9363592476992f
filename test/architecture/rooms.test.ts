import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../.ci/bundles.mjs';
import { refusal, rooms } from '../../.ci/rooms.mjs';

const faces = ['cli', 'extension'];

describe('the house plan', () => {
  it('knows every room in src', () => {
    expect(readdirSync(path.join(root, 'src')).filter((name) => !(name in rooms))).toEqual([]);
  });

  it('names only rooms that it knows', () => {
    const named = Object.values(rooms).flatMap((room) => room.rooms);
    expect(named.filter((name) => !(name in rooms))).toEqual([]);
  });

  it('has no circles', () => {
    const open = new Map(Object.entries(rooms).map(([name, room]) => [name, new Set(room.rooms)]));
    for (let before = -1; open.size !== before; ) {
      before = open.size;
      for (const [name, others] of open) if ([...others].every((other) => !open.has(other))) open.delete(name);
    }
    expect([...open.keys()]).toEqual([]);
  });

  it('lets nobody import a face', () => {
    const importers = Object.entries(rooms).filter(([, room]) => room.rooms.some((other) => faces.includes(other)));
    expect(importers).toEqual([]);
  });

  it('gives the SDK to aws alone, and vscode to extension alone', () => {
    const names = Object.keys(rooms);
    expect(names.filter((name) => refusal(name, '@aws-sdk/client-ecr') === undefined)).toEqual(['aws']);
    expect(names.filter((name) => refusal(name, '@smithy/types') === undefined)).toEqual(['aws']);
    expect(names.filter((name) => refusal(name, '@aws-sdk/client-license-manager') === undefined)).toEqual(['aws']);
    expect(names.filter((name) => refusal(name, 'vscode') === undefined)).toEqual(['extension']);
  });

  it('keeps the sandbox for itself', () => {
    expect(rooms.sandbox?.rooms).toEqual([]);
  });
});
