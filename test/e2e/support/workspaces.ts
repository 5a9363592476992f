import { cpSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../../.ci/bundles.mjs';
import type { Upstream } from './upstream.ts';

/** A folder of a test's own. */
export function newFolder(name: string): string {
  return realpathSync(mkdtempSync(path.join(tmpdir(), `${name} `)));
}

/** The sample release, as a newcomer gets it. */
export function sampleWorkspace(): string {
  const folder = path.join(newFolder('workspace'), 'release');
  cpSync(path.join(root, 'media', 'sample'), folder, { recursive: true });
  return folder;
}

/** A release whose images come from an upstream of the test's own. */
export function upstreamWorkspace(upstream: Upstream, images: number): string {
  const folder = newFolder('upstream');
  const target = 'target: { registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com, prefix: camunda/camunda8 }';
  writeFileSync(path.join(folder, 'marketplace.yaml'), `version: 1\n${target}\nfiles: { unpaired: sources }\n`);
  const destinations = Array.from({ length: images }, (_, at) => `zeebe:9.0.${at + 1}`);
  writeFileSync(path.join(folder, 'parts_images.txt'), upstream.list(destinations));
  return folder;
}
