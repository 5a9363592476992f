import * as z from 'zod/mini';
import { planSchema } from './mirror/mirror-plan.ts';
import { reportSchema } from './report.ts';

/**
 * The JSON Schemas (draft 7) of what `plan -o` saves and what `mirror` and `verify` print with `--json`, by the names of their files in `media/schemas/`.
 * Made from what reads those documents again; `npm run docs` writes them. A newer version may add keys.
 */
export function jsonSchemas(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return {
    'plan.schema.json': titled('Plan', 'What a mirror would push.', planSchema),
    'report.schema.json': titled('Report', 'What a mirror did, or a verification found, image by image.', reportSchema),
  };
}

function titled(title: string, description: string, schema: z.core.$ZodType): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return { $schema, title, description, ...rest };
}
