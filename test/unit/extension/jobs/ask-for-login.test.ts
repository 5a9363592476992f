import { afterEach, describe, expect, it, vi } from 'vitest';
import { askForLogin } from '../../../../src/extension/jobs/ask/ask-for-login.ts';
import type { Services } from '../../../../src/extension/services.ts';
import { window } from '../../../support/vscode.ts';

const opened = vi.hoisted((): { profile: string | undefined; over: () => void }[] => []);
vi.mock('../../../../src/extension/selection/login-terminal.ts', () => ({
  openLoginTerminal: async (_: unknown, profile: string | undefined, over: () => void) => {
    opened.push({ profile, over });
  },
}));

const ended = { message: 'Token is expired', hint: 'Run: aws sso login --profile seller', profile: 'seller' };
const services = {} as Pick<Services, 'context'>;

/** Somebody who answers each message in turn, and then no more. */
function answers(...chosen: (string | undefined)[]) {
  const asked: { words: string; modal: boolean; buttons: string[] }[] = [];
  vi.spyOn(window, 'showWarningMessage').mockImplementation(async (words, options, ...buttons) => {
    const { modal } = options as { readonly modal: boolean };
    asked.push({ words, modal, buttons: buttons.map(String) });
    return asked.length <= chosen.length ? chosen[asked.length - 1] : new Promise(() => undefined);
  });
  return asked;
}

afterEach(() => {
  vi.restoreAllMocks();
  opened.length = 0;
});

describe('the question for a login', () => {
  const ask = (signal = new AbortController().signal) => askForLogin(services, ended, signal, () => '3 of 12 images');

  it('says what ended and what helps, and takes the answer', async () => {
    const asked = answers('Continue');
    expect(await ask()).toBe('again');
    expect(asked).toEqual([
      {
        words: 'The job waits at 3 of 12 images: Token is expired. Run: aws sso login --profile seller',
        modal: false,
        buttons: ['Sign In to AWS', 'Continue', 'Stop the Job'],
      },
    ]);
    answers('Stop the Job');
    expect(await ask()).toBe('stop');
  });

  it('opens a terminal, and goes on by itself when the login is done there', async () => {
    answers('Sign In to AWS');
    const answer = ask();
    await vi.waitUntil(() => opened.length === 1);
    expect(opened[0]?.profile).toBe('seller');
    opened[0]?.over();
    expect(await answer).toBe('again');
  });

  it('that is put away comes back in the middle of the window, and only who says so stops the job', async () => {
    const asked = answers(undefined, undefined, undefined, 'Stop the Job');
    expect(await ask()).toBe('stop');
    expect(asked.map(({ modal }) => modal)).toEqual([false, true, false, true]);
    expect(new Set(asked.map(({ buttons }) => buttons.join()))).toEqual(
      new Set(['Sign In to AWS,Continue,Stop the Job']),
    );
  });

  it('ends with the job', async () => {
    answers();
    const controller = new AbortController();
    const answer = ask(controller.signal);
    controller.abort();
    expect(await answer).toBe('stop');
  });
});
