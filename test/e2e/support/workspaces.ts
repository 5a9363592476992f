import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { root } from '../../../.ci/bundles.mjs';
import type { Upstream } from './upstream.ts';

const folders: string[] = [];

// Registered before any hook of the test file itself, and so run after all of them: nobody is at work in the folders any more.
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A folder of a test file's own; gone when the file is through. */
export function newFolder(name: string): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), `${name} `)));
  folders.push(folder);
  return folder;
}

/** The sample release, as a newcomer gets it. */
export function sampleWorkspace(): string {
  const folder = path.join(newFolder('workspace'), 'release');
  cpSync(path.join(root, 'media', 'sample'), folder, { recursive: true });
  return folder;
}

/** Makes a folder hold a release whose images come from an upstream of the test's own: `zeebe:<version>.1` and so on. */
export function writeUpstreamRelease(
  folder: string,
  upstream: Upstream,
  { images, version }: { readonly images: number; readonly version: string },
): void {
  const target = 'target: { registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com, prefix: camunda/camunda8 }';
  writeFileSync(path.join(folder, 'marketplace.yaml'), `version: 1\n${target}\nfiles: { unpaired: sources }\n`);
  const destinations = Array.from({ length: images }, (_, at) => `zeebe:${version}.${at + 1}`);
  writeFileSync(path.join(folder, 'parts_images.txt'), upstream.list(destinations));
}
