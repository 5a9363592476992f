import { expect, it } from 'vitest';
import { parseRelease } from '#formats';
import { type Edit, imageListLanguage, languageById, releaseFileLanguage, settingsLanguage } from '#language';
import type { Range } from '#problem';
import { applyEdits } from '../../support/apply-edits.ts';
import { digestOf, knownFacts } from '../../support/known-facts.ts';

const a = digestOf('a');
const releaseText = `{
  "metadata": {
    "images": {
      "zeebe": {
        "source": "docker.io/camunda/zeebe:8.3.4@${a}",
        "dest": "zeebe:8.3.4"
      },
      "half": {
        "source": "redis:latest"
      },
      
    }
  }
}
`;

const samples = [
  [imageListLanguage, '# all\nzeebe:8.3.4 # broker\nzeebe:8.3.4\n\nr:latest redis:latest\n# zeebe:8.3.4\nzeebe:8.3'],
  [releaseFileLanguage, releaseText],
  [
    settingsLanguage,
    `version: 1
target:
  re
  kind: ercr
  platforms:
    - linux/amd64
    -${' '}
registries:
  a.io: { username: u,
    ca:  }
  b.io:
    password: |
      abc
names:
- from: a.io/a
  
report:
  log: |
    x
  up`,
  ],
  [
    languageById('load-form'),
    `# forms
[8.4.1]
Form: Container version
Product ID: prod-a
Version titel: 8.4.1 – x
Release notes: """
# no comment
"""
[[Option: Helm]]
Supported services:
  - EKS
  -${' '}
Override parameters:
  - Key: a
    Default value: b
Desc
`,
  ],
] as const;

const world = {
  ...knownFacts({
    release: parseRelease(releaseText.replace('},\n      \n', '}\n')).model,
    target: { registry: 'r.example', prefix: 'p' },
    neighbours: { file: '8_release.json', files: ['8_release.json'] },
  }),
  tags: () => ['8.3.4', '8.3.5', '7.2.4', 'latest'],
  image: () => ({ digest: digestOf('b'), platforms: [] }),
  repositories: () => ['one'],
};

const unix = (text: string) => text.replaceAll('\r\n', '\n');

/** A place is the same when nothing but line ends stand before it: whoever types never stands between CR and LF. */
function* offsets(text: string): Generator<{ lf: number; crlf: number }> {
  let crlf = 0;
  for (let lf = 0; lf <= text.length; lf++, crlf++) {
    yield { lf, crlf };
    if (text[lf] === '\n') crlf++;
  }
}

it.each(samples)('the ends of lines make no difference to what is offered: $id', (language, text) => {
  const windows = text.replaceAll('\n', '\r\n');
  const differences: string[] = [];
  const compare = (what: string, lf: unknown, crlf: unknown) => {
    const [one, two] = [lf, crlf].map((each) => JSON.stringify(each)?.replaceAll('\\r\\n', '\\n'));
    if (one !== two) differences.push(`${what}: ${one} but ${two}`);
  };
  const made = (of: string, edits: readonly Edit[]) => unix(applyEdits(of, edits));
  for (const { lf, crlf } of offsets(text)) {
    const offers = (of: string, at: number) =>
      language.complete(of, at, world).value.map(({ label, edit }) => [label, made(of, [edit])]);
    compare(`completion at ${lf}`, offers(text, lf), offers(windows, crlf));
    compare(`hover at ${lf}`, language.hover(text, lf, world).value, language.hover(windows, crlf, world).value);
  }
  const found = new Map([text, windows].map((of) => [of, language.diagnose(of, world)]));
  compare('problems', found.get(text), found.get(windows));
  text.split('\n').forEach((written, at) => {
    const range: Range = { line: at + 1, column: 1, endLine: at + 1, endColumn: written.length + 1 };
    const fixes = (of: string) => {
      const problems = found.get(of)?.filter(({ range: { line } }) => line === range.line || line === 1) ?? [];
      return language.fixes(of, range, problems, world).value.map(({ title, edits, creates }) => {
        return [title, made(of, edits), creates];
      });
    };
    compare(`fixes of line ${range.line}`, fixes(text), fixes(windows));
  });
  expect(differences).toEqual([]);
});

it('offers keys where lines end with CR and LF', () => {
  const text = 'version: 1\r\ntarget:\r\n  re';
  const labels = settingsLanguage.complete(text, text.length, world).value.map(({ label }) => label);
  expect(labels).toContain('registry');
  expect(labels).not.toContain('1');
});
