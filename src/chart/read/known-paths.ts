import { ReleaseError } from '#problem';

/** The paths of a chart as they are met: each stands for one file or for one folder. Letter case counts, as it does for Helm. */
export class KnownPaths {
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();

  /** @throws ReleaseError `chart-archive-unsafe` */
  file(path: string, where: string): void {
    if (this.#files.has(path)) throw unsafe(`${where} has ${path} twice`);
    if (this.#folders.has(path)) throw unsafe(`${where} has ${path} as a file and as a folder`);
    this.#parents(path, where);
    this.#files.add(path);
  }

  /** A folder may be named more than once. @throws ReleaseError `chart-archive-unsafe` */
  folder(path: string, where: string): void {
    if (this.#files.has(path)) throw unsafe(`${where} has ${path} as a file and as a folder`);
    this.#parents(path, where);
    this.#folders.add(path);
  }

  #parents(path: string, where: string): void {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const folder = path.slice(0, slash);
      if (this.#folders.has(folder)) return;
      if (this.#files.has(folder)) throw unsafe(`${where} has ${folder} as a file and as a folder`);
      this.#folders.add(folder);
    }
  }
}

function unsafe(sentence: string): ReleaseError {
  return new ReleaseError('chart-archive-unsafe', sentence, {
    hint: 'Two programs would see two different charts in it. Ask whoever made it for one that helm package has written.',
  });
}
