import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { type ChartReport, parseChartPlan } from '#jobs';
import { replaceFile } from '#platform';
import { ReleaseError } from '#problem';
import { parseForeignJson } from '#registry';
import type { ChartRecord } from './protocol.ts';

/** The newest are kept, of all windows: a plan holds the texts of the files that it changes. */
const mostRecords = 50;
/** Twice what a plan may have. */
const maxBytes = 134_217_728;

const recordSchema = z.object({
  schemaVersion: z.literal(1),
  record: z.string(),
  world: z.enum(['aws', 'sandbox']),
  place: z.object({
    settings: z.exactOptional(z.string()),
    target: z.exactOptional(z.string()),
    from: z.exactOptional(z.string()),
    profile: z.exactOptional(z.string()),
  }),
  wish: z.object({
    chart: z.string(),
    output: z.exactOptional(z.string()),
    push: z.boolean(),
    newTags: z.exactOptional(z.boolean()),
  }),
  sandboxFolder: z.exactOptional(z.string()),
  plan: z.unknown(),
  // Written by us and never acted on, only shown: that it is of the right kind is enough.
  report: z.exactOptional(
    z.custom<ChartReport>((value) => typeof value === 'object' && value !== null && 'archive' in value),
  ),
});

/** The plans of charts on disk, with what came of them: a file each, readable by their owner only. */
export class ChartRecords {
  readonly #folder: string;

  /** @param records the folder of all records, absolute; made when something is written */
  constructor(records: string) {
    this.#folder = path.join(records, 'charts');
  }

  /** @throws ReleaseError `usage` for a name that is none, `plan-unreadable`, `file-not-readable` */
  async find(name: string): Promise<ChartRecord | undefined> {
    const bytes = await readFile(this.#file(name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw new ReleaseError('file-not-readable', `The record ${name} cannot be read (${error.code})`, {
        cause: error,
      });
    });
    return bytes && parse(bytes);
  }

  /** @throws ReleaseError as {@link find}, and `file-not-found` when there is none */
  async read(name: string): Promise<ChartRecord> {
    const found = await this.find(name);
    if (found) return found;
    const hint = `The ${mostRecords} newest are kept. Plan the chart again.`;
    throw new ReleaseError('file-not-found', `There is no record of the chart ${name} any more`, { hint });
  }

  /**
   * Writes a record, whole or not at all; the oldest go. The chart's own texts stay as they are: a plan that was changed is not run.
   * @throws ReleaseError `usage`, `file-not-writable`
   */
  async write(record: ChartRecord): Promise<void> {
    const file = this.#file(record.record);
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await replaceFile(file, `${JSON.stringify(record)}\n`, 0o600);
      await this.#prune();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : error;
      throw new ReleaseError('file-not-writable', `The record of the chart cannot be written to ${file} (${code})`, {
        hint: 'Free the disk, or see who may write there.',
        cause: error,
      });
    }
  }

  /** What can't be removed stays. */
  async #prune(): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith('.json'));
    if (names.length <= mostRecords) return;
    const aged = await Promise.all(
      names.map(async (name) => {
        const file = path.join(this.#folder, name);
        // Another window may have removed it in the meantime.
        return { file, at: (await stat(file).catch(() => undefined))?.mtimeMs ?? 0 };
      }),
    );
    const old = aged.sort((a, b) => b.at - a.at).slice(mostRecords);
    await Promise.all(old.map(({ file }) => rm(file, { force: true }).catch(() => undefined)));
  }

  /** The name becomes that of a file, and must not lead anywhere else. */
  #file(name: string): string {
    if (/^[A-Za-z0-9-]{1,64}$/.test(name)) return path.join(this.#folder, `${name}.json`);
    throw new ReleaseError('usage', 'A record is named by up to 64 letters, digits and dashes');
  }
}

/** Its plan is checked as closely as any that is going to be run. */
function parse(bytes: Uint8Array): ChartRecord {
  const unreadable = (why: string) =>
    new ReleaseError('plan-unreadable', `The record of the chart cannot be read: ${why}`, {
      hint: 'Plan the chart again.',
    });
  const parsed = recordSchema.safeParse(parseForeignJson(bytes, maxBytes, unreadable));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw unreadable(`${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'unknown shape'}`);
  }
  const plan = parseChartPlan(new TextEncoder().encode(JSON.stringify(parsed.data.plan)));
  return { ...parsed.data, plan };
}
