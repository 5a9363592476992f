import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Jobs } from '../../../../src/extension/jobs/jobs.ts';
import type { PlanResult } from '../../../../src/extension/jobs/results/job-result.ts';
import { mirrorInEditor } from '../../../../src/extension/jobs/run/mirror-in-editor.ts';
import { planAgain } from '../../../../src/extension/jobs/run/plan-again.ts';
import { planInEditor } from '../../../../src/extension/jobs/run/plan-in-editor.ts';
import { verifyInEditor } from '../../../../src/extension/jobs/run/verify-in-editor.ts';
import { runTask } from '../../../../src/extension/tasks/run-task.ts';
import { window, workspace } from '../../../support/vscode.ts';

const told: string[] = [];

/** Nothing of it may be touched. */
const untouchable = new Proxy({}, { get: (_, name) => expect.unreachable(`${String(name)} is used`) });
const jobs = untouchable as Jobs;
const subject = { world: 'aws', place: { settings: '/workspace/marketplace.yaml' }, files: [] } as const;

beforeEach(() => {
  workspace.isTrusted = false;
  told.length = 0;
  vi.spyOn(window, 'showWarningMessage').mockImplementation(async (words) => void told.push(words));
});
afterEach(() => {
  vi.restoreAllMocks();
  workspace.isTrusted = true;
});

it('a plan is not made, whoever asks for it, and the user is told', async () => {
  expect(await planInEditor(jobs, subject, 'plan')).toBeUndefined();
  expect(await planAgain(jobs, subject).run()).toBeUndefined();
  expect(told).toHaveLength(2);
  expect(told[0]).toMatch(/^Planning is not done in a workspace that is not trusted/);
});

it('nothing is verified, and the user is told', async () => {
  await verifyInEditor(jobs, subject);
  expect(told).toEqual([expect.stringMatching(/^Verifying is not done in a workspace that is not trusted/)]);
});

it('a mirror is not run, and the user is told', async () => {
  await mirrorInEditor(jobs, untouchable as PlanResult);
  expect(told).toEqual([expect.stringMatching(/^Mirroring is not done in a workspace that is not trusted/)]);
});

it.each(['plan', 'verify', 'mirror'] as const)('the task %s ends at once', async (job) => {
  const talk = untouchable as Parameters<typeof runTask>[3];
  await expect(runTask(jobs, { job }, subject, talk, String)).rejects.toMatchObject({ code: 'workspace-untrusted' });
});
