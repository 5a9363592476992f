import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of this run for the programs that it builds (built-programs.ts). */
    programs: string;
  }
}

/** Before all tests: a folder for the programs that this run builds when a test needs them. It is gone when all are over. */
export default async function programsFolder(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'programs-test-'));
  project.provide('programs', folder);
  return () => rm(folder, { recursive: true, force: true });
}
