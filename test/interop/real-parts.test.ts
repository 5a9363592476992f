import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** The programs that the tests here run against, with the Debian package of each. `.ci/run` installs them. */
const parts = [
  ['docker-registry', 'docker-registry'],
  ['skopeo', 'skopeo'],
  ['aws', 'awscli'],
  ['g++', 'g++'],
];

describe('the real parts', () => {
  it.each(parts)('%s is on the PATH (Debian package %s)', (command, debian) => {
    const { status, stdout, error } = spawnSync(command, ['--version'], { encoding: 'utf8' });
    expect(error?.message ?? status, `${command} does not run: install ${debian}, or run .ci/run`).toBe(0);
    process.stdout.write(`${command}: ${stdout.trim()}\n`);
  });
});
