import { escapeInvisible } from '#formats';
import { besideOurs, type Problem, redact } from '#problem';

/** A problem fit to be shown. What files hold reaches messages: no secret leaves with it, and no character that steers a terminal. */
export function safeProblem(problem: Problem): Problem {
  const clean = (text: string) => escapeInvisible(redact(text));
  const { message, hint } = problem;
  return { ...problem, message: clean(message), ...(hint === undefined ? {} : { hint: clean(hint) }) };
}

/** What is wrong, with AWS's code for it, and on the next line what to do about it. */
export function wholeMessage(problem: Problem): string {
  const { message, hint } = problem;
  return `${message}${besideOurs(problem)}${hint === undefined ? '' : `\n${hint}`}`;
}
