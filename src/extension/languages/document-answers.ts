import type * as vscode from 'vscode';
import type { Answer, Facts } from '#language';
import type { ReleaseError } from '#problem';
import type { Whereabouts } from '../selection/selection.ts';
import type { Services } from '../services.ts';
import type { Owned, OwnedDocuments } from './owned-documents.ts';
import type { RegistryFacts } from './registry-facts.ts';

/** An answer can want something else once it has what it wanted; more rounds than these it does not need. */
const mostRounds = 3;
/** A registry that does not answer is not asked again at each key, in ms. */
const silenceMs = 30_000;

/** What a question came to. */
export interface Settled<T> {
  readonly value: T;
  /** Something is still not known. */
  readonly isPartial: boolean;
  readonly failures: readonly ReleaseError[];
}

export interface Asking {
  /** Who asks a registry for what the answer wants: nobody, or somebody who waits this long for it, in ms. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

/** Questions to the languages about documents, with what registries have to say to them. */
export class DocumentAnswers {
  readonly #documents: OwnedDocuments;
  readonly #facts: RegistryFacts;
  readonly #log: Pick<Services['log'], 'debug'>;
  /** When a registry has failed last, by the place that it was asked from. */
  readonly #failedAt = new Map<string, number>();

  constructor(documents: OwnedDocuments, facts: RegistryFacts, log: Pick<Services['log'], 'debug'>) {
    this.#documents = documents;
    this.#facts = facts;
    this.#log = log;
  }

  /**
   * Asks a language about a document; where that wants to know more, asks the registries and then the language again.
   * @returns undefined when the document is none of ours, or was written on meanwhile
   */
  async ask<T>(
    document: vscode.TextDocument,
    question: (owned: Owned, text: string, facts: Facts) => Answer<T>,
    { patience, signal }: Asking,
  ): Promise<Settled<T> | undefined> {
    const { version } = document;
    const owned = await this.#documents.find(document);
    if (!owned) return undefined;
    const facts = await this.#documents.facts(owned, document.getText());
    if (document.version !== version || signal.aborted) return undefined;
    const text = document.getText();
    let answer = question(owned, text, facts);
    const failures: ReleaseError[] = [];
    const end = Date.now() + patience;
    for (let round = 0; round < mostRounds && this.#mayAsk(owned, answer, end); round++) {
      const failed = await this.#learn(owned, answer, end - Date.now(), signal);
      failures.push(...failed);
      if (document.version !== version || signal.aborted) return undefined;
      answer = question(owned, text, facts);
      if (failed.length > 0) break;
    }
    return { value: answer.value, isPartial: answer.wants.length > 0, failures };
  }

  /** Whoever asks by hand is not kept waiting for the end of a silence. */
  forgetFailure(): void {
    this.#failedAt.clear();
  }

  #mayAsk({ where }: Owned, { wants }: Answer<unknown>, end: number): boolean {
    if (where === undefined || wants.length === 0 || Date.now() >= end) return false;
    return Date.now() - (this.#failedAt.get(placeKey(where)) ?? 0) > silenceMs;
  }

  /** The answers that come later are kept for the next question. */
  async #learn(
    { where, surroundings }: Owned,
    { wants }: Answer<unknown>,
    patience: number,
    signal: AbortSignal,
  ): Promise<readonly ReleaseError[]> {
    if (!where) return [];
    const learning = this.#facts.learn(where, surroundings.target?.registry, wants, signal).then(
      (failures) => {
        if (failures.length > 0) this.#failedAt.set(placeKey(where), Date.now());
        for (const { code, message } of failures.slice(0, 3)) this.#log.debug(`Not known: ${code}: ${message}`);
        return failures;
      },
      () => [],
    );
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<readonly ReleaseError[]>((resolve) => {
      timer = setTimeout(() => resolve([]), Math.min(patience, 2 ** 31 - 1));
    });
    try {
      return await Promise.race([learning, over]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function placeKey({ world, place }: Whereabouts): string {
  return JSON.stringify([world, place]);
}
