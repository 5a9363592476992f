import { createRequire } from 'node:module';
import type { Language } from '#language';
import schema from '../../../media/schemas/release.schema.json' with { type: 'json' };
import { knownFacts } from '../../support/known-facts.ts';

/** As it is installed: it can't be bundled. */
const { getLanguageService, TextDocument }: typeof import('vscode-json-languageservice') = createRequire(
  import.meta.url,
)('vscode-json-languageservice');

/** What is measured: ours, and where there is one the same work done by another program. */
export interface Subject {
  readonly what: string;
  /** Where the issue of editing names one. */
  readonly goalMs?: number;
  /** @param round another text each: nothing that is remembered of the last one helps */
  ours(round: number): void;
  theirs?(round: number): Promise<void>;
}

type Room = Pick<typeof import('#language'), 'languageById' | 'formListNames'>;

const facts = knownFacts({ now: 1_700_000_000_000 });

/** @param room the languages as they are shipped */
export function subjects({ languageById, formListNames }: Room): readonly Subject[] {
  const release = languageById('release-file');
  const large = releaseOf(10_000);
  const small = releaseOf(400);
  const forms = formsOf(2000);
  const list = Array.from({ length: 10_000 }, (_, at) => `vault/xpl/image_${at}:3.3.11\n`).join('');
  const settings = settingsOf(2000);
  return [
    {
      what: `\`release.json\` of 10,000 images (${megabytes(large)}), diagnosed`,
      goalMs: 150,
      ours: (round) => none(release.diagnose(typed(large, round).text)),
      theirs: (round) => validate(typed(large, round).text),
    },
    {
      what: 'the same, after a keystroke: diagnosed and completed',
      ours: (round) => keystroke(release, typed(large, round)),
      theirs: (round) => validateAndComplete(typed(large, round)),
    },
    {
      what: `\`release.json\` of ${lines(small)} lines, after a keystroke`,
      ours: (round) => keystroke(release, typed(small, round)),
      theirs: (round) => validateAndComplete(typed(small, round)),
    },
    {
      what: `load form of ${lines(forms)} lines, after a keystroke`,
      goalMs: 16,
      ours: (round) => {
        const key = typed(forms, round);
        // For these the editor looks around a form, each time.
        formListNames(key.text);
        keystroke(languageById('load-form'), key);
      },
    },
    {
      what: `image list of ${lines(list)} lines, after a keystroke`,
      ours: (round) => keystroke(languageById('image-list'), typed(list, round)),
    },
    {
      what: `\`marketplace.yaml\` of ${lines(settings)} lines, after a keystroke`,
      ours: (round) => keystroke(languageById('settings'), typed(settings, round)),
    },
  ];
}

interface Typed {
  readonly text: string;
  readonly offset: number;
}

/** A text with another digit typed behind a version in its middle. */
function typed(text: string, round: number): Typed {
  const offset = text.indexOf('3.3.11', text.length / 2) + '3.3.11'.length;
  return { text: `${text.slice(0, offset)}${round}${text.slice(offset)}`, offset: offset + String(round).length };
}

function keystroke(language: Language, { text, offset }: Typed): void {
  // A form says so when nobody has approved it yet.
  none(language.diagnose(text).filter(({ rule }) => rule !== 'form-approval'));
  language.complete(text, offset, facts);
}

const service = getLanguageService({});
service.configure({ schemas: [{ uri: 'file:///release', fileMatch: ['*'], schema: schema as object }] });

async function validate(text: string): Promise<void> {
  const document = TextDocument.create('file:///release.json', 'json', 1, text);
  none(await service.doValidation(document, service.parseJSONDocument(document)));
}

async function validateAndComplete({ text, offset }: Typed): Promise<void> {
  const document = TextDocument.create('file:///release.json', 'json', 1, text);
  const parsed = service.parseJSONDocument(document);
  none(await service.doValidation(document, parsed));
  await service.doComplete(document, document.positionAt(offset), parsed);
}

/** Who finds nothing at once because it gave up would win. */
function none(problems: readonly object[]): void {
  if (problems.length > 0) throw new Error(`The text that is measured has a problem: ${JSON.stringify(problems[0])}`);
}

function releaseOf(images: number): string {
  const entries = Array.from({ length: images }, (_, at) => {
    const digest = `sha256:${at.toString(16).padStart(64, '0')}`;
    const source = `docker.external.example.io/vault/xpl/image_${at}:3.3.11@${digest}`;
    return [`image-${at}`, { source, dest: `vault/xpl/image_${at}:3.3.11`, digest }];
  });
  return `${JSON.stringify({ metadata: { images: Object.fromEntries(entries) } }, undefined, 2)}\n`;
}

function formsOf(count: number): string {
  const form = (at: number) => `[3.3.11 part ${at}]
Form: Container version
Product ID: prod-abcdefghij${at}
Version title: 3.3.11
Release notes: """
Fixes of 3.3.11:

- What was slow is fast, and what was wrong is right again.
- Nothing else.
"""
[[Option: Helm]]
Delivery option title: Helm
Delivery option description: The whole of it, by Helm.
Helm chart: 709825985650.dkr.ecr.us-east-1.amazonaws.com/vault/chart:3.3.11
Container images:
${Array.from({ length: 16 }, (_, image) => `  - 709825985650.dkr.ecr.us-east-1.amazonaws.com/vault/image_${image}:3.3.11`).join('\n')}
Usage instructions: helm install
Supported services:
  - EKS
Helm release name: vault
Helm installation namespace: vault
Override parameters:
  - Key: serviceAccount.name
    Default value: \${AWSMP_SERVICE_ACCOUNT}

`;
  const lineCount = lines(form(0));
  return Array.from({ length: Math.ceil(count / lineCount) }, (_, at) => form(at)).join('');
}

function settingsOf(count: number): string {
  const names = Array.from({ length: count - 4 }, (_, at) => `  - { from: r.example/a${at}/3.3.11, to: b${at} }\n`);
  return `version: 1\ntarget:\n  registry: r.example\nnames:\n${names.join('')}`;
}

function lines(text: string): number {
  return text.split('\n').length - 1;
}

function megabytes(text: string): string {
  return `${(text.length / 1e6).toFixed(1)} MB`;
}
