import type { Operate } from '../operation.ts';
import { sandboxOutline } from '../sandbox-outline.ts';
import { requireSandbox } from './require-sandbox.ts';

/** Starts the sandbox, or finds it running. */
export const startSandbox: Operate<'startSandbox'> = async (_input, context) =>
  sandboxOutline(await requireSandbox(context).use());
