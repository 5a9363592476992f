import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TargetStatus } from '../../../../src/extension/selection/target-status.ts';
import type { Services } from '../../../../src/extension/services.ts';

type Change = { affectsConfiguration(section: string): boolean };
const editor = vi.hoisted(() => ({ text: '', configured: (_: Change): void => undefined }));
vi.mock('vscode', async (original) => {
  const real = await original<typeof import('../../../support/vscode.ts')>();
  return {
    ...real,
    StatusBarAlignment: { Left: 1 },
    window: {
      createStatusBarItem: () => ({
        show: () => undefined,
        hide: () => undefined,
        dispose: () => undefined,
        set text(text: string) {
          editor.text = text;
        },
      }),
    },
    workspace: {
      ...real.workspace,
      asRelativePath: (file: string) => file,
      onDidChangeConfiguration: (listener: (change: Change) => void) => {
        editor.configured = listener;
        return { dispose: () => undefined };
      },
    },
  };
});

/** Questions where we are, answered by hand. */
let questions: ((where: unknown) => void)[] = [];
let status: TargetStatus;
const none = () => ({ dispose: () => undefined });
const inSandbox = (target: string) => ({ world: 'sandbox', place: { target } });
const settled = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  questions = [];
  editor.text = '';
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  status = new TargetStatus({
    selection: { onDidChange: none, whereabouts: () => new Promise((resolve) => questions.push(resolve)) },
    known: { onDidChange: none },
    sandbox: { onDidChange: none },
    log: { debug: () => undefined },
  } as unknown as Services);
});
afterEach(() => {
  status.dispose();
  vi.useRealTimers();
});

it('looks for settings only once activation is over', async () => {
  expect(questions).toHaveLength(0);
  vi.runAllTimers();
  expect(questions).toHaveLength(1);
  questions[0]?.(inSandbox('first'));
  await settled();
  expect(editor.text).toContain('first');
});

it('looks again for settings of ours alone', () => {
  editor.configured({ affectsConfiguration: () => false });
  expect(questions).toHaveLength(0);
  editor.configured({ affectsConfiguration: (section) => section === 'marketplaceRelease' });
  expect(questions).toHaveLength(1);
});

it('shows what was asked for last, whichever answer comes last', async () => {
  const change = { affectsConfiguration: () => true };
  editor.configured(change);
  editor.configured(change);
  const [first, second] = questions;
  second?.(inSandbox('second'));
  await settled();
  first?.(inSandbox('first'));
  await settled();
  expect(editor.text).toContain('second');
});

it('shows nothing once it is gone', async () => {
  vi.runAllTimers();
  status.dispose();
  questions[0]?.(inSandbox('first'));
  await settled();
  expect(editor.text).toBe('');
});
