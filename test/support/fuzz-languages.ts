import { parseImageList, parseLoadForm, parseRelease, parseSettings } from '#formats';
import { imageListLanguage, type Language, languageById, releaseFileLanguage, settingsLanguage } from '#language';
import type { Range, TextProblem } from '#problem';
import { applyEdits } from './apply-edits.ts';
import { isInside, mutate, ranges } from './fuzz.ts';
import { formMeaning } from './fuzz-forms.ts';
import { digestOf, knownFacts } from './known-facts.ts';
import { Random } from './random.ts';

const a = digestOf('a');
const b = digestOf('b');

const samples = {
  'image-list': `# heading\r\nx/zeebe:8.3.4 # broker\n\n# zeebe:8.3.4\nzeebe:8.3.4\nzeebe:8.3.4\ngrafana:9.1.0   grafana/grafana:9.1.0
r:latest redis:latest\nb:1 quay.io/a/b:1@${a}\na:1\nr.io:5/a:1`,
  'release-file': `{"v": 1, "metadata": {"images": {
  "zeebe": {"source": "docker.io/camunda/zeebe:8.3.4@${a}", "dest": "zeebe:8.3.4", "layers": [1, {"a": null}]},
  "zeebe": {"source": "docker.io/camunda/zeebe:8.3.4", "dest": "zeebe:8.3.4"},
  "half": {"source": "redis:latest"},
  "ä": {"source": "docker.io/a:1@${b}", "dest": "a:\\u0031"}
}}}`,
  settings: `# the release \r
version: 1
target:   # final
  registry: 123456789012.dkr.ecr.eu-west-1.amazonaws.com
  account: 012345678901
  kind: ercr
  repositories: { create: true, readers: a.txt }
registries:
  v.example: { username: u, pasword: { env: P } }
  docker.io:
    username: u
names:
- from: docker.io/a
  to: a
- { from: "docker.io/*", to: "*" }
report:
  log: |
    x.log  \n`,
  'load-form': `# forms \r
[8.4.1]
Form: Container version
Product ID: prod-a
Version titel: 8.4.1 – “x”
Release notes: """
# no comment — a text
"""
Version: 8.4
Approval: https://a.example/1 #0123456789abcdef
[[Option: Helm]]
  Supported servces:
  - EKS
Container images: @8.4.1_images.txt
Override parameters:
  - Key: a
    Default value: b
  - Key: c
[[Option: Imags]]
[[Option: Images]]
Title: Title
Title: Title
Supported services: EKS, ecs, EKS
Description: \u200bA ™
Container images:
  * a
  -b
  - b
# one
# two
[listing]
Form: AMI prodct
Categories:
  - Devops
[empty]
Form: Container version
[ami]
Form: AMI version
Recommended instance type: m7i.larg
Security group recommendations:
  - Protocol: tpc
    IP ranges: 10.0.0.0/8, 10.0.0.0/8\n`,
} as const;

export const fuzzedLanguages = Object.keys(samples) as (keyof typeof samples)[];

const languages: Readonly<Record<keyof typeof samples, Language>> = {
  'image-list': imageListLanguage,
  'release-file': releaseFileLanguage,
  settings: settingsLanguage,
  'load-form': languageById('load-form'),
};

const parsers: Readonly<Record<keyof typeof samples, (text: string) => unknown>> = {
  'image-list': parseImageList,
  'release-file': parseRelease,
  settings: parseSettings,
  'load-form': parseLoadForm,
};

const mostTried = 5;
const tags = ['8.3.4', '8.3.5', '9.1.0', '9.2.0', '7.2.4', 'latest'];
const release = parseRelease(samples['release-file'].replaceAll('"zeebe": {', '"z": {')).model;
/** A world that answers most questions, so that most fixes are made. */
const world = {
  ...knownFacts({
    release,
    target: { registry: 'r.example', prefix: 'p' },
    neighbours: { file: 'x_release.json', files: ['x_release.json'] },
    now: 1_705_000_000_000,
    forms: {
      places: [{ registry: '709825985650.dkr.ecr.us-east-1.amazonaws.com', prefix: 'p' }],
      lists: new Map([
        ['8.4.1_images.txt', { targets: Array.from({ length: 60 }, (_, at) => `r.example/p/i${at % 55}:latest`) }],
      ]),
    },
  }),
  tags: () => tags,
  image: (reference: string) => {
    if (reference.includes('a:1')) return 'missing' as const;
    return { digest: reference.includes('r.example') ? b : a, platforms: [], pushedAt: '2024-01-11T13:05:00Z' };
  },
  repositories: () => ['one'],
};

/**
 * Asks a language everything about a sample that is changed at random, over and over. Nothing throws, every place is in the text, edits fit, formatting
 * is idempotent and keeps what the text says, and a fix leaves fewer problems of the kind that it solves.
 * @param thoroughEvery every text is diagnosed, formatted and asked about one place; one in so many is asked all the rest, and has its fixes tried
 * @returns the first run that broke this, in words
 */
export function fuzzLanguage(
  name: keyof typeof samples,
  runs: number,
  seed: number,
  thoroughEvery = 1,
): string | undefined {
  const random = new Random(seed);
  for (let run = 0; run < runs; run++) {
    const text = mutate(random, samples[name]);
    try {
      const broken =
        brokenAtPlace(name, text, random) ??
        (run % thoroughEvery === 0 ? brokenBy(name, text, random) : undefined) ??
        brokenFormat(name, text);
      if (broken !== undefined) return `seed ${seed}, run ${run}: ${JSON.stringify(text)} ${broken}`;
    } catch (error) {
      return `seed ${seed}, run ${run}: ${JSON.stringify(text)} throws ${error instanceof Error ? error.stack : error}`;
    }
  }
  return undefined;
}

function brokenAtPlace(name: keyof typeof samples, text: string, random: Random): string | undefined {
  const language = languages[name];
  const offset = random.below(text.length + 10) - 5;
  const completions = language.complete(text, offset, world).value;
  for (const { edit } of completions) applyEdits(text, [edit]);
  return placeOutside(text, [language.diagnose(text, world), language.hover(text, offset, world), completions]);
}

function placeOutside(text: string, answers: unknown): string | undefined {
  const lines = text.split('\n');
  const outside = ranges(answers).find((range) => !isInside(range, lines));
  return outside && `has no place ${JSON.stringify(outside)}`;
}

function brokenBy(name: keyof typeof samples, text: string, random: Random): string | undefined {
  const language = languages[name];
  const lines = text.split('\n');
  const place: Range = { line: 1 + random.below(lines.length), column: 1, endLine: lines.length, endColumn: 1 };
  const problems = language.diagnose(text);
  const solvable: TextProblem[] = [...problems];
  if (random.below(2) === 0) for (const problem of problems) solvable.push({ ...problem, rule: 'tag-taken' });
  const fixes = language.fixes(text, place, solvable, world).value;
  const outside = placeOutside(text, [
    language.symbols(text),
    language.links(text, { file: 'x_images.txt', files: ['x_release.json', 'x_images.txt'] }),
    language.lines(text, world),
    fixes,
  ]);
  if (outside) return outside;
  const fold = language.folds(text).find(({ first, last }) => first < 1 || last <= first || last > lines.length);
  if (fold) return `cannot fold ${JSON.stringify(fold)}`;
  // A few of many: each is tried by reading the whole text again.
  const from = random.below(Math.max(fixes.length - mostTried, 0) + 1);
  const useless = fixes.slice(from, from + mostTried).find((fix) => {
    const after = language.diagnose(applyEdits(text, fix.edits));
    const [edit] = fix.edits;
    // What is wrong with settings although each key is right is told when the last key is; so it is with what stands below a label.
    const isLocal = name === 'settings' || fix.solves === 'form-field-unknown';
    const isCounted = ({ rule, range }: TextProblem) =>
      rule === fix.solves && (!isLocal || (range.line === edit?.range.line && range.column === edit.range.column));
    const count = (all: readonly TextProblem[]) => all.filter(isCounted).length;
    return fix.solves !== undefined && count(problems) > 0 && count(after) >= count(problems);
  });
  return useless && `is not helped by ${JSON.stringify(useless)}`;
}

function brokenFormat(name: keyof typeof samples, text: string): string | undefined {
  const { format } = languages[name];
  const formatted = format(text);
  if (format(formatted) !== formatted) return `is formatted to ${JSON.stringify(formatted)}, and then again`;
  return meaning(name, formatted) === meaning(name, text)
    ? undefined
    : `means another thing as ${JSON.stringify(formatted)}`;
}

/** What a text says: its model without places, and its comments. */
function meaning(name: keyof typeof samples, text: string): string {
  if (name === 'load-form') return formMeaning(text);
  const parsed = parsers[name](text);
  const isPlace = (key: string) => key === 'range' || key === 'caRange' || key === 'places';
  const model = JSON.stringify(parsed, (key, value: unknown) => (isPlace(key) ? undefined : value));
  // Line by line: a regular expression would take U+2028 for the end of one, which it is to none of the formats.
  const hasComments = name !== 'release-file';
  const comments = text.split('\n').flatMap((line) => /(?:^|[ \t])#.*/s.exec(line)?.[0].trim() ?? []);
  return `${model}${JSON.stringify(hasComments ? comments : [])}`;
}
