/** What a file of a layer is that rules have to know of, wherever it lies. */
export type SecretKind =
  | 'private key'
  | 'encrypted private key'
  | 'password hash'
  | 'blank password'
  | 'authorized keys'
  | 'credentials';

/** A file that holds a secret. The secret itself is never kept. */
export interface SecretFile {
  /** Below the root, without a slash at its beginning. */
  readonly path: string;
  readonly kind: SecretKind;
  /** It lies where programs keep examples and tests, so that the secret may be nobody's. */
  readonly isSample: boolean;
}

/** One of the few files that the rules read, or a directory on the way to one. */
export interface WellKnownFile {
  readonly kind: 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';
  /** Of links. */
  readonly linkTarget?: string;
  /** Of files that were small enough. */
  readonly text?: string;
}

/** A script and what in it downloads or installs something: `curl`, `pip install`. */
export interface ScriptFile {
  readonly path: string;
  readonly downloads: readonly string[];
}

/** What is in one layer. It says nothing of the layers below, so it is the same in every image that has the layer. */
export interface LayerFindings {
  readonly wellKnown: ReadonlyMap<string, WellKnownFile>;
  /** Paths that it takes away of the layers below, and directories whose content it takes away. */
  readonly removed: ReadonlySet<string>;
  readonly emptied: ReadonlySet<string>;
  readonly secrets: readonly SecretFile[];
  readonly scripts: readonly ScriptFile[];
  /** Names that lead out of the image: how many, and some of them. */
  readonly unsafePaths: { readonly count: number; readonly some: readonly string[] };
  /** Whether there was more than is kept: what is not listed may be there all the same. */
  readonly isCut: boolean;
  /** Roughly how much memory it takes. */
  readonly bytes: number;
}
