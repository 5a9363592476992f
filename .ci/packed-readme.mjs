// Writes dist/README.md, the extension's page in the editor: README.md without pictures and links that lead into this repository.
// vsce would lead them to the repository on the web, but package.json names none; and an editor shows none from the package itself.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './bundles.mjs';

const elsewhere = String.raw`\((?!https?:|#)[^)]*\)`;
const text = readFileSync(path.join(root, 'README.md'), 'utf8')
  .replaceAll(new RegExp(String.raw`^!\[[^\]]*\]${elsewhere}\n\n?`, 'gm'), '')
  .replaceAll(new RegExp(String.raw`!\[([^\]]*)\]${elsewhere}`, 'g'), '$1')
  .replaceAll(new RegExp(String.raw`\[([^\]]*)\]${elsewhere}`, 'g'), '$1');
writeFileSync(path.join(root, 'dist', 'README.md'), text);
