import * as z from 'zod/mini';
import { jsonKeywords } from './json-keywords.ts';
import { releaseSchema } from './release-schema.ts';
import { type SettingNote, settingNotes } from './setting-notes.ts';
import { settingsSchema } from './settings-schema.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schemas (draft 7, which editors know best) of the files that people write, by the names of their files in `media/schemas/`.
 * Made from what checks those files at run time; `npm run docs` writes them.
 */
export function jsonSchemas(): Readonly<Record<string, JsonSchema>> {
  return {
    'marketplace.schema.json': titled(
      'marketplace.yaml',
      "One release's settings. Paths are relative to the file; a key that is not understood is an error.",
      settingsSchema,
    ),
    'release.schema.json': titled(
      'Release file',
      "A vendor's release: each image pinned by digest, with its destination. Other keys are the vendor's business.",
      releaseSchema,
    ),
  };
}

function titled(title: string, description: string, schema: z.core.$ZodType): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    override({ zodSchema, jsonSchema }) {
      Object.assign(jsonSchema, jsonKeywords.get(zodSchema));
      if (zodSchema._zod.def.type === 'optional') takeNull(jsonSchema);
      const note = settingNotes.get(zodSchema);
      if (note) Object.assign(jsonSchema, { description: descriptionOf(note) });
    },
  });
  return { $schema, title, description, ...rest };
}

/** What may be left out may have nothing behind its key, too. */
function takeNull(schema: z.core.JSONSchema.BaseSchema): void {
  const { type, enum: values } = schema;
  const isPlain = ['oneOf', 'anyOf', 'allOf', 'not', 'if'].every((keyword) => !Object.hasOwn(schema, keyword));
  if (typeof type === 'string' && isPlain) {
    Object.assign(schema, { type: [type, 'null'] }, values ? { enum: [...values, null] } : {});
    return;
  }
  const inner = { ...schema };
  for (const keyword of Object.keys(schema)) delete schema[keyword];
  Object.assign(schema, { anyOf: [inner, { type: 'null' }] });
}

function descriptionOf({ description, fallback }: SettingNote): string {
  return fallback === undefined ? description : `${description} Default: ${fallback}.`;
}
