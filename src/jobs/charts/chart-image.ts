import * as z from 'zod/mini';
import { codeSchema } from '../code-schema.ts';

/** Where a chart names an image. */
const chartPlaceSchema = z.object({
  /** In the chart, or the manifest's template as Helm names it. */
  file: z.string(),
  /** 1-based, where it is known. */
  line: z.optional(z.int()),
  /** The value that holds it, as `--set` names it: `zeebe.image`. */
  value: z.optional(z.string()),
  /** What is rendered with it: `StatefulSet/zeebe`. */
  object: z.optional(z.string()),
});

export type ChartPlace = z.infer<typeof chartPlaceSchema>;

/** An image that a chart needs, and what the target has of it. */
export const chartImageSchema = z.object({
  /** As the chart names it, completed: `docker.io/library/redis:7.2.4`. Absent for one that only the injected parts name. */
  source: z.optional(z.string()),
  /** Where the chart that is released finds it; absent where that cannot be told. */
  target: z.optional(z.string()),
  /** The tag that it would have if that were not taken: it goes under a new one instead. */
  wanted: z.optional(z.string()),
  /**
   * present: the target has it · equivalent: of the same origin · missing: it is to be mirrored · taken: the tag holds another image ·
   * unknown: it could not be learned · refused: it cannot be released as the chart names it
   */
  state: z.enum(['present', 'equivalent', 'missing', 'taken', 'unknown', 'refused']),
  /** Whether the chart needs it with its default values. */
  isDefault: z.boolean(),
  /** Set where a field that looks like an image was taken for one. */
  isGuess: z.optional(z.literal(true)),
  places: z.array(chartPlaceSchema),
  /** What the source is. */
  sourceDigest: z.optional(z.string()),
  /** What the target tag holds. */
  digest: z.optional(z.string()),
  code: z.optional(codeSchema),
  message: z.optional(z.string()),
  hint: z.optional(z.string()),
});

export type ChartImage = z.infer<typeof chartImageSchema>;

/** How images were found. */
export const lookSchema = z.discriminatedUnion('by', [
  /** Rendered by a real Helm: with default values, and with everything on. */
  z.object({ by: z.literal('helm'), version: z.string() }),
  /** From values and templates. */
  z.object({ by: z.literal('values'), why: z.string() }),
]);

export type ImageLook = z.infer<typeof lookSchema>;
