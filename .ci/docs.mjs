// npm run docs: writes what is made from other files (generated.mjs).
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './bundles.mjs';
import { generated } from './generated.mjs';

for (const [file, text] of await generated()) {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
}
