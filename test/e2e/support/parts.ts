import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { root } from '../../../.ci/bundles.mjs';
import { vsixFile } from '../../../.ci/vsix.mjs';
import { workbenchIsThere } from '../../../.ci/workbench.mjs';
import { chromium } from './chromium.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** the extension as it is shipped; a copy, because another build may remove the original in the meantime */
    vsix: string;
  }
}

/** Before all tests: the parts have to be there. A part that is missing is a failure, never a reason to test less. */
export default function setup(project: TestProject): () => void {
  const vsix = vsixFile();
  const missing = [
    ...(workbenchIsThere() ? [] : ['the workbench: node .ci/workbench.mjs']),
    ...(chromium() ? [] : ['a Chromium: apt-get install chromium, or name one in CHROMIUM']),
    ...(existsSync(vsix) ? [] : ['the packaged extension: npm run package']),
  ];
  if (missing.length > 0)
    throw new Error(`These parts are missing:\n${missing.map((part) => `  - ${part}`).join('\n')}`);

  // What earlier runs left to look at.
  const pictures = path.join(root, '.cache', 'e2e');
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const folder = mkdtempSync(path.join(tmpdir(), 'e2e-vsix-'));
  copyFileSync(vsix, path.join(folder, path.basename(vsix)));
  project.provide('vsix', path.join(folder, path.basename(vsix)));
  return () => rmSync(folder, { recursive: true, force: true });
}
