import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { codeSchema } from '../code-schema.ts';

const depths = ['manifests', 'layers'] as const;

/** How much of an image is read to judge it: `manifests` and configs, a small request each, or all its layers too. */
export type Depth = (typeof depths)[number];

/** What plans and reports say of how far images were looked into; nothing where they were not judged. */
export const depthShape = {
  depth: z.optional(z.enum(depths)),
  /** Rules that look into layers, and that layers were not read for. */
  unasked: z.optional(z.array(codeSchema)),
};

/**
 * A depth as somebody names it; `manifests` when nobody does.
 * @throws ReleaseError `usage`
 */
export function parseDepth(text: string | undefined): Depth {
  const found = depths.find((one) => one === (text ?? 'manifests'));
  if (found) return found;
  throw new ReleaseError('usage', `There is no depth ${text}`, {
    hint: 'manifests reads manifests and configs, layers every layer too.',
  });
}
