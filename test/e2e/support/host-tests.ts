import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect } from 'vitest';
import type { HostResult } from './host-runner.ts';
import { until } from './until.ts';
import { openWorkbench, type WorkbenchOptions } from './workbench.ts';

const host = fileURLToPath(new URL('../host/', import.meta.url));
const runner = fileURLToPath(new URL('host-runner.ts', import.meta.url));

/**
 * Runs the tests of a file in test/e2e/host inside the extension host of a workbench with the packaged extension in it. VS Code offers
 * this to its own smoke tests: it loads the file that the address of the window names, and tells when that has ended.
 */
export async function runInHost(name: string, options: WorkbenchOptions): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'host-tests-'));
  const entry = path.join(folder, 'index.cjs');
  const results = path.join(folder, 'results.json');
  const workbench = await openWorkbench({ ...options, smokeTestDriver: true });
  try {
    await build({
      stdin: {
        contents: `import ${JSON.stringify(path.join(host, name))};
import { runHostTests } from ${JSON.stringify(runner)};
export const run = () => runHostTests(${JSON.stringify(results)});`,
        resolveDir: host,
      },
      outfile: entry,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['vscode'],
      sourcemap: 'inline',
      logLevel: 'silent',
    });
    const page = await workbench.newPage();
    const said: unknown[] = [];
    let ended: number | undefined;
    await page.exposeFunction('codeAutomationLog', (_kind: string, values: unknown[]) => said.push(...values));
    await page.exposeFunction('codeAutomationExit', (status: number) => {
      ended = status;
    });
    const { host: authority } = new URL(workbench.address);
    const inRemote = (file: string) => `vscode-remote://${authority}${file}`;
    const payload = [
      ['extensionDevelopmentPath', inRemote(workbench.extensionFolder)],
      ['extensionTestsPath', inRemote(entry)],
      ['skipWelcome', 'true'],
    ];
    await page.goto(`${workbench.windowAddress()}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    await until('The end of the tests in the extension host', async () => ended, 120_000);
    if (!existsSync(results))
      throw new Error(`The tests in the extension host ended with ${ended}:\n${said.join('\n')}`);
    const all: HostResult[] = JSON.parse(readFileSync(results, 'utf8'));
    expect(all, 'no test was declared').not.toEqual([]);
    const failed = all.filter(({ failure }) => failure !== undefined);
    expect(failed, failed.map(({ name: test, failure }) => `${test}\n${failure}`).join('\n\n')).toEqual([]);
  } finally {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
