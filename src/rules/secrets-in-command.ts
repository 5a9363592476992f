import { quote } from '#formats';
import { isLiteralSecret, tokenIn } from './literal-secrets.ts';

/** Commands are short; what is longer is looked at so far. */
const longest = 65_536;
/** `NAME=value` of ARG, ENV and a shell; a value in quotes may have blanks. */
const assignment = /(?:^|[\s;&|'"])([A-Za-z_][A-Za-z0-9_]{2,80})=("[^"]*"|'[^']*'|[^\s;&|'"]*)/g;
const commands: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'a password for chpasswd',
    /\becho\s{1,5}(?:-\S{1,10}\s{1,5}){0,5}["']?[a-z_][\w-]*:(?:["']?\\?\$(?:\d[a-z]?|g?y)\\?\$|(?![$"']))[^\s"'|]+["']?\s*\|\s*chpasswd\b/,
  ],
  ['a password on a command line', /\s--?(?:password|passwd|token)(?:=|\s+)["']?(?![-$"'\s&|;])[^\s"';&|]{3,}/i],
  [
    'a password on a command line',
    /\bmysql(?:admin|dump|import)?\s(?:[^|;&]{0,300}?\s)?-p(?:(?![$"'\\])[^\s"';&|]{3,}|'[^']{3,}'|"[^"$]{3,}")/,
  ],
  ['a login on a command line', /\bcurl\b[^|;&]{0,300}?\s(?:-u|--user)[\s=]*["']?[^\s:"'$]+:(?![$"'\s])[^\s"']+/],
  ['an Authorization header', /\bAuthorization:\s*(?:Bearer|Basic|token)\s+(?![$"'])[A-Za-z0-9+/=._-]{8,}/i],
];

/**
 * What secrets a command is told, each in words that don't repeat it: `a secret called "NPM_TOKEN"`, `a password on a command line`.
 * @param command as the history or the config has it
 * @param told lines of the environment, `NAME=value`, which are found there
 */
export function secretsInCommand(command: string, told: ReadonlySet<string>): string[] {
  const step = command.slice(0, longest);
  const token = tokenIn([...told].reduce((text, line) => text.replace(line, ''), step));
  const named = [...step.matchAll(assignment)].flatMap(([, name = '', quoted = '']) => {
    const value = quoted.replace(/^(["'])(.*)\1$/s, '$2');
    return isLiteralSecret(name, value) && !told.has(`${name}=${value}`) ? [`a secret called ${quote(name)}`] : [];
  });
  const given = commands.flatMap(([what, pattern]) => (pattern.test(step) ? [what] : []));
  return [...(token === undefined ? [] : [token]), ...named, ...given];
}
