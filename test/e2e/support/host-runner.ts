import { writeFileSync } from 'node:fs';

export interface HostResult {
  readonly name: string;
  /** undefined when it passed */
  readonly failure?: string;
}

const tests: { readonly name: string; readonly body: () => void | Promise<void> }[] = [];

/** Declares a test that runs inside the extension host, where `vscode` is the real thing. It fails by throwing: use node:assert. */
export function hostTest(name: string, body: () => void | Promise<void>): void {
  tests.push({ name, body });
}

/** Runs what was declared, in order, and writes what became of it. */
export async function runHostTests(file: string): Promise<void> {
  const results: HostResult[] = [];
  for (const { name, body } of tests) {
    try {
      await body();
      results.push({ name });
    } catch (error) {
      results.push({ name, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  writeFileSync(file, JSON.stringify(results));
}
