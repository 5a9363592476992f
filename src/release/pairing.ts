/** What pairs an image list with its release: the folder, and the text before the first `_` of the name. */
export interface PairName {
  /** Equal for files that belong together. */
  readonly key: string;
  /** The text before the first `_`; empty when the name has none. */
  readonly release: string;
}

/** The pair name of a file: `x/3.3.11_byo_images.txt` belongs to `x/3.3.11_release.json`, and `images.txt` to `release.json`. */
export function pairName(file: string): PairName {
  const slash = file.lastIndexOf('/');
  const base = file.slice(slash + 1);
  const underscore = base.indexOf('_');
  const release = underscore < 0 ? '' : base.slice(0, underscore);
  return { key: `${file.slice(0, slash + 1)}\n${release}`, release };
}
