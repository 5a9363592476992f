import { decodeText, parseAccountList, parsePolicy, parseResourceTags, type RepositorySettings } from '#formats';
import { inFile, type Problem, type TextProblem } from '#problem';

/** The settings that may name a file. */
export const fileKeys = ['readers', 'policy', 'lifecycle', 'tags'] as const;
export type FileKey = (typeof fileKeys)[number];

/** A file that the settings of repositories name, as the user would name it; without bytes, and why, when it could not be read. */
export interface RepositoryFile {
  readonly key: FileKey;
  readonly file: string;
  readonly bytes?: Uint8Array;
  readonly failure?: { readonly code: Problem['rule']; readonly message: string };
}

/** What the files of a target's repositories hold. */
export interface RepositoryContents {
  readonly accounts?: readonly string[];
  readonly policy?: string;
  readonly lifecycle?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The file that a setting names; undefined when it names none. */
export function fileNamed({ readers, policy, lifecycle, tags }: RepositorySettings, key: FileKey): string | undefined {
  if (key === 'policy') return policy;
  if (key === 'lifecycle') return lifecycle;
  const value = key === 'readers' ? readers : tags;
  return value && 'file' in value ? value.file : undefined;
}

/**
 * Reads the files of a target's repositories. What is wrong in one stands at its line; that one is not there, at the setting that names it.
 * @param settingsFile as the user would name it
 */
export function readRepositoryFiles(
  settings: RepositorySettings,
  settingsFile: string,
  files: readonly RepositoryFile[],
): { readonly contents: RepositoryContents; readonly problems: readonly Problem[] } {
  const read = files.map(({ key, file, bytes, failure }) => {
    if (bytes) {
      const { contents, problems } = readOne(key, bytes);
      return { contents, problems: inFile(file, problems) };
    }
    const { code, message } = failure ?? { code: 'file-not-found' as const, message: `${file} does not exist` };
    const hint = `Correct repositories.${key}: a file, relative to marketplace.yaml.`;
    const range = settings.places[key] ?? { line: 1, column: 1, endLine: 1, endColumn: 1 };
    const problem: Problem = { file: settingsFile, rule: code, severity: 'error', range, message, hint };
    return { contents: {}, problems: [problem] };
  });
  return {
    contents: Object.assign({}, ...read.map(({ contents }) => contents)),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function readOne(key: FileKey, bytes: Uint8Array): { contents: RepositoryContents; problems: readonly TextProblem[] } {
  const { text, problems: ofBytes } = decodeText(bytes);
  if (ofBytes.length > 0) return { contents: {}, problems: ofBytes };
  if (key === 'readers') {
    const { model, problems } = parseAccountList(text);
    return { contents: { accounts: model.accounts }, problems };
  }
  if (key === 'tags') {
    const { model, problems } = parseResourceTags(text);
    return { contents: { tags: model }, problems };
  }
  const { model, problems } = parsePolicy(text, key === 'policy' ? 'repository' : 'lifecycle');
  return { contents: model ? { [key]: model.text } : {}, problems };
}
