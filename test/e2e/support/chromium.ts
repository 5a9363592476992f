import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** The browser that shows the workbench: the one that CHROMIUM names, else Debian's on the PATH. */
export function chromium(): string | undefined {
  const { CHROMIUM, PATH = '' } = process.env;
  if (CHROMIUM) return CHROMIUM;
  return PATH.split(path.delimiter)
    .map((folder) => path.join(folder, 'chromium'))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
