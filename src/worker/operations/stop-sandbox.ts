import type { Operate } from '../operation.ts';
import { requireSandbox } from './require-sandbox.ts';

/** Ends the sandbox when this worker runs it. */
export const stopSandbox: Operate<'stopSandbox'> = async (_input, context) => {
  await requireSandbox(context).stop();
  return null;
};
