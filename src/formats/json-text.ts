import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Code, TextProblem } from '#problem';
import type { LineIndex } from './line-index.ts';
import { fileStart } from './parsed.ts';

/** Nesting beyond this is no release file; jsonc-parser recurses and would overflow the stack. */
const deepest = 64;
/** More brackets, texts, commas and so on than this is no release file either; the tree takes 100 bytes and more for each. */
const mostTokens = 2_000_000;
/** After so many syntax errors the rest is echo. */
const mostErrors = 20;

/** A JSON text as a tree whose nodes know their offsets. Without a root there is at least one problem. */
export interface JsonText {
  readonly root: Node | undefined;
  readonly problems: readonly TextProblem[];
}

/** Reads strict JSON (no comments, no trailing commas), keeping offsets and going on after errors. */
export function readJson(text: string, index: LineIndex): JsonText {
  const excess = firstExcess(text);
  if (excess) {
    const { at, rule, message } = excess;
    return { root: undefined, problems: [{ rule, severity: 'error', range: index.range(at, at + 1), message }] };
  }
  if (text.trim() === '') {
    const message = 'The file is empty; a JSON object was expected.';
    return { root: undefined, problems: [{ rule: 'text-syntax', severity: 'error', range: fileStart, message }] };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  return { root, problems: syntaxProblems(text, index, errors) };
}

/**
 * The first place where the text nests too deep or has too much in it. It counts with the library's own scanner, so both agree on
 * what is a text or a comment; a closing bracket of the wrong kind closes nothing, so the depth is never below the parser's.
 */
function firstExcess(text: string): { at: number; rule: Code; message: string } | undefined {
  if (isSurelyModest(text)) return undefined;
  const scanner = createScanner(text, true);
  const open: string[] = [];
  let tokens = 0;
  scanner.scan();
  for (let at = scanner.getTokenOffset(); at < text.length; at = scanner.getTokenOffset()) {
    // Only a bracket begins with a bracket, so the kind of token need not be asked.
    const first = text[at];
    if (first === '{' || first === '[') {
      open.push(first === '{' ? '}' : ']');
      if (open.length > deepest) {
        return { at, rule: 'text-too-deep', message: `The text nests deeper than ${deepest} levels here.` };
      }
    } else if (first === open.at(-1)) open.pop();
    if (++tokens > mostTokens) return { at, rule: 'text-too-large', message: 'The text holds too much up to here.' };
    scanner.scan();
  }
  return undefined;
}

/**
 * Whether the text is within the limits, told without making a text of each token. Where the library might read it otherwise (comments, texts
 * that do not end on their line, brackets that do not match) it says no, and the scanner decides.
 */
function isSurelyModest(text: string): boolean {
  const open: number[] = [];
  let tokens = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === doubleQuote) {
      const end = endOfText(text, at + 1);
      if (end < 0) return false;
      at = end;
    } else if (code <= space) continue;
    else if (code === slash) return false;
    else if (code === openBrace || code === openBracket) {
      if (open.push(code) > deepest) return false;
    } else if (code === closeBrace || code === closeBracket) {
      // In ASCII a closing bracket is two behind its opening one.
      if (open.pop() !== code - 2) return false;
    }
    // Each character of a number or a word is counted, which is too many: then the scanner counts.
    if (++tokens > mostTokens) return false;
  }
  return true;
}

const [space, doubleQuote, slash] = [0x20, 0x22, 0x2f];
const [openBracket, backslash, closeBracket, openBrace, closeBrace] = [0x5b, 0x5c, 0x5d, 0x7b, 0x7d];

/** Where a JSON text ends that begins before `from`; -1 when it does not end on its line. */
function endOfText(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === doubleQuote) return at;
    if (code < space) return -1;
    if (code === backslash) at++;
  }
  return -1;
}

function syntaxProblems(text: string, index: LineIndex, errors: readonly ParseError[]): TextProblem[] {
  const end = text.trimEnd().length;
  const places = new Set<number>();
  const problems: TextProblem[] = [];
  for (const { error, offset, length } of errors) {
    // What is missing at the end is shown at the last character, on the line where the text stops.
    const atEnd = offset >= end;
    const start = atEnd ? Math.max(end - 1, 0) : offset;
    if (places.has(start) || problems.length >= mostErrors) continue;
    places.add(start);
    problems.push({
      rule: 'text-syntax',
      severity: 'error',
      range: index.range(start, atEnd ? end : offset + Math.max(length, 1)),
      message: atEnd ? `The text ends too early: ${sentence(error)}` : `Not JSON: ${sentence(error)}`,
    });
  }
  return problems;
}

const sentences: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is no value; text stands in double quotes.',
  InvalidNumberFormat: 'this is not a number.',
  PropertyNameExpected: 'a key in double quotes is expected.',
  ValueExpected: 'a value is expected.',
  ColonExpected: 'a colon is expected after the key.',
  CommaExpected: 'a comma is expected.',
  CloseBraceExpected: 'a closing } is expected.',
  CloseBracketExpected: 'a closing ] is expected.',
  EndOfFileExpected: 'nothing may follow the first value.',
  InvalidCommentToken: 'JSON has no comments.',
  UnexpectedEndOfComment: 'JSON has no comments, and this one does not end.',
  UnexpectedEndOfString: 'a closing double quote is expected.',
  UnexpectedEndOfNumber: 'this number is not finished.',
  InvalidUnicode: 'after \\u stand four hex digits.',
  InvalidEscapeCharacter: 'JSON has no such escape.',
  InvalidCharacter: 'a control character inside a text is written as an escape.',
};

function sentence(error: ParseError['error']): string {
  return sentences[printParseErrorCode(error)] ?? 'this is not well-formed.';
}
