import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../.ci/bundles.mjs';

type Captures = Readonly<Record<string, { readonly name?: string; readonly patterns?: readonly Pattern[] }>>;

/** As much of a TextMate grammar as ours use. */
interface Pattern {
  readonly include?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly name?: string;
  readonly contentName?: string;
  readonly captures?: Captures;
  readonly beginCaptures?: Captures;
  readonly endCaptures?: Captures;
}
interface Grammar {
  readonly scopeName: string;
  readonly patterns: readonly Pattern[];
  readonly repository?: Readonly<Record<string, Pattern & { readonly patterns?: readonly Pattern[] }>>;
}

function json(file: string) {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}

const { contributes } = json('package.json');
const grammars: readonly { language: string; scopeName: string; path: string }[] = contributes.grammars;
const grammarOf = (language: string): Grammar => json(grammars.find((one) => one.language === language)?.path ?? '');

function flat(patterns: readonly Pattern[], { repository = {} }: Grammar): Pattern[] {
  return patterns.flatMap((pattern) => {
    const found = pattern.include === undefined ? undefined : repository[pattern.include.slice(1)];
    if (pattern.include === undefined) return [pattern];
    if (!found) throw new Error(`${pattern.include} is not in the repository`);
    return flat(found.patterns ?? [found], { ...{ scopeName: '', patterns: [] }, repository });
  });
}

/** What a person would see coloured: `text scope`, the scope without the language's name, as VS Code's own tokenizer goes about it. */
function tokens(language: string, text: string): string[] {
  const grammar = grammarOf(language);
  const short = (name: string) => name.replaceAll(`.${language}`, '');
  const told: string[] = [];

  function tell(line: string, match: RegExpExecArray, pattern: Pattern, captures: Captures | undefined): void {
    if (pattern.name !== undefined && !captures) told.push(`${match[0]} ${short(pattern.name)}`);
    for (const [number, capture] of Object.entries(captures ?? {})) {
      const part = match[Number(number)];
      const place = match.indices?.[Number(number)];
      if (part === undefined || part === '' || !place) continue;
      const before = told.length;
      if (capture.patterns) scan(line.slice(0, place[1]), place[0], flat(capture.patterns, grammar));
      if (capture.name !== undefined && told.length === before) told.push(`${part} ${short(capture.name)}`);
    }
  }

  /** Tells what stands in a line; answers the block that it opens. */
  function scan(line: string, start: number, patterns: readonly Pattern[]): Pattern | undefined {
    for (let at = start; at <= line.length; ) {
      const matches = patterns.flatMap((pattern) => {
        const expression = new RegExp(pattern.match ?? pattern.begin ?? '', 'dg');
        expression.lastIndex = at;
        const match = expression.exec(line);
        return match ? [{ pattern, match }] : [];
      });
      const [first] = matches.sort((a, b) => a.match.index - b.match.index);
      if (!first) return undefined;
      const { pattern, match } = first;
      tell(line, match, pattern, pattern.captures ?? pattern.beginCaptures);
      if (pattern.begin !== undefined) return pattern;
      at = Math.max(match.index + match[0].length, at + 1);
    }
    return undefined;
  }

  const patterns = flat(grammar.patterns, grammar);
  let open: Pattern | undefined;
  for (const line of text.split('\n')) {
    const close = open && new RegExp(open.end ?? '', 'd').exec(line);
    if (open && close) tell(line, close, open, open.endCaptures);
    else if (open) told.push(`${line} ${short(open.contentName ?? '')}`);
    if (!open) open = scan(line, 0, patterns);
    else if (close) open = undefined;
  }
  return told;
}

describe('grammars', () => {
  it.each(grammars)('$language has expressions that compile, and scopes of its own name', ({ language, scopeName }) => {
    const grammar = grammarOf(language);
    expect(grammar.scopeName).toBe(scopeName);
    const text = JSON.stringify(grammar);
    const names = [...text.matchAll(/"(?:name|contentName)":"([^"]+)"/g)].map(([, name = '']) => name).slice(1);
    expect(names.filter((name) => !name.endsWith(`.${language}`))).toEqual([]);
    const expressions = [...text.matchAll(/"(?:match|begin|end)":("(?:[^"\\]|\\.)*")/g)].map(([, one = '']) => one);
    expect(expressions.length).toBeGreaterThan(1);
    for (const expression of expressions) expect(() => new RegExp(JSON.parse(expression))).not.toThrow();
  });

  it('colour a load form', () => {
    const text = `# file
[8.4.1 chart]
Form: AMI version
Title: see https://x.y and \${VAR}
Notes: """
# not: a comment
"""
Approval: https://x.y/1 #00ff
[[Option: EKS add-on]]
Images: @8_images.txt
  # inner
  - plain
  - Key: a:b
    Value: 1
  - https://x.y/z
no field`;
    expect(tokens('marketplace-load-form', text)).toEqual([
      '# file comment.line.number-sign',
      '[ punctuation.definition.heading.begin',
      '8.4.1 chart entity.name.section.form',
      '] punctuation.definition.heading.end',
      'Form keyword.other.form',
      ': punctuation.separator.key-value',
      'AMI version entity.name.type',
      'Title entity.name.tag',
      ': punctuation.separator.key-value',
      'https://x.y markup.underline.link',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of AWS's
      '${VAR} variable.other',
      'Notes entity.name.tag',
      ': punctuation.separator.key-value',
      '""" punctuation.definition.string.begin',
      '# not: a comment string.unquoted.block',
      '""" punctuation.definition.string.end',
      'Approval entity.name.tag',
      ': punctuation.separator.key-value',
      'https://x.y/1 markup.underline.link',
      '#00ff constant.numeric.approval',
      '[[ punctuation.definition.section.begin',
      'Option keyword.other.option',
      ': punctuation.separator.key-value',
      'EKS add-on entity.name.section.option',
      ']] punctuation.definition.section.end',
      'Images entity.name.tag',
      ': punctuation.separator.key-value',
      '@8_images.txt markup.underline.link.file',
      '  # inner comment.line.number-sign',
      '- punctuation.definition.list',
      'plain string.unquoted',
      '- punctuation.definition.list',
      'Key entity.name.tag',
      ': punctuation.separator.key-value',
      'a:b string.unquoted',
      'Value entity.name.tag',
      ': punctuation.separator.key-value',
      '1 string.unquoted',
      '- punctuation.definition.list',
      'https://x.y/z markup.underline.link',
    ]);
  });

  it('colour an image list', () => {
    const text = `# list
x/zeebe:8.3 # broker
grafana:9 localhost:5000/grafana@sha256:0af1
r.io/a:1@sha256:00 no#comment
`;
    expect(tokens('marketplace-images', text)).toEqual([
      '# list comment.line.number-sign',
      'x/zeebe entity.name.tag.repository',
      ': punctuation.separator.tag',
      '8.3 constant.other.tag',
      '# broker comment.line.number-sign',
      'grafana entity.name.tag.repository',
      ': punctuation.separator.tag',
      '9 constant.other.tag',
      'localhost:5000/grafana entity.name.tag.repository',
      '@ punctuation.separator.digest',
      'sha256:0af1 constant.numeric.digest',
      'r.io/a entity.name.tag.repository',
      ': punctuation.separator.tag',
      '1 constant.other.tag',
      '@ punctuation.separator.digest',
      'sha256:00 constant.numeric.digest',
      'no#comment entity.name.tag.repository',
    ]);
  });

  it('colour a plan, and what a verification found', () => {
    const text = `Cancelled verification of  registry.example/p
  missing    zeebe:8.3.4  not-released
  passed     Camunda: scan
  error      non-root in 6 images: a:1
  warning    eol-base in 9 images: a:1
  info       eol-base in 1 images: a:1
             error: non-root It runs as root
  2 verified, 2 missing, 1 conflict
`;
    expect(tokens('marketplace-plan', text)).toEqual([
      'Cancelled verification of  registry.example/p markup.heading',
      'missing markup.deleted',
      'zeebe:8.3.4 entity.name.tag',
      'passed markup.inserted',
      'Camunda: entity.name.tag',
      'error markup.deleted',
      'non-root entity.name.tag',
      'warning markup.changed',
      'eol-base entity.name.tag',
      'info comment.line',
      'eol-base entity.name.tag',
      'error: markup.deleted',
      '2 verified markup.inserted',
      '2 missing markup.deleted',
      '1 conflict markup.deleted',
    ]);
    expect(tokens('marketplace-plan', 'Verified  registry.example/p')).toEqual([
      'Verified  registry.example/p markup.heading',
    ]);
    expect(tokens('marketplace-plan', 'Verify of  registry.example/p')).toEqual([]);
  });
});

/** VS Code's globs, as far as ours go. */
function fits(pattern: string, name: string): boolean {
  const source = pattern.replace(/[.*]/g, (character) => (character === '*' ? '.*' : '\\.'));
  return new RegExp(`^${source}$`).test(name);
}

describe('the languages of files', () => {
  const languagesOf = (name: string): string[] =>
    contributes.languages
      .filter(({ filenamePatterns = [] }: { filenamePatterns?: string[] }) =>
        filenamePatterns.some((one) => fits(one, name)),
      )
      .map(({ id }: { id: string }) => id);

  it.each([
    ['8.4.1.loadform.txt', ['marketplace-load-form']],
    ['x.loadform.txt', ['marketplace-load-form']],
    // What a stranger may call a file stays what it is: an image list is told by its settings, or by what stands in it.
    ['8.3.4_images.txt', []],
    ['images.txt', []],
    ['train_images.txt', []],
    ['loadform.txt', []],
    ['release.json', []],
  ])('%s is %j', (name, ids) => {
    expect(languagesOf(name)).toEqual(ids);
  });

  it('have words and comments that are understood', () => {
    const [images, form] = ['image-list', 'load-form'].map((name) => json(`media/syntaxes/${name}.configuration.json`));
    expect([images, form].map(({ comments }) => comments.lineComment)).toEqual(['#', '#']);
    const words = (pattern: string, text: string) => text.match(new RegExp(pattern, 'g'));
    expect(words(images.wordPattern, 'a/b:1 r.io/c@sha256:0 # x')).toEqual(['a/b:1', 'r.io/c@sha256:0', 'x']);
    expect(words(form.wordPattern, 'Product ID: prod-1')).toEqual(['Product', 'ID', 'prod-1']);
    for (const { folding } of [images, form]) {
      expect(Object.values<string>(folding.markers).map((marker) => new RegExp(marker).test('# region x'))).toContain(
        true,
      );
    }
  });
});
