import type { GrantList } from '#jobs';
import type { LicenseUse } from '#license';
import type { Fact, Facts } from '#live';
import { ReleaseError } from '#problem';
import type { Operation, Operations } from '#worker';
import { PageList } from '../repositories/page-list.ts';
import type { Whereabouts } from '../selection/selection.ts';
import type { WorkerClient } from '../worker/worker-client.ts';
import { type DistributedRow, type GrantRow, type LicenseRow, type ReceivedRow, rowAbove } from './license-row.ts';

/** Those that end first come first, as the command line lists them; without an end last. */
const byEnd = ({ license: a }: ReceivedRow, { license: b }: ReceivedRow) => {
  const [left, right] = [a, b].map(({ end = '~', product, arn }) => `${end} ${product} ${arn}`);
  return left === right ? 0 : (left ?? '') < (right ?? '') ? -1 : 1;
};

/** What is loaded of one account's licences. Asks only for what somebody asked for. */
export class LicensesModel {
  readonly where: Whereabouts;
  readonly licenses: PageList<ReceivedRow>;
  readonly distributedRow: DistributedRow;
  readonly #workers: Pick<WorkerClient, 'ask'>;
  readonly #uses: Facts<readonly LicenseUse[]>;
  readonly #stop = new AbortController();
  readonly #rows = new WeakSet<ReceivedRow | DistributedRow>();
  #granting: Promise<GrantList | ReleaseError> | undefined;
  #grants: GrantList | ReleaseError | undefined;
  #hasFailed = false;

  /** @param uses facts that outlive this model */
  constructor(where: Whereabouts, workers: Pick<WorkerClient, 'ask'>, uses: Facts<readonly LicenseUse[]>) {
    this.where = where;
    this.#workers = workers;
    this.#uses = uses;
    this.distributedRow = { kind: 'distributed-grants', world: where.world };
    this.#rows.add(this.distributedRow);
    this.licenses = new PageList((cursor) => this.#licensePage(cursor));
    this.licenses.sort(byEnd);
  }

  /** Whether any question has failed. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  get isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Nobody wants it any more: questions under way are cancelled. */
  stop(): void {
    this.#stop.abort(new ReleaseError('cancelled', 'Something else is shown'));
  }

  /** Whether a row is of this model: one of another names something that may not be here, or be something else. */
  owns(row: LicenseRow): boolean {
    const top = row.kind === 'license' || row.kind === 'distributed-grants' ? row : rowAbove(row);
    return top === undefined || this.#rows.has(top);
  }

  /** The grants, received and given, or why they could not be listed; asked for once. */
  grants(): Promise<GrantList | ReleaseError> {
    this.#granting ??= this.#ask('grants', { place: this.where.place }).then(
      (list) => {
        this.#grants = list;
        return list;
      },
      (error) => {
        this.#grants = ReleaseError.from(error);
        return this.#grants;
      },
    );
    return this.#granting;
  }

  /** What is known of them. */
  get knownGrants(): GrantList | ReleaseError | undefined {
    return this.#grants;
  }

  /** Whoever asks for grants next has AWS asked. */
  forgetGrants(): void {
    this.#granting = undefined;
    this.#grants = undefined;
  }

  /** The rows of grants: those by which a licence was received, or those that were given. */
  grantRows(parent: ReceivedRow | DistributedRow, { received, distributed }: GrantList): GrantRow[] {
    const grants =
      parent.kind === 'license' ? received.filter(({ licenseArn }) => licenseArn === parent.license.arn) : distributed;
    return grants.map((grant) => ({ kind: 'license-grant', parent, grant }));
  }

  /** How much of a licence is in use. @throws ReleaseError what AWS answers; `cancelled` */
  use({ license: { arn } }: ReceivedRow): Promise<Fact<readonly LicenseUse[]>> {
    const read = (asked: AbortSignal) => this.#ask('licenseUse', { place: this.where.place, license: arn }, asked);
    return this.#uses.ask(this.#useKey(arn), read);
  }

  /** What is in use is asked for again: something was checked out or in. @returns its row, if it is loaded */
  forgetUse(arn: string): ReceivedRow | undefined {
    this.#uses.forget((key) => key === this.#useKey(arn));
    return this.licenses.all.find(({ license }) => license.arn === arn);
  }

  async #licensePage(cursor: string | undefined) {
    const { place, world } = this.where;
    const { licenses, next } = await this.#ask('licenses', { place, ...(cursor === undefined ? {} : { cursor }) });
    const items = licenses.map((license): ReceivedRow => {
      const row: ReceivedRow = { kind: 'license', world, license };
      this.#rows.add(row);
      return row;
    });
    return { items, ...(next === undefined ? {} : { next }) };
  }

  #useKey(arn: string): string {
    const { world, place } = this.where;
    return JSON.stringify([world, place, arn]);
  }

  async #ask<O extends Operation>(
    operation: O,
    input: Operations[O]['input'],
    signal?: AbortSignal,
  ): Promise<Operations[O]['answer']> {
    const stop = this.#stop.signal;
    try {
      return await this.#workers.ask(this.where.world, operation, input, {
        signal: signal ? AbortSignal.any([signal, stop]) : stop,
      });
    } catch (error) {
      this.#hasFailed ||= !stop.aborted && !signal?.aborted;
      throw error;
    }
  }
}
