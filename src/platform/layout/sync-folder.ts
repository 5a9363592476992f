import { open } from 'node:fs/promises';

/** Has the disk keep what was renamed within a folder. Where folders cannot be opened (Windows) there is no such thing. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  if (!handle) return;
  try {
    await handle.sync();
  } catch {
    // Some file systems refuse it; the rename itself is whole in any case.
  } finally {
    await handle.close();
  }
}
