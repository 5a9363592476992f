import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { getLanguageService, TextDocument } from 'vscode-json-languageservice';
import schema from '../../media/schemas/release.schema.json' with { type: 'json' };

/** As it is shipped: a test's own way to load sources would be measured with them. */
const { imageListLanguage, releaseFileLanguage }: typeof import('#language') = createRequire(import.meta.url)(
  '../../dist/language.cjs',
);

const images = 10_000;
const rounds = 15;

/** A vendor's release of 10,000 images, 3 MB, and the list that takes all of them. */
function largeRelease(): { release: string; list: string } {
  const names = Array.from({ length: images }, (_, at) => at);
  const entries = names.map((at) => {
    const digest = `sha256:${at.toString(16).padStart(64, '0')}`;
    const source = `docker.external.example.io/vault/xpl/image_${at}:3.3.11@${digest}`;
    return [`image-${at}`, { source, dest: `vault/xpl/image_${at}:3.3.11`, digest }];
  });
  const release = JSON.stringify({ metadata: { images: Object.fromEntries(entries) } }, null, 2);
  return { release, list: names.map((at) => `vault/xpl/image_${at}:3.3.11\n`).join('') };
}

/** The shortest of several runs, in milliseconds: what the machine does beside it only makes a run longer. */
async function shortest(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

it('a release file of 10,000 images, beside the JSON language service', async () => {
  const { release, list } = largeRelease();
  const service = getLanguageService({});
  service.configure({ schemas: [{ uri: 'file:///release', fileMatch: ['*'], schema: schema as object }] });
  const theirs = await shortest(async () => {
    const document = TextDocument.create('file:///release.json', 'json', 1, release);
    expect(await service.doValidation(document, service.parseJSONDocument(document))).toEqual([]);
  });
  const ours = await shortest(() => expect(releaseFileLanguage.diagnose(release)).toEqual([]));
  const formatted = await shortest(() => releaseFileLanguage.format(release));
  const ofList = await shortest(() => expect(imageListLanguage.diagnose(list)).toEqual([]));
  process.stdout.write(
    [
      `release.json of ${(release.length / 1e6).toFixed(1)} MB: diagnosed in ${ours.toFixed(0)} ms, by the JSON language service in ${theirs.toFixed(0)} ms (${(ours / theirs).toFixed(2)})`,
      `formatted in ${formatted.toFixed(0)} ms; image list of ${images} lines diagnosed in ${ofList.toFixed(0)} ms\n`,
    ].join('\n'),
  );
});
