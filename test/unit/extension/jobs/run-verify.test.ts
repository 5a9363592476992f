import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Problem, ReleaseError } from '#problem';
import type { JobTalk } from '../../../../src/extension/jobs/ask/job-talk.ts';
import type { JobResult } from '../../../../src/extension/jobs/results/job-result.ts';
import type { JobSubject } from '../../../../src/extension/jobs/results/job-subject.ts';
import { JobControl } from '../../../../src/extension/jobs/run/job-control.ts';
import { runPlan } from '../../../../src/extension/jobs/run/run-plan.ts';
import { runVerify } from '../../../../src/extension/jobs/run/run-verify.ts';
import type { Services } from '../../../../src/extension/services.ts';
import { at, item, list, planOf, reportOf, resultOf, settings as settingsFile } from '../../../support/job-results.ts';
import { settings } from '../../../support/vscode.ts';

const subject: JobSubject = { world: 'sandbox', place: { settings: settingsFile }, files: [list] };
const report = reportOf([item('zeebe:8.3.4', 'present')], { job: 'verify' });
const problem: Problem = {
  file: settingsFile,
  range: at(settingsFile, 2),
  rule: 'setting-unknown',
  severity: 'error',
  message: 'Not a depth',
};

/** A window whose worker answers, or fails; with what it was asked and what came of it. */
function aWindow(failure?: ReleaseError, earlier: readonly JobResult[] = []) {
  const asked: unknown[] = [];
  const withNewTags: (boolean | undefined)[] = [];
  const kept: JobResult[] = [];
  const marked: Problem[] = [];
  const services = {
    workers: {
      ask: async () => ({ dataDir: '/sandbox' }),
      runJob: async (
        world: string,
        operation: string,
        input: { depth: string; newTags?: boolean },
        options: { sandboxFolder: string },
      ) => {
        asked.push([world, operation, input.depth, options.sandboxFolder]);
        withNewTags.push(input.newTags);
        if (failure) throw failure;
        return { report, plan: planOf([]) };
      },
    },
    results: { of: async () => earlier, add: async (result: JobResult) => void kept.push(result) },
    problems: { replace: (_finder: string, _looked: unknown, found: readonly Problem[]) => marked.push(...found) },
  } as unknown as Services;
  const talk: JobTalk = { control: new JobControl('verify', 'release'), say: () => undefined };
  return { services, talk, asked, withNewTags, kept, marked };
}

beforeEach(() => {
  settings.set('marketplaceRelease.depth', 'manifests');
});
afterEach(() => {
  settings.clear();
});

describe('a verification', () => {
  it('is kept as the newest word on the images, with the sandbox that it was about', async () => {
    const { services, talk, asked, kept } = aWindow();
    const result = await runVerify(services, subject, talk);
    expect(kept).toEqual([result]);
    expect(result).toMatchObject({ world: 'sandbox', files: [list], report, sandboxFolder: '/sandbox' });
    expect(result.plan).toBeUndefined();
    expect(asked).toEqual([['sandbox', 'verify', 'manifests', '/sandbox']]);
  });

  it('looks as far as the setting says, unless somebody has said how far; so does a plan', async () => {
    const { services, talk, asked } = aWindow();
    settings.set('marketplaceRelease.depth', 'layers');
    await runVerify(services, subject, talk);
    await runPlan(services, subject, talk);
    await runVerify(services, { ...subject, depth: 'manifests' }, talk);
    expect(asked.map((one) => (one as string[])[2])).toEqual(['layers', 'layers', 'manifests']);
  });

  it('looks under new tags where an earlier job gave some', async () => {
    const plain = resultOf([item('zeebe:8.3.4', 'copy')]);
    const renewed = resultOf([item('zeebe:8.3.4-1', 'copy', { wanted: 'r.example/zeebe:8.3.4' })]);
    const wished = async (...earlier: readonly JobResult[]) => {
      const { services, talk, withNewTags } = aWindow(undefined, earlier);
      await runVerify(services, subject, talk);
      return withNewTags;
    };
    expect(await wished()).toEqual([false]);
    expect(await wished(plain)).toEqual([false]);
    expect(await wished(plain, renewed)).toEqual([true]);
  });

  it('that files stop puts their problems on their lines, and changes nothing else', async () => {
    const failure = new ReleaseError('setting-unknown', 'marketplace.yaml has errors', { problems: [problem] });
    const { services, talk, kept, marked } = aWindow(failure);
    await expect(runVerify(services, subject, talk)).rejects.toThrow(failure.message);
    expect(marked).toEqual([problem]);
    expect(kept).toEqual([]);
  });
});
