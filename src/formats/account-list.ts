import type { Range, TextProblem } from '#problem';
import type { Parsed } from './parsed.ts';
import { quote } from './quote.ts';

/** AWS accounts by their ids, each once, in the order of the file. */
export interface AccountList {
  readonly accounts: readonly string[];
}

/** A policy of ECR's largest size names fewer; what stands below is not read. */
const mostLines = 10_000;

/**
 * Reads a file of AWS account ids, one a line. Blank lines and `#` comments are skipped, at the end of a line too when blanks stand
 * before the `#`.
 */
export function parseAccountList(text: string): Parsed<AccountList> {
  const accounts = new Set<string>();
  const problems: TextProblem[] = [];
  const lines = text.split('\n', mostLines + 1);
  for (const [at, content] of lines.slice(0, mostLines).entries()) {
    const [found] = content.matchAll(/[^\s#]\S*(?:\s+[^\s#]\S*)*/g);
    const isComment = content.trimStart().startsWith('#');
    if (!found || isComment) continue;
    const range = span(at + 1, found.index, found[0].length);
    if (!/^\d{12}$/.test(found[0])) problems.push(noAccount(found[0], range));
    else if (accounts.has(found[0])) {
      const message = `The account ${found[0]} stands in the file already.`;
      problems.push({ rule: 'duplicate-entry', severity: 'warning', range, message, hint: 'Remove one of the lines.' });
    } else accounts.add(found[0]);
  }
  if (lines.length > mostLines) {
    const message = `The file has more than ${mostLines} lines; the rest is not read.`;
    problems.push({ rule: 'text-too-large', severity: 'error', range: span(mostLines + 1, 0, 0), message });
  }
  if (accounts.size === 0 && problems.length === 0) {
    const message = 'The file names no account.';
    const hint = 'Write one account id of 12 digits a line.';
    problems.push({ rule: 'account-invalid', severity: 'error', range: span(1, 0, 0), message, hint });
  }
  return { model: { accounts: [...accounts] }, problems };
}

function noAccount(text: string, range: Range): TextProblem {
  const message = `${quote(text)} is no AWS account: 12 digits.`;
  const hint = /^\d{1,11}$/.test(text)
    ? 'An account id keeps its leading zeros.'
    : 'Write one account id a line; a comment begins with #.';
  return { rule: 'account-invalid', severity: 'error', range, message, hint };
}

function span(line: number, start: number, length: number): Range {
  return { line, column: start + 1, endLine: line, endColumn: start + length + 1 };
}
