import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Behaviour, Counts } from './fast-registry.ts';
import type { Image } from './image-set.ts';
import type { Answer, Ask } from './registry-process.ts';

/** A registry in a process of its own, asked from here. */
export class RegistryHandle {
  readonly #child: ChildProcess;
  #host = '';

  constructor(program: string) {
    this.#child = fork(program, { serialization: 'advanced' });
  }

  /** Name and port of the registry opened last. */
  get host(): string {
    return this.#host;
  }

  /** Opens a new registry that holds these images, in place of the last. */
  async open(images: readonly Image[], behaviour: Behaviour): Promise<void> {
    const answer = await this.#ask({ ask: 'open', images, behaviour });
    if ('port' in answer) this.#host = `127.0.0.1:${answer.port}`;
  }

  async state(): Promise<{ readonly counts: Counts; readonly tags: ReadonlyMap<string, string> }> {
    const answer = await this.#ask({ ask: 'state' });
    if ('port' in answer) throw new Error('The registry answered something else');
    return { counts: answer.counts, tags: new Map(answer.tags) };
  }

  close(): void {
    this.#child.kill();
  }

  async #ask(words: Ask): Promise<Answer> {
    const answered = once(this.#child, 'message');
    this.#child.send(words);
    const [answer] = await answered;
    return answer as Answer;
  }
}
