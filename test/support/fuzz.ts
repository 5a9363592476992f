import { checkForm } from '#catalog';
import {
  decodeText,
  parseAccountList,
  parseImageList,
  parseLoadForm,
  parsePolicy,
  parseRelease,
  parseResourceTags,
  parseSettings,
} from '#formats';
import type { Range, TextProblem } from '#problem';
import { Random } from './random.ts';

const digest = `sha256:${'a1'.repeat(32)}`;

const samples = {
  release: `{"v": 1, "metadata": {"images": {
  "zeebe": {"source": "r.example/x/zeebe:8.3@${digest}", "dest": "x/zeebe:8.3", "layers": [1, {"a": null}]},
  "ä": {"source": "docker.io/a@${digest}", "dest": "a:1\\u0031"}
}}}`,
  images: `# list\r\nx/zeebe:8.3 # broker\r\n\r\ngrafana:9 grafana/grafana@${digest}\nr.io:5/a:1\n`,
  accounts: '# readers\r\n123456789012 # us\r\n\n 210987654321\t\n',
  policy: `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ["123456789012"]},
  "Action": "ecr:BatchGetImage", "Sid": "ä"}]}`,
  lifecycle: `{"rules": [{"rulePriority": 1, "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed",
  "countUnit": "days", "countNumber": 2}, "action": {"type": "expire"}}]}`,
  tags: '[{"Key": "team", "Value": "release"},\n {"key": "x", "value": "\\u0031"}]\n',
  form: `# list
[8.4.1]
Form: Container version
Notes: """
# text
"""
Regions:
  - us-east-1
  # one more
  - Key: a
    Value:
      - b

[[Option: Helm]]
Title: x
[8.4.2]
`,
  checkedForm: `[8.4.1]
Form: Container version
Product ID: prod-a
Version title: 8.4.1 – “x”
Release notes: """
Fixes… \u2122
"""
Approval: https://a.example/1 #0123456789abcdef
[[Option: Helm]]
Delivery option title: Helm
Helm chart: 709825985650.dkr.ecr.us-east-1.amazonaws.com/s/chart:1.0.0
Container images:
  - 709825985650.dkr.ecr.us-east-1.amazonaws.com/s/web:latest
  - @x_images.txt
Supported services: EKS, EKS-Anywhere
Override parameters:
  - Key: a.b
    Default value: 1
[41]
Form: AMI version
AMI ID: ami-1
AFI IDs: afi-1, afi-1
Recommended instance type: m7i.larg
Security group recommendations:
  - Protocol: tcp
    From port: 70000
    To port: 1
    IP ranges: 10.0.0.0/8, 10.0.0.1/8
`,
  settings: `version: 1
targets:
  a: &a { registry: "{account}.dkr.ecr.{region}.amazonaws.com", prefix: /x/y/, account: "123456789012" }
  b:
    registry: localhost:5000
    platforms:
      - linux/amd64
registries: { docker.io: { username: u, password: { env: P } } }
names:
  - { from: "docker.io/*", to: "*" }
attestations:
  - { images: "byo/**", exempt: not the vendor's }
  - images: "**"
    url: https://notes.example/v1beta1/projects/p/notes/n/occurrences
    key: a.pgp
    fingerprint: "0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567"
    token: { registry: docker.io }
  - { images: z, exempt: never counts }
derive:
  "1": { user: "1001" }
  "a/*": { labels: { a: b }, env: { A: b }, files: [{ from: x, to: /x, mode: "0755", owner: "1:2" }, { from: y, to: /x }] }
scan: { with: trivy, accept: [{ id: CVE-1, reason: x, until: 2026-12-31 }, { id: cve-1, reason: y }] }
report:
  log: |
    x.log
`,
};

const snippets = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    ':',
    ': ',
    ',',
    '- ',
    '? ',
    '&a ',
    '*a',
    '!x ',
    '|\n',
    '>',
    '#',
    ' #',
    '%',
    '@',
    '`',
  ],
  ...[
    '\n',
    '\r',
    '\r\n',
    '\t',
    ' ',
    '\0',
    '\u2028',
    '\ufeff',
    '\ud800',
    '𝄞',
    '\\',
    '\\u',
    '---\n',
    '"""',
    '\n"""\n',
    '[[Option: ',
    ']]',
    '...\n',
    '<<: *a\n',
  ],
  ...[
    '__proto__',
    'constructor',
    'null',
    '~',
    '1e999',
    '.nan',
    'sha256:',
    '/',
    '//',
    '*',
    'true',
    '[[[[[[[[',
    '- - - - ',
  ],
];

/** A text with some places of it changed, cut out or repeated. */
export function mutate(random: Random, text: string): string {
  let result = text;
  for (let left = 1 + random.below(6); left > 0; left--) {
    const start = random.below(result.length + 1);
    const end = Math.min(result.length, start + random.below(random.below(4) === 0 ? 60 : 3));
    const filling = [random.pick(snippets), '', result.slice(random.below(result.length + 1)).slice(0, 30)];
    result = result.slice(0, start) + random.pick(filling) + result.slice(end);
  }
  return result;
}

/** Whether the range lies in the text, and does not end before it begins. */
export function isInside({ line, column, endLine, endColumn }: Range, lines: readonly string[]): boolean {
  const width = (number: number) => (lines[number - 1] ?? '').length + 1;
  const ordered = endLine > line || (endLine === line && endColumn >= column);
  const begins = line >= 1 && line <= lines.length && column >= 1 && column <= width(line);
  return ordered && begins && endLine <= lines.length && endColumn >= 1 && endColumn <= width(endLine);
}

/** All ranges in a value, however deep. */
export function ranges(value: unknown): Range[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(ranges);
  return 'endColumn' in value ? [value as Range] : inner;
}

const parsers: Readonly<
  Record<keyof typeof samples, (text: string) => { model: unknown; problems: readonly TextProblem[] }>
> = {
  release: parseRelease,
  images: parseImageList,
  settings: parseSettings,
  form: parseLoadForm,
  checkedForm: (text) => {
    const { model, problems } = parseLoadForm(text);
    return { model, problems: [...problems, ...model.forms.flatMap((form) => checkForm(form))] };
  },
  accounts: parseAccountList,
  policy: (text) => parsePolicy(text, 'repository'),
  lifecycle: (text) => parsePolicy(text, 'lifecycle'),
  tags: parseResourceTags,
};

/** The kinds of files that people write. */
export const fuzzed = Object.keys(samples) as (keyof typeof samples)[];

/**
 * Parses a sample that is changed at random, over and over: no parser throws, and every place is in the text.
 * @returns the first run that broke this, in words
 */
export function fuzzParser(name: keyof typeof samples, runs: number, seed: number): string | undefined {
  const random = new Random(seed);
  for (let run = 0; run < runs; run++) {
    const text = mutate(random, samples[name]);
    const told = () => `seed ${seed}, run ${run}: ${JSON.stringify(text)}`;
    try {
      const lines = text.split('\n');
      const outside = ranges(parsers[name](text)).find((range) => !isInside(range, lines));
      if (outside) return `${told()} has no place ${JSON.stringify(outside)}`;
    } catch (error) {
      return `${told()} throws ${error}`;
    }
  }
  return undefined;
}

/** Decodes bytes that are changed at random, over and over: they become text, with at most one place to look at. Returns as above. */
export function fuzzDecoder(runs: number, seed: number): string | undefined {
  const random = new Random(seed);
  const sample = new TextEncoder().encode(samples.release);
  for (let run = 0; run < runs; run++) {
    const bytes = sample.slice(0, random.below(sample.length));
    for (let left = random.below(4); left > 0; left--) bytes[random.below(bytes.length)] = random.below(256);
    const { text, problems } = decodeText(bytes);
    const lines = text.split('\n');
    if (problems.length > 1 || problems.some(({ range }) => !isInside(range, lines)))
      return `seed ${seed}, run ${run}: ${bytes.join(' ')} has ${JSON.stringify(problems)}`;
  }
  return undefined;
}
