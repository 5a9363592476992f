import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Files, inject } from '../../unit/chart/inject/injecting.ts';

/** Writes a small chart with parts injected as a folder that Helm takes. */
export async function injectedFolder(
  folder: string,
  wish: Parameters<typeof inject>[1],
  files: Files = {},
): Promise<string> {
  const { texts } = await inject(files, wish);
  for (const [file, text] of Object.entries(texts)) {
    const place = path.join(folder, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
  return folder;
}
