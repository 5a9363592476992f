import { escapeInvisible } from '#formats';
import { besideOurs, type Problem, redact } from '#problem';

/** Text of files, fit to be shown: no secret leaves with it, and no character that steers a terminal. */
export function safeText(text: string): string {
  return escapeInvisible(redact(text));
}

/** A problem fit to be shown: what files hold reaches messages. */
export function safeProblem(problem: Problem): Problem {
  const { message, hint } = problem;
  return { ...problem, message: safeText(message), ...(hint === undefined ? {} : { hint: safeText(hint) }) };
}

/** What is wrong, with AWS's code for it, and on the next line what to do about it. */
export function wholeMessage(problem: Problem): string {
  const { message, hint } = problem;
  return `${message}${besideOurs(problem)}${hint === undefined ? '' : `\n${hint}`}`;
}
