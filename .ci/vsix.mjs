// Where the packaged extension is.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './bundles.mjs';

/** dist/NAME-VERSION.vsix, as vsce itself would name it. */
export function vsixFile() {
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return path.join(root, 'dist', `${name}-${version}.vsix`);
}
