import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { endProgram } from '../../../src/license-check/end-program.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'end-program-'));
});
afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

it.each([
  [0, 'stdout'],
  [11, 'stderr'],
] as const)('%d is said on %s and to Kubernetes', async (status, stream) => {
  const written = vi.spyOn(process[stream], 'write').mockReturnValue(true);
  const log = path.join(folder, 'termination-log');
  writeFileSync(log, '');
  await endProgram({ status, lines: ['one', 'two'] }, log);
  expect(process.exitCode).toBe(status);
  expect(written).toHaveBeenCalledWith('one\ntwo\n');
  expect(readFileSync(log, 'utf8')).toBe('one\ntwo\n');
});

it('makes no file where Kubernetes has made none', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const log = path.join(folder, 'termination-log');
  await endProgram({ status: 2, lines: ['one'] }, log);
  expect(existsSync(log)).toBe(false);
});
