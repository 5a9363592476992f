import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';

/**
 * Writes a file whole or not at all, also when the machine stops in the middle.
 * @param mode who may read it; the usual ones when absent
 */
export async function replaceFile(place: string, text: string, mode?: number): Promise<void> {
  // Beside the file, because a rename works only within one disk.
  const temporary = `${place}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(text);
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
