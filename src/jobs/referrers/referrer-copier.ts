import { ReleaseError } from '#problem';
import { type Reference, shortDigest } from '#reference';
import { type ImageNode, listUnderSubject, putReferrer, readImage, subjectTag } from '#registry';
import { writeTag } from '../images/write-tag.ts';
import type { Item } from '../item.ts';
import type { CopyContext } from '../mirror/copy-item.ts';
import { readPlaceOf, referenceOf } from '../mirror/mirror-plan.ts';
import { type Referrer, type Referrers, referrersOf } from '../referrer-list.ts';
import type { ReportWarning } from '../report.ts';
import { FinalLists } from './final-lists.ts';

type Warnings = Referrers['warnings'];

/** Whether a plan would write something that refers to an item's image. */
export function hasReferrersToCopy({ referrers }: Pick<Item, 'referrers'>): boolean {
  return (referrers?.copy ?? 0) > 0;
}

/**
 * Copies what refers to images, after them: as the plan lists it, no more. Whatever becomes of it is told, and changes nothing about the
 * image. One for a run.
 */
export class ReferrerCopier {
  /** What concerns the target as a whole. */
  readonly warnings: ReportWarning[] = [];
  readonly #context: CopyContext;
  /** Writes to the list of one subject, one after another. */
  readonly #lists = new Map<string, Promise<void>>();
  readonly #finalLists: FinalLists;
  #isRefused = false;

  constructor(context: CopyContext) {
    this.#context = context;
    this.#finalLists = new FinalLists(context);
  }

  /** @returns the item with what became of its referrers; never throws */
  async copy(item: Item): Promise<Item> {
    const { referrers } = item;
    if (!referrers || !hasReferrersToCopy(item)) return item;
    const isThere = item.outcome === 'copied' || item.outcome === 'present' || item.outcome === 'equivalent';
    const warnings: Warnings = [];
    const done = new Map<Referrer, Referrer>();
    const settled = referrers.list.filter(({ outcome }) => outcome !== 'copy');
    const todo = isThere ? referrers.list.filter(({ outcome }) => outcome === 'copy') : [];
    // In the plan's order: what is referred to comes before what refers to it.
    for (const subject of new Set(todo.map((one) => one.subject))) {
      const ofSubject = todo.filter((one) => one.subject === subject);
      const unlisted: ImageNode[] = [];
      for (const one of ofSubject)
        done.set(one, await this.#copyOne(one, item, [...settled, ...done.values()], unlisted, warnings));
      if (unlisted.length > 0) await this.#list(subject, unlisted, item, warnings);
    }
    const list = referrers.list.map((one) => {
      if (one.outcome !== 'copy') return one;
      return done.get(one) ?? { ...one, outcome: 'skipped' as const };
    });
    for (const { code, message } of warnings) {
      this.#context.emit({ type: 'warning', code, message, item: item.target });
    }
    return { ...item, referrers: referrersOf(list, referrers.leftOut, [...referrers.warnings, ...warnings]) };
  }

  async #copyOne(
    one: Referrer,
    item: Item,
    before: readonly Referrer[],
    unlisted: ImageNode[],
    warnings: Warnings,
  ): Promise<Referrer> {
    const { signal } = this.#context;
    const isOrphan = before.some(
      ({ digest, outcome }) => digest === one.subject && outcome !== 'copied' && outcome !== 'present',
    );
    if (signal?.aborted || isOrphan) return { ...one, outcome: 'skipped' };
    try {
      return one.tag === undefined
        ? await this.#copyUntagged(one, item, unlisted)
        : await this.#copyTagged(one, { ...referenceOf(item.target), tag: one.tag }, item);
    } catch (error) {
      if (signal?.aborted) return { ...one, outcome: 'skipped' };
      const { code, message } = ReleaseError.from(error);
      warnings.push({ code, message: `${one.tag ?? shortDigest(one.digest)} could not be copied: ${message}` });
      return { ...one, outcome: code === 'tag-taken' ? 'conflict' : 'failed', code, message };
    }
  }

  /** A tag that is there is never written over, whatever it holds. */
  async #copyTagged(one: Referrer, tag: Reference, item: Item): Promise<Referrer> {
    const { sessions, signal } = this.#context;
    const node = await this.#bring(one, item);
    const outcome = await writeTag(await sessions.at(tag.registry), tag, node, signal);
    return { ...one, outcome: outcome === 'written' ? 'copied' : 'present' };
  }

  async #copyUntagged(one: Referrer, item: Item, unlisted: ImageNode[]): Promise<Referrer> {
    const { sessions, target, signal } = this.#context;
    const refused = {
      code: 'referrers-refused' as const,
      message: `${target.registry} takes nothing that refers to an image`,
    };
    if (this.#isRefused) return { ...one, outcome: 'failed', ...refused };
    const node = await this.#bring(one, item);
    const session = await sessions.at(target.registry);
    const answer = await putReferrer(session, referenceOf(item.target).repository, node, signal);
    if (answer === 'refused') {
      // Said once: every other image would meet the same.
      if (!this.#isRefused) {
        this.#isRefused = true;
        const message = `${refused.message}: signatures, attestations and SBOMs stay behind. The images are not affected`;
        this.warnings.push({ code: refused.code, message });
        this.#context.emit({ type: 'warning', code: refused.code, message });
      }
      return { ...one, outcome: 'failed', ...refused };
    }
    if (answer === 'unlisted') unlisted.push(node);
    return { ...one, outcome: 'copied' };
  }

  /** Its content, brought to the target. */
  async #bring(one: Referrer, item: Item): Promise<ImageNode> {
    const { sessions, gateways, mover, signal } = this.#context;
    const { registry, repository } = readPlaceOf(item);
    const session = await sessions.at(registry);
    const node = await readImage({ session, repository, cache: gateways.manifests }, one.digest, signal);
    await mover.bringContent(node, { session, repository, item: item.target }, referenceOf(item.target).repository);
    return node;
  }

  /** For a registry that does not list by itself. Not where tags are final: that one would be, and the next referrer could not join. */
  async #list(subject: string, nodes: readonly ImageNode[], item: Item, warnings: Warnings): Promise<void> {
    const { sessions, signal } = this.#context;
    const { registry, repository } = referenceOf(item.target);
    const unlisted = (why: string) =>
      warnings.push({
        code: 'referrers-unlisted',
        message: `${nodes.length} that ${nodes.length === 1 ? 'refers' : 'refer'} to ${shortDigest(subject)} can be read by digest only: ${why}`,
      });
    const reason = await this.#finalLists.reason(repository, subjectTag(subject));
    if (signal?.aborted) return;
    if (reason !== undefined) {
      unlisted(reason);
      return;
    }
    const key = `${repository}@${subject}`;
    const session = await sessions.at(registry);
    const turn = (this.#lists.get(key) ?? Promise.resolve()).then(() =>
      listUnderSubject(session, repository, subject, nodes, signal).catch((error) => {
        if (!signal?.aborted) unlisted(ReleaseError.from(error).message);
      }),
    );
    this.#lists.set(
      key,
      turn.then(() => undefined),
    );
    await turn;
  }
}
