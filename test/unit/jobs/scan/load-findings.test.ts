import { describe, expect, it } from 'vitest';
import { gather } from '#jobs';
import { ReleaseError } from '#problem';
import { memoryFiles } from '../../../support/memory-files.ts';
import { grypeJson, grypeSarif, trivyJson, trivySarif } from '../../../support/scan-reports.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const image = { name: `r.example/a@${digest}` };
const target = 'version: 1\ntarget: { registry: registry.example }\n';
const release = JSON.stringify({ metadata: { images: { a: { source: `r.example/a@${digest}`, dest: 'a:1' } } } });
const files = {
  '1_release.json': release,
  '1_images.txt': 'a:1\n',
  'scans/trivy.json': JSON.stringify(trivyJson(image)),
  'scans/deep/grype.json': JSON.stringify(grypeJson({ ...image, manifest: digest })),
  'scans/notes.txt': 'no findings',
  'other/trivy.sarif': JSON.stringify(trivySarif(image)),
};
const aws = { callerIdentity: async () => ({ account: '111122223333', arn: 'arn:aws:iam::111122223333:user/x' }) };

/** @param scan of the settings */
function gathered(scan: string | undefined, findings?: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const settings = scan === undefined ? target : `${target}scan: ${scan}\n`;
  const held = memoryFiles({ ...files, ...more, 'marketplace.yaml': settings });
  return gather({ named: [], ...(findings ? { findings } : {}) }, { files: held, aws });
}
const filesOf = ({ trust }: Awaited<ReturnType<typeof gathered>>) => trust.findings?.map(({ file }) => file);
const refusal = async (promise: Promise<unknown>) => {
  const error = await promise.catch((thrown) => thrown);
  if (!ReleaseError.is(error)) throw new Error(`Not refused: ${JSON.stringify(error)}`);
  return error;
};

describe('files of findings', () => {
  it.each([
    ['{ findings: "scans/*.json" }', ['scans/trivy.json']],
    ['{ findings: "scans/**/*.json" }', ['scans/deep/grype.json', 'scans/trivy.json']],
    ['{ findings: other/trivy.sarif }', ['other/trivy.sarif']],
    ['{ findings: /releases/other/trivy.sarif }', ['other/trivy.sarif']],
  ])('are those that the settings name: %s', async (scan, expected) => {
    const found = await gathered(scan);
    expect(filesOf(found)).toEqual(expected);
    expect(found.inputs).toEqual(expect.arrayContaining(expected));
  });

  it.each(['{ findings: "scans/*.sarif" }', '{ findings: not/yet.json }', '{ with: trivy }'])(
    'need not be there yet: %s',
    async (scan) => expect(filesOf(await gathered(scan))).toEqual([]),
  );

  it('are those that are named besides, each once', async () => {
    const found = await gathered('{ findings: "scans/*.json" }', ['other/*.sarif', 'scans/trivy.json']);
    expect(filesOf(found)).toEqual(['scans/trivy.json', 'other/trivy.sarif']);
  });

  it('that are named count without a word of the settings', async () => {
    const { trust } = await gathered(undefined, ['scans/trivy.json']);
    expect(trust.findings).toHaveLength(1);
    expect(trust.scan).toEqual({ block: 'critical', unfixed: true, missing: 'warning', accept: [] });
  });

  it('are not looked for without a wish', async () => {
    const { trust } = await gathered(undefined);
    expect(trust.scan).toBeUndefined();
    expect(trust.findings).toBeUndefined();
  });

  it.each([
    ['none.json', 'none.json does not exist'],
    ['none/*.json', 'No file fits none/*.json'],
  ])('that are named have to be there: %s', async (name, message) => {
    expect(await refusal(gathered(undefined, ['scans/trivy.json', name]))).toMatchObject({
      code: 'file-not-found',
      message,
    });
  });

  it('that name no image are told', async () => {
    const silent = JSON.stringify(grypeSarif(image));
    const { problems } = await gathered('{ findings: silent.sarif }', undefined, { 'silent.sarif': silent });
    expect(problems).toMatchObject([
      { file: 'silent.sarif', rule: 'scan-not-this-image', severity: 'warning', hint: expect.stringContaining('JSON') },
    ]);
    expect((await gathered('{ findings: other/trivy.sarif }')).problems).toEqual([]);
  });

  it('that cannot be read are told at their beginning, and nothing is planned', async () => {
    const error = await refusal(gathered('{ findings: "scans/*" }'));
    expect(error.code).toBe('input-invalid');
    expect(error.problems).toMatchObject([
      {
        ...{ file: 'scans/notes.txt', rule: 'findings-malformed', severity: 'error' },
        ...{ range: { line: 1, column: 1 }, message: 'scans/notes.txt is no file of findings: it is not JSON' },
      },
    ]);
  });
});
