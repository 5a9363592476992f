import { Composer, type CST, type Document, Lexer, Parser } from 'yaml';
import type { TextProblem } from '#problem';
import type { LineIndex } from './line-index.ts';
import { fileStart } from './parsed.ts';

/**
 * A settings file is small. The library takes 10 µs for each error it finds, so this also bounds the time that a hostile text costs
 * (measured: 3 s for the worst of 256 KiB).
 */
const mostCharacters = 256 * 1024;
/** Nesting beyond this is no settings file. */
const deepest = 64;
/** After so many syntax errors the rest is echo. */
const mostErrors = 20;

/** A YAML text as a document whose nodes know their offsets. Without one there is at least one problem. */
export interface YamlText {
  readonly document: Document.Parsed | undefined;
  readonly problems: readonly TextProblem[];
}

/**
 * Reads one YAML 1.2 document, in a way that neither size nor nesting can hurt.
 * @param most UTF-16 units; more where files of others are larger than settings are
 */
export function readYaml(text: string, index: LineIndex, most = mostCharacters): YamlText {
  if (text.length > most) {
    const message = `The file has ${text.length} characters; at most ${most} are read.`;
    return {
      document: undefined,
      problems: [{ rule: 'text-too-large', severity: 'error', range: fileStart, message }],
    };
  }
  const tokens = shallowTokens(text);
  if (typeof tokens === 'number') {
    const message = `The text nests deeper than ${deepest} levels here.`;
    const range = index.range(tokens, tokens + 1);
    return { document: undefined, problems: [{ rule: 'text-too-deep', severity: 'error', range, message }] };
  }
  // Keys that stand twice are looked for by the reader of the values: the library compares each with each.
  const composer = new Composer({ uniqueKeys: false, merge: false, schema: 'core' });
  const [document, another] = composer.compose(tokens, true, text.length);
  if (!document) return { document, problems: [] };
  const problems = syntaxProblems(text, document, index);
  if (another) {
    const [start] = another.range;
    const message = 'A second YAML document begins here; the settings are one document.';
    problems.push({ rule: 'text-syntax', severity: 'error', range: index.range(start, start + 1), message });
  }
  return { document, problems };
}

/**
 * The tokens of the text, or the offset where it nests too deep. The library recurses when it closes what is open and when it
 * composes nodes; its parser keeps what is open on a stack, so watching that stack stops it before there is anything to recurse into.
 */
function shallowTokens(text: string): CST.Token[] | number {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    // The document itself and the scalar being read stand on the stack too.
    if (parser.stack.length > deepest + 2) return parser.offset;
  }
  tokens.push(...parser.end());
  return tokens;
}

function syntaxProblems(text: string, document: Document.Parsed, index: LineIndex): TextProblem[] {
  const end = text.trimEnd().length;
  const problems = new Map<number, TextProblem>();
  for (const { code, pos } of [...document.errors, ...document.warnings]) {
    // What is missing at the end is shown at the last character, on the line where the text stops.
    const start = Math.min(pos[0], Math.max(end - 1, 0));
    if (problems.has(start) || problems.size >= mostErrors) continue;
    problems.set(start, {
      rule: 'text-syntax',
      severity: 'error',
      range: index.range(start, Math.min(Math.max(pos[1], start + 1), Math.max(end, start))),
      message: `Not YAML: ${sentences[code] ?? 'this is not well-formed.'}`,
    });
  }
  return [...problems.values()];
}

/** Our own words, not the library's: those can hold pieces of the text, and with it a secret. */
const sentences: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'an alias (*) or anchor (&) needs a plain name.',
  BAD_DIRECTIVE: 'this directive is unknown.',
  BAD_DQ_ESCAPE: 'a text in double quotes has no such escape; single quotes need none.',
  BAD_INDENT: 'the indentation fits nothing above it, or a bracket is not closed.',
  BAD_SCALAR_START: 'a text that begins so stands in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'a key and its values do not fit on one line; a text with ": " in it stands in quotes.',
  BLOCK_IN_FLOW: 'inside brackets nothing is indented.',
  MISSING_CHAR: 'a closing quote, bracket, comma, colon or blank is missing.',
  MULTILINE_IMPLICIT_KEY: 'a key stands on one line; perhaps a colon is missing.',
  MULTIPLE_ANCHORS: 'a value has one anchor at most.',
  MULTIPLE_TAGS: 'a value has one tag at most.',
  TAB_AS_INDENT: 'indentation is made of blanks, not tabs.',
  TAG_RESOLVE_FAILED: 'this tag (!) is unknown, or does not fit its value.',
  UNEXPECTED_TOKEN: 'this has no meaning here.',
};
