import { randomBytes } from 'node:crypto';
import { open, rename, rm, writeFile } from 'node:fs/promises';

/** A text, or bytes as they come. */
type FileContent = string | AsyncIterable<Uint8Array>;

/**
 * Writes a file whole or not at all, also when the machine stops in the middle.
 * @param mode who may read it; the usual ones when absent
 */
export async function replaceFile(place: string, content: FileContent, mode?: number): Promise<void> {
  // Beside the file, because a rename works only within one disk.
  const temporary = `${place}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await writeFile(handle, content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, place);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}
