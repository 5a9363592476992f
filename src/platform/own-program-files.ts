import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { OwnPrograms } from '#jobs';
import { ReleaseError } from '#problem';
import { codeOf } from './error-code.ts';

/** The programs that lie beside this one, as the build writes them. */
export class OwnProgramFiles implements OwnPrograms {
  readonly #folder: string;

  /** @param program this program's own file; absolute */
  constructor(program: string) {
    this.#folder = path.dirname(program);
  }

  async read(program: Parameters<OwnPrograms['read']>[0]): Promise<Uint8Array> {
    const file = path.join(this.#folder, `${program}.cjs`);
    try {
      return await readFile(file);
    } catch (error) {
      const isAway = codeOf(error) === 'ENOENT';
      throw new ReleaseError(
        isAway ? 'file-not-found' : 'file-not-readable',
        `The program ${program} is not at ${file}`,
        {
          hint: 'It comes with this program: install that again.',
          cause: error,
        },
      );
    }
  }
}
