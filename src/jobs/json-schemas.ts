import * as z from 'zod/mini';
import { chartImagesSchema } from './charts/chart-images.ts';
import { chartPlanSchema } from './charts/chart-plan.ts';
import { chartReportSchema } from './charts/chart-report.ts';
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
    'chart-images.schema.json': titled('Chart images', 'The images that a chart needs.', chartImagesSchema),
    'chart-plan.schema.json': titled('Chart plan', 'What an injection would do with a chart.', chartPlanSchema),
    'chart-report.schema.json': titled('Chart report', 'What an injection did.', chartReportSchema),
  };
}

function titled(title: string, description: string, schema: z.core.$ZodType): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return { $schema, title, description, ...rest };
}
