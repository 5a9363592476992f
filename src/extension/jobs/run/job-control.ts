import { ReleaseError } from '#problem';

export type JobKind = 'check' | 'plan' | 'verify' | 'mirror' | 'chart';

/**
 * How a running job is stopped: the first cancel lets it settle what is under way, so that its outcome is known; the second ends it at
 * once.
 */
export class JobControl {
  readonly kind: JobKind;
  /** What it is about, for people: `sample`. */
  readonly title: string;
  readonly #settle = new AbortController();
  readonly #abort = new AbortController();

  constructor(kind: JobKind, title: string) {
    this.kind = kind;
    this.title = title;
  }

  /** Fires at the first cancel. */
  get signal(): AbortSignal {
    return this.#settle.signal;
  }

  /** Fires at the second. */
  get abort(): AbortSignal {
    return this.#abort.signal;
  }

  get isSettling(): boolean {
    return this.signal.aborted;
  }

  cancel(): void {
    const controller = this.isSettling ? this.#abort : this.#settle;
    controller.abort(new ReleaseError('cancelled', 'Cancelled'));
  }
}
