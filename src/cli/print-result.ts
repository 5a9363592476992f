import { checkGithub, checkSarif, type ResultProblems } from '#jobs';
import { jsonText, type Line } from '#text';
import type { Console } from './console.ts';
import type { ProblemFormat } from './problem-format.ts';
import type { World } from './world.ts';

/** The result of a job in one of its forms. */
interface PrintedResult {
  readonly document: object;
  readonly text: (width: number) => readonly Line[];
  readonly problems: () => ResultProblems;
}

/** Prints a result. For code scanning and annotations stdout is theirs; who looks on is told beside it. */
export function printResult(
  { document, text, problems: told }: PrintedResult,
  format: ProblemFormat,
  console: Console,
  { version }: Pick<World, 'version'>,
): void {
  if (format !== 'sarif' && format !== 'github') {
    console.result(document, text);
    return;
  }
  const { problems, suppressed, notices } = told();
  const sarif = () => `${jsonText(checkSarif(problems, version, suppressed, notices), 2)}\n`;
  console.raw(format === 'sarif' ? sarif() : checkGithub(problems, notices));
  console.sayText(text);
}
