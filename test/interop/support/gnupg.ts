import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The real `gpg` with a home of its own, which goes when the test is over. Its days are those that it is told. */
export class GnuPg {
  /** Short, because the agent's socket is in it. */
  readonly #home = mkdtempSync(path.join(tmpdir(), 'gpg-'));

  /** What gpg writes. @param day `20250131`, on which it believes to be */
  run(day: string, args: readonly string[], input: string | Uint8Array = ''): Buffer {
    const { status, stdout, stderr } = this.#spawn(day, args, input);
    if (status !== 0) throw new Error(`gpg ${args.join(' ')} ended with ${status}: ${stderr}`);
    return stdout;
  }

  /**
   * What gpg says of a signature: its status words (GnuPG, doc/DETAILS), `GOODSIG 0123…`, and the content that is signed.
   * @param payload of a detached signature
   */
  verify(
    day: string,
    signature: Uint8Array,
    payload?: Uint8Array,
  ): { readonly words: string[]; readonly content: string } {
    const place = (name: string, bytes: Uint8Array): string => {
      const file = path.join(this.#home, name);
      writeFileSync(file, bytes);
      return file;
    };
    const signed = place('signature', signature);
    const what = payload ? ['--verify', signed, place('payload', payload)] : ['--decrypt', signed];
    const { stdout, stderr } = this.#spawn(day, ['--status-fd', '2', ...what], '');
    const words = [...stderr.toString().matchAll(/^\[GNUPG:\] (.+)$/gm)].map(([, one = '']) => one);
    return { words, content: payload ? Buffer.from(payload).toString() : stdout.toString() };
  }

  #spawn(day: string, args: readonly string[], input: string | Uint8Array) {
    const fixed = ['--homedir', this.#home, '--batch', '--yes', '--quiet', '--no-tty'];
    const quiet = ['--pinentry-mode', 'loopback', '--passphrase', '', '--faked-system-time', `${day}T120000!`];
    const { error, ...ended } = spawnSync('gpg', [...fixed, ...quiet, ...args], { input });
    if (error) throw error;
    return ended;
  }

  /** Makes a key and tells its fingerprint. */
  key(day: string, name: string, algorithm: string, usage: string, expires = 'never'): string {
    this.run(day, ['--quick-gen-key', `${name} <${name}@vendor.test>`, algorithm, usage, expires]);
    return this.fingerprint(name);
  }

  fingerprint(name: string): string {
    const listing = this.run('20250601', ['--with-colons', '--list-keys', `${name}@vendor.test`]).toString();
    return /^fpr:+([0-9A-F]{40}):/m.exec(listing)?.[1] ?? '';
  }

  /** Fingerprints of the sub-keys, in the order in which they were added. */
  subkeys(fingerprint: string): string[] {
    const listing = this.run('20250601', ['--with-colons', '--list-keys', fingerprint]).toString();
    return [...listing.matchAll(/^fpr:+([0-9A-F]{40}):/gm)].map(([, one = '']) => one).slice(1);
  }

  /** The answers to the questions of `--edit-key` and `--gen-revoke`. */
  answer(day: string, args: readonly string[], lines: readonly string[]): Buffer {
    const asking = ['--no-batch', '--expert', '--command-fd', '0', ...args];
    return this.run(day, asking, `${lines.join('\n')}\n`);
  }

  /** @param reason 0 none, 1 compromised, 2 superseded, 3 no longer used */
  revoke(day: string, fingerprint: string, reason: '0' | '1' | '3'): void {
    const certificate = this.answer(day, ['--armor', '--gen-revoke', fingerprint], ['y', reason, '', 'y']);
    this.run(day, ['--import'], certificate);
  }

  publicKey(fingerprint: string): string {
    return this.run('20250601', ['--armor', '--no-emit-version', '--export', fingerprint]).toString();
  }

  close(): void {
    spawnSync('gpgconf', ['--homedir', this.#home, '--kill', 'all']);
    rmSync(this.#home, { recursive: true, force: true });
  }
}
