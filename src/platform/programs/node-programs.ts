import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProgramCall, ProgramEnd, Programs } from '#jobs';
import { findProgram } from '../find-program.ts';
import { everyAuthority } from '../network/trusted-authorities.ts';
import { runProgram } from './run-program.ts';

/** What a program needs of this process's environment: where things are, in which language it speaks, how it gets into the network. */
const usual =
  /^(?:PATH|PATHEXT|HOME|USER|LOGNAME|LANG|LC_[A-Z]+|TZ|XDG_(?:CACHE|CONFIG|DATA)_HOME|(?:HTTPS?|ALL|NO)_PROXY|SSL_CERT_(?:FILE|DIR)|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA)$/i;

interface NodeProgramsOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** A host's own certificate authorities (PEM). @throws ReleaseError */
  authority(host: string): Promise<string | undefined>;
}

/** Programs of this machine. */
export class NodePrograms implements Programs {
  readonly #options: NodeProgramsOptions;

  constructor(options: NodeProgramsOptions) {
    this.#options = options;
  }

  find(name: string): Promise<string | undefined> {
    return findProgram(name, this.#options.environment);
  }

  async run(call: ProgramCall, signal?: AbortSignal): Promise<ProgramEnd> {
    const own = call.host === undefined ? undefined : await this.#options.authority(call.host);
    const folder = await mkdtemp(path.join(tmpdir(), 'marketplace-release-'));
    try {
      for (const [name, text] of Object.entries(call.files ?? {})) await writeFile(path.join(folder, name), text);
      const authorities = own === undefined ? undefined : path.join(folder, 'authorities.pem');
      if (authorities !== undefined)
        await writeFile(authorities, (await everyAuthority(own, this.#options.environment)).join('\n'));
      const environment = {
        ...this.#inherited(call.inherits),
        // What it leaves behind when it is stopped goes with the folder.
        ...{ TMPDIR: folder, TEMP: folder, TMP: folder },
        ...call.environment({ folder, ...(authorities === undefined ? {} : { authorities }) }),
      };
      return await runProgram({ ...call, environment, folder }, signal);
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }

  #inherited(also: RegExp): NodeJS.ProcessEnv {
    const entries = Object.entries(this.#options.environment);
    return Object.fromEntries(entries.filter(([name]) => usual.test(name) || also.test(name)));
  }
}
