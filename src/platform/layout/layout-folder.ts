import type { BigIntStats } from 'node:fs';
import { lstat, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { parseForeignJson } from '#registry';
import { codeOf } from '../error-code.ts';
import { replaceFile } from '../replace-file.ts';
import { LayoutBlobs } from './layout-blobs.ts';
import { type LayoutEntry, LayoutIndex, maxIndexBytes } from './layout-index.ts';
import { withLayoutLock } from './layout-lock.ts';
import { fileTrouble, isNothing, layoutTrouble } from './layout-trouble.ts';
import { syncFolder } from './sync-folder.ts';

const markName = 'oci-layout';
const indexName = 'index.json';
const lockName = '.marketplace-release.lock';
const mark = '{"imageLayoutVersion":"1.0.0"}\n';
/** A blob, the index or the mark while it is being written. */
const unfinishedName = /^(?:\.part-[0-9a-f]+|(?:index\.json|oci-layout)\.[0-9a-f]+\.tmp)$/;
/** A file that nothing was added to for so long belongs to a process that is gone. */
const abandonedMs = 3_600_000;
const maxMarkBytes = 65_536;
const markSchema = z.looseObject({ imageLayoutVersion: z.string().check(z.regex(/^1\./)) });

/** What was asked to be added, and whom to tell. */
interface Addition {
  /** Says what to add to the index as it is by now: nothing when it is there. @throws when it must not be added */
  readonly entry: (index: LayoutIndex) => LayoutEntry | undefined;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * A folder that is, or becomes, an OCI image layout (OCI image specification, image-layout.md). What is written is there whole or not
 * at all: a blob before the manifest that names it, a manifest before the index does.
 */
export class LayoutFolder {
  readonly path: string;
  readonly blobs: LayoutBlobs;
  #made: Promise<void> | undefined;
  #read: { readonly stamp: string; readonly index: LayoutIndex } | undefined;
  readonly #additions: Addition[] = [];
  #isAdding = false;

  /** @param folder absolute */
  constructor(folder: string) {
    this.path = folder;
    this.blobs = new LayoutBlobs(folder);
  }

  /**
   * The index; undefined when nothing has been written there yet: there is no such folder, or it is empty.
   * @throws ReleaseError `layout-unusable`
   */
  async index(): Promise<LayoutIndex | undefined> {
    if (!(await this.#isLayout())) return undefined;
    return this.#index();
  }

  /** Whether the folder is there, layout or not. */
  async exists(): Promise<boolean> {
    return (await lstat(this.path).catch(() => undefined)) !== undefined;
  }

  /** Makes the layout, unless it is there. @throws ReleaseError `layout-unusable` */
  async make(): Promise<void> {
    this.#made ??= this.#make();
    try {
      await this.#made;
    } catch (error) {
      this.#made = undefined;
      throw fileTrouble(this.path, 'written', error);
    }
  }

  /**
   * Adds to the index, after what others add meanwhile: many additions are one write.
   * @param entry says what to add to the index as it is then: nothing when it is there. What it throws is thrown here.
   * @throws ReleaseError `layout-unusable`
   */
  add(entry: Addition['entry']): Promise<void> {
    return new Promise((done, failed) => {
      this.#additions.push({ entry, done, failed });
      void this.#addAll();
    });
  }

  async #addAll(): Promise<void> {
    if (this.#isAdding) return;
    this.#isAdding = true;
    while (this.#additions.length > 0) {
      const batch = this.#additions.splice(0);
      try {
        await this.#locked(() => this.#write(batch));
      } catch (error) {
        for (const { failed } of batch) failed(fileTrouble(this.path, 'written', error));
      }
    }
    this.#isAdding = false;
  }

  async #write(batch: readonly Addition[]): Promise<void> {
    const index = await this.#index();
    let isChanged = false;
    const outcomes = batch.map(({ entry, done, failed }) => {
      try {
        const added = entry(index);
        if (added) index.add(added);
        isChanged ||= added !== undefined;
        return done;
      } catch (error) {
        return () => failed(error);
      }
    });
    if (isChanged) {
      // Until it is written it is not what the folder holds.
      this.#read = undefined;
      await this.blobs.settle();
      await this.#replaceIndex(index);
      const stamp = stampOf(await lstat(path.join(this.path, indexName), { bigint: true }));
      this.#read = { stamp, index };
    }
    for (const tell of outcomes) tell();
  }

  async #make(): Promise<void> {
    await mkdir(this.path, { recursive: true });
    if (await this.#isLayout()) await this.blobs.prepare();
    else
      await this.#locked(async () => {
        await this.blobs.prepare();
        if (!(await this.#size(indexName))) await this.#replaceIndex(LayoutIndex.empty());
        // Last: until then it is no layout to anyone.
        await replaceFile(path.join(this.path, markName), mark);
        await syncFolder(this.path);
      });
    await this.#sweep();
  }

  /** Removes what processes that were ended in the middle of writing have left. What can't be removed stays. */
  async #sweep(): Promise<void> {
    for (const name of await readdir(this.path)) {
      if (!unfinishedName.test(name)) continue;
      const left = path.join(this.path, name);
      const at = (await stat(left).catch(() => undefined))?.mtimeMs;
      if (at !== undefined && Date.now() - at > abandonedMs) await rm(left, { force: true }).catch(() => undefined);
    }
  }

  /** @throws ReleaseError `layout-unusable` for a folder that is something else */
  async #isLayout(): Promise<boolean> {
    const size = await this.#size(markName);
    // Another process may finish its making between two looks.
    if (size === undefined) return (await this.#isUnbegun()) ? false : this.#isLayout();
    const bytes = size > maxMarkBytes ? undefined : await this.#file(markName);
    const broken = (why: string) =>
      layoutTrouble(this.path, `cannot be read: ${markName}: ${why}`, 'Layouts of version 1 are understood.');
    if (!bytes) throw broken(`it is larger than ${maxMarkBytes} bytes`);
    if (!markSchema.safeParse(parseForeignJson(bytes, maxMarkBytes, broken)).success)
      throw broken('it names no version that is known');
    return true;
  }

  /**
   * Nothing is written into a folder of something else; what we were making when we were ended is no such folder.
   * @returns false when it has become a layout meanwhile
   * @throws ReleaseError `layout-unusable`
   */
  async #isUnbegun(): Promise<boolean> {
    const hint = 'Name a folder that is a layout, or is empty, or does not exist yet.';
    const isOurs = (name: string) =>
      name === 'blobs' || name === indexName || name.startsWith(lockName) || unfinishedName.test(name);
    const names: readonly string[] = await readdir(this.path).catch((error) => {
      if (codeOf(error) === 'ENOENT') return [];
      if (codeOf(error) === 'ENOTDIR') throw layoutTrouble(this.path, 'is a file, or below one', hint);
      throw fileTrouble(this.path, 'read', error);
    });
    if (names.includes(markName)) return false;
    if (!names.every(isOurs))
      throw layoutTrouble(this.path, `is no image layout: it has no ${markName}, but other files`, hint);
    await this.#requireUsable();
    return true;
  }

  /** What a folder that we were making holds has to be what we would have made. */
  async #requireUsable(): Promise<void> {
    await this.blobs.requireFolders();
    if (await this.#size(indexName)) await this.#index();
  }

  async #index(): Promise<LayoutIndex> {
    const place = path.join(this.path, indexName);
    const found = await lstat(place, { bigint: true }).catch((error) => {
      if (isNothing(error)) return undefined;
      throw fileTrouble(this.path, 'read', error);
    });
    const broken = (why: string) =>
      layoutTrouble(this.path, `cannot be read: ${indexName}: ${why}`, 'Make the layout again with what made it.');
    if (!found) throw broken('it is missing');
    if (!found.isFile()) throw broken('it is a link, or no file');
    if (found.size > maxIndexBytes) throw broken(`it is larger than ${maxIndexBytes} bytes`);
    const stamp = stampOf(found);
    if (this.#read?.stamp === stamp) return this.#read.index;
    const index = LayoutIndex.parse(await this.#file(indexName), broken);
    this.#read = { stamp, index };
    return index;
  }

  async #replaceIndex(index: LayoutIndex): Promise<void> {
    await replaceFile(path.join(this.path, indexName), index.text);
    await syncFolder(this.path);
  }

  #locked(task: () => Promise<void>): Promise<void> {
    return withLayoutLock(this.path, path.join(this.path, lockName), task);
  }

  /** The size of a file; undefined when there is none. */
  async #size(name: string): Promise<number | undefined> {
    const found = await lstat(path.join(this.path, name)).catch((error) => {
      if (isNothing(error)) return undefined;
      throw fileTrouble(this.path, 'read', error);
    });
    if (found && !found.isFile())
      throw layoutTrouble(this.path, `has ${name} as a link, or as no file`, 'Make the layout again.');
    return found?.size;
  }

  async #file(name: string): Promise<Uint8Array> {
    try {
      return await readFile(path.join(this.path, name));
    } catch (error) {
      throw fileTrouble(this.path, 'read', error);
    }
  }
}

/** Changes with each writing: the file is replaced, never written into. */
function stampOf({ ino, size, mtimeNs }: BigIntStats): string {
  return [ino, size, mtimeNs].join(' ');
}
