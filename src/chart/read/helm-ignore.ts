import { quote } from '#formats';
import { ReleaseError } from '#problem';
import { globMatcher } from './glob-matcher.ts';

interface Rule {
  readonly isNegated: boolean;
  readonly isForFolders: boolean;
  matches(path: string): boolean;
}

/** What Helm always leaves out: `ignore.AddDefaults`. */
const usual = 'templates/.?*';
/** Rules that are read; each is asked of each file. */
const mostRules = 1000;

/**
 * What `.helmignore` leaves out of a chart's folder, as Helm understands it (v3 and v4, `internal/ignore/rules.go`): the first rule that fits
 * counts; a rule with `!` leaves out all that it does NOT fit; one with a slash in it is for the whole path; `**` is refused.
 * @param text of the file; undefined when there is none
 * @returns asked of a path from the chart's root, with forward slashes
 * @throws ReleaseError `chart-malformed` for a rule that Helm refuses
 */
export function helmIgnore(text: string | undefined): (path: string, isFolder: boolean) => boolean {
  const rules = [...(text ?? '').replace(/^\uFEFF/, '').split('\n'), usual].flatMap(
    (line, at) => ruleOf(line, at + 1) ?? [],
  );
  if (rules.length > mostRules) {
    throw new ReleaseError('chart-malformed', `.helmignore has more than ${mostRules} rules`);
  }
  return (path, isFolder) => {
    for (const { isNegated, isForFolders, matches } of rules) {
      if (isForFolders && !isFolder) {
        if (isNegated) return true;
      } else if (matches(path) !== isNegated) return true;
    }
    return false;
  };
}

function ruleOf(raw: string, line: number): Rule | undefined {
  const rule = raw.trim();
  if (rule === '' || rule.startsWith('#')) return undefined;
  const refuse = (why: string) =>
    new ReleaseError('chart-malformed', `.helmignore:${line}: ${quote(rule)} ${why}`, {
      hint: 'Helm refuses the chart for it as well. Its documentation, "The .helmignore file", has what a rule may be.',
    });
  if (rule.includes('**')) throw refuse('has ** in it, which Helm does not know');
  const isNegated = rule.startsWith('!');
  const isForFolders = rule.endsWith('/');
  const pattern = rule.slice(isNegated ? 1 : 0, isForFolders ? -1 : undefined);
  const isWhole = pattern.includes('/');
  const matches = globMatcher(pattern.replace(/^\//, ''));
  if (!matches) throw refuse('is no pattern');
  return {
    isNegated,
    isForFolders,
    // Without a slash it is for the last part alone, wherever that is.
    matches: isWhole ? matches : (path) => matches(path.slice(path.lastIndexOf('/') + 1)),
  };
}
