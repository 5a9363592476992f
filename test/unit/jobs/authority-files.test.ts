import { describe, expect, it } from 'vitest';
import { check, gather, loadCheckInput } from '#jobs';
import { memoryFiles } from '../../support/memory-files.ts';
import { TestAuthority } from '../../support/test-authority.ts';

const bank = new TestAuthority('Bank').pem;
const broken = bank.replace(/\n[A-Za-z0-9+/]{64}\n/, '\nAAAA\n');

/** The settings name their files on the fifth line. */
function files(ca: string, contents: Readonly<Record<string, string>>) {
  const settings = [
    'version: 1',
    'target: { registry: r.example }',
    'registries:',
    '  registry.bank.example:',
    `    ca: ${ca}`,
    'files: { unpaired: sources }',
  ];
  return memoryFiles({
    'marketplace.yaml': settings.join('\n'),
    '1_images.txt': `a:1 s.example/a:1@sha256:${'a'.repeat(64)}\n`,
    ...contents,
  });
}

describe('certificate files of the settings', () => {
  it.each([
    ['one certificate', bank],
    ['several, with remarks', `# of the bank\n${bank}\nand\n${new TestAuthority('Other').pem}`],
  ])('may hold %s', async (_, pem) => {
    const some = files('certs/bank.pem', { 'certs/bank.pem': pem });
    expect(check(await loadCheckInput({ named: [] }, some))).toMatchObject({ ok: true, problems: [] });
  });

  it.each([
    ['is not there', 'certs/none.pem', 'file-not-found', 'certs/none.pem does not exist'],
    ['holds none', 'text.pem', 'authority-invalid', 'text.pem holds no certificate'],
    ['holds a broken one', 'broken.pem', 'authority-invalid', '1 of 2 certificates in broken.pem cannot be read'],
  ])('one that %s is told where it is named, offline and by a plan', async (_, ca, rule, message) => {
    const some = files(ca, { 'text.pem': 'hello', 'broken.pem': bank + broken });
    const problem = {
      file: 'marketplace.yaml',
      range: { line: 5, column: 9 },
      severity: 'error',
      rule,
      message,
      hint: expect.stringContaining('registries."registry.bank.example".ca'),
    };
    expect(check(await loadCheckInput({ named: [] }, some))).toMatchObject({ ok: false, problems: [problem] });
    const aws = { callerIdentity: () => expect.unreachable('AWS is not asked') };
    await expect(gather({ named: [] }, { files: some, aws })).rejects.toMatchObject({
      code: 'input-invalid',
      problems: [problem],
    });
  });
});
