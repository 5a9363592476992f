import { type Code, ReleaseError } from '#problem';
import { unfinishedLog } from './error-log.ts';
import type { Emit } from './event.ts';
import type { Gateways } from './gateways.ts';
import { uploadLog } from './log-upload.ts';
import type { MirrorPlan } from './mirror/mirror-plan.ts';
import type { Report } from './report.ts';
import { uploadPlace } from './upload-place.ts';

/** The upload in the end waits so long, in ms, for somebody who may have cancelled already. */
const patienceMs = 60_000;

/** What became of the log in the end. */
interface ClosedLog {
  /** What could not be written. It is for the report to tell: an event would tell it twice. */
  readonly warnings: Report['warnings'];
  /** Where it was uploaded to. */
  readonly uploadedTo?: string;
}

/**
 * The error log of one run, in its file and where it is uploaded to: both say that the run is unfinished until it is finished, so that
 * whoever looks at them after a kill is not told that all went well.
 */
export class ClosingLog {
  readonly #plan: Pick<MirrorPlan, 'upload' | 'target' | 'shard'>;
  readonly #file: string | undefined;
  readonly #gateways: Pick<Gateways, 'aws' | 'files' | 'registries'>;
  readonly #emit: Emit;

  constructor(
    plan: Pick<MirrorPlan, 'upload' | 'target' | 'shard'>,
    file: string | undefined,
    gateways: Pick<Gateways, 'aws' | 'files' | 'registries'>,
    emit: Emit,
  ) {
    this.#plan = plan;
    this.#file = file;
    this.#gateways = gateways;
    this.#emit = emit;
  }

  /** @throws ReleaseError `file-not-writable`: nothing is begun then */
  async beginFile(): Promise<void> {
    if (this.#file !== undefined) await this.#gateways.files.write(this.#file, unfinishedLog);
  }

  /**
   * That it fails stops nothing, and is no news yet: it is tried again in the end, which the report tells of.
   * @throws ReleaseError `sandbox-guard`; the signal's reason
   */
  async beginUpload(signal?: AbortSignal): Promise<void> {
    await this.#upload(unfinishedLog, signal).catch((error: unknown) => {
      if (!ReleaseError.is(error) || error.code !== 'upload-failed') throw error;
      this.#emit({ type: 'log', level: 'info', message: `${error.message}. It is tried again in the end` });
    });
  }

  /** Tags are written by now: neither a full disk nor a bucket that is closed must cost the report of them. */
  async close(text: string): Promise<ClosedLog> {
    const warnings: { code: Code; message: string }[] = [];
    const failed = (error: unknown) => {
      const { code, message } = ReleaseError.from(error);
      warnings.push({ code, message });
    };
    if (this.#file !== undefined) await this.#gateways.files.write(this.#file, text).catch(failed);
    // Not the job's signal: a run that was cancelled is finished too, and its log says so.
    await this.#upload(text, AbortSignal.timeout(patienceMs)).catch(failed);
    const { upload, shard } = this.#plan;
    const isThere = upload !== undefined && !warnings.some(({ code }) => code === 'upload-failed');
    return { warnings, ...(isThere ? { uploadedTo: uploadPlace(upload, shard) } : {}) };
  }

  async #upload(text: string, signal: AbortSignal | undefined): Promise<void> {
    const { upload, target, shard } = this.#plan;
    if (!upload) return;
    try {
      await uploadLog({ upload, target, shard }, text, this.#gateways, signal);
    } catch (error) {
      if (!isTimeout(error)) throw error;
      const place = uploadPlace(upload, shard);
      throw new ReleaseError('upload-failed', `The error log could not be uploaded to ${place} within a minute`);
    }
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}
