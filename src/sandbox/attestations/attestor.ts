import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isRecord } from '../store/narrow.ts';
import { OpenPgpKey } from './openpgp-key.ts';

/** Whoever attests the vendor's images, and somebody else who does so without being asked. */
export interface Attestor {
  readonly key: OpenPgpKey;
  readonly stranger: OpenPgpKey;
  /** Of the public key, absolute, if there is one. */
  readonly file?: string;
}

/** The public key of the attestor, in the data folder: for `attestations.key` in settings. */
const publicFile = 'attestor.asc';
const secretFile = 'attestor.json';
/** Before the first of the samples was released. */
const madeAt = Date.parse('2023-10-10T12:00:00Z');
const userId = 'Sandbox attestor <attestor@camunda.cloud>';

/** An attestor whose key is gone at the end. */
export function memoryAttestor(): Attestor {
  return withStranger(OpenPgpKey.make(userId, madeAt));
}

/**
 * The attestor of a data folder: made at the first start, and kept in `attestor.json` from then on; its public key is in `attestor.asc`.
 * Several processes may start on the folder at once, before one of them takes it: all get the key of the first.
 */
export async function fileAttestor(folder: string): Promise<Attestor> {
  const path = join(folder, secretFile);
  const kept = (await read(path)) ?? (await placeNew(path, JSON.stringify(OpenPgpKey.make(userId, madeAt).secret())));
  const secret: unknown = JSON.parse(kept);
  if (!isRecord(secret)) throw new Error(`${secretFile} is not a sandbox's key`);
  const key = OpenPgpKey.of(secret, userId, madeAt);
  const file = join(resolve(folder), publicFile);
  if ((await read(file)) !== key.publicKey) await writeFile(file, key.publicKey);
  return { ...withStranger(key), file };
}

function withStranger(key: OpenPgpKey): Attestor {
  return { key, stranger: OpenPgpKey.make('Somebody else <somebody@else.example>', madeAt) };
}

async function read(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Gives a whole file its name, unless that is taken meanwhile; then the content of the one that is there counts. */
async function placeNew(path: string, text: string): Promise<string> {
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, text, { mode: 0o600 });
  try {
    await link(temporary, path);
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    // There are file systems without links.
    if (!isTaken) await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  return readFile(path, 'utf8');
}
