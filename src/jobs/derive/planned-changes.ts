import { ReleaseError } from '#problem';
import { shortDigest } from '#reference';
import type { Files } from '../gateways.ts';
import type { Item } from '../item.ts';
import { referenceOf } from '../mirror/mirror-plan.ts';
import { AddedLayers, type AddedSources } from './added-layers.ts';
import { baseName } from './base-name.ts';
import type { DerivedFile } from './derivation.ts';
import type { ReadyChange } from './derivations.ts';
import { placedLayers, plannedPlacements } from './placed-layers.ts';

/** The changes that a run makes to images: those that its plan tells of. Each file is read once, so what was compared is what is added. */
export class PlannedChanges {
  readonly #files: Pick<Files, 'absolute'>;
  readonly #layers: AddedLayers;

  constructor(sources: AddedSources & { readonly files: Pick<Files, 'absolute'> }) {
    this.#files = sources.files;
    this.#layers = new AddedLayers(sources);
  }

  /** How the files that an item adds differ from what the plan says of them; nothing when they are the same. */
  async moved({ derived }: Pick<Item, 'derived'>): Promise<string[]> {
    const { files = [] } = derived ?? {};
    if (files.length === 0) return [];
    try {
      return changedFiles(files, (await this.#layers.of(files)).files);
    } catch (error) {
      return [this.#unread(files, ReleaseError.from(error))];
    }
  }

  /** A saved plan names files as seen from where it was made: from elsewhere it means others. */
  #unread(files: readonly DerivedFile[], { code, message }: ReleaseError): string {
    const missing = files.find(({ from }) => code === 'file-not-found' && message.startsWith(`${from} `));
    if (!missing) return message;
    const place = this.#files.absolute(missing.from);
    return `file ${missing.from}: ${place} does not exist; a saved plan that adds files is run in the folder where it was made`;
  }

  /** The change of an item's image, with the files as they are; undefined when it goes as it is. @throws what reading a file throws */
  async of({ source, derived }: Pick<Item, 'source' | 'derived'>): Promise<ReadyChange | undefined> {
    if (!derived) return undefined;
    const { base: _, placements = [], ...told } = derived;
    const { user, labels = {}, environment = {}, entrypoint, command, files = [] } = told;
    const added = files.length === 0 ? undefined : await this.#layers.of(files);
    const change = {
      ...(user === undefined ? {} : { user }),
      labels,
      environment,
      ...(entrypoint ? { entrypoint } : {}),
      ...(command ? { command } : {}),
    };
    return {
      change,
      // The plan has learned of the base what is to be known.
      ...(added ? { place: async () => placedLayers(added, plannedPlacements(placements)) } : {}),
      baseName: baseName(referenceOf(source)),
      told,
    };
  }
}

function changedFiles(planned: readonly DerivedFile[], now: readonly DerivedFile[]): string[] {
  return planned.flatMap(({ from, digest }, at) => {
    const is = now[at]?.digest;
    if (is === digest) return [];
    return [`file ${from}: was ${shortDigest(digest)}, is ${is === undefined ? 'nothing' : shortDigest(is)}`];
  });
}
