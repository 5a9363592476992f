import { applyEdits, modify, parse } from 'jsonc-parser';
import * as z from 'zod/mini';
import { lineIndex, readJson } from '#formats';
import type { ChartDraft } from './chart-draft.ts';

const file = 'values.schema.json';
/** Behind this many references it is a circle. */
const mostSchemas = 32;

const schemaShape = z.looseObject({
  $ref: z.catch(z.optional(z.string()), undefined),
  allOf: z.catch(z.optional(z.array(z.unknown())), undefined),
  properties: z.catch(z.optional(z.record(z.string(), z.unknown())), undefined),
  patternProperties: z.catch(z.optional(z.record(z.string(), z.unknown())), undefined),
  additionalProperties: z.optional(z.unknown()),
  unevaluatedProperties: z.optional(z.unknown()),
  propertyNames: z.optional(z.unknown()),
});
type Schema = z.infer<typeof schemaShape>;
type Place = readonly (string | number)[];

/**
 * Has `values.schema.json` take the values that were added at the top. Most schemas take what they do not know; one that says otherwise gets a
 * property for each, and every other byte stays. Subcharts see only what stands under their own name, so theirs are of no matter.
 * @param keys of `values.yaml`
 */
export function allowValues(draft: ChartDraft, keys: readonly string[]): void {
  const before = draft.text(file);
  if (keys.length === 0) return;
  if (draft.isUnreadable(file)) refused(draft, keys, 'it is too large, or not UTF-8');
  if (before === undefined) return;
  const mark = before.startsWith('\uFEFF') ? '\uFEFF' : '';
  let text = before.slice(mark.length);
  if (readJson(text, lineIndex(text)).problems.length > 0) {
    refused(draft, keys, 'it is no JSON');
    return;
  }
  const root: unknown = parse(text);
  for (const { place, schema } of schemasOf(root, [], 0)) {
    for (const key of keys) {
      const why = refusal(schema, key);
      if (why === undefined) continue;
      if (why !== 'closed') {
        refused(draft, [key], why);
        continue;
      }
      const at = [...place, 'properties', key];
      const value = key === 'awsmp' ? { type: 'object' } : { type: 'string' };
      text = applyEdits(text, modify(text, at, value, { formattingOptions: formatOf(text) }));
    }
  }
  draft.set(file, mark + text);
}

/** The schemas that all of the values must fit: the root, and what it refers to. */
function schemasOf(root: unknown, place: Place, depth: number): { place: Place; schema: Schema }[] {
  const read = schemaShape.safeParse(at(root, place));
  if (!read.success || depth > mostSchemas) return [];
  const { $ref, allOf = [] } = read.data;
  const referred = $ref === undefined ? undefined : placeOf($ref);
  return [
    { place, schema: read.data },
    ...(referred ? schemasOf(root, referred, depth + 1) : []),
    ...allOf.slice(0, 8).flatMap((_, position) => schemasOf(root, [...place, 'allOf', position], depth + 8)),
  ];
}

/** `#/$defs/values`: a JSON pointer within the file. */
function placeOf(reference: string): Place | undefined {
  if (!/^#(?:\/|$)/.test(reference)) return undefined;
  return reference
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function at(value: unknown, place: Place): unknown {
  let found = value;
  for (const key of place) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string | number, unknown>)[key];
  }
  return found;
}

/** Why a schema takes no such key; `closed` where a property cures it. */
function refusal(schema: Schema, key: string): string | undefined {
  if (schema.properties && Object.hasOwn(schema.properties, key)) return undefined;
  if (schema.propertyNames !== undefined) return 'it says what properties may be called';
  if (Object.keys(schema.patternProperties ?? {}).length > 0) {
    return schema.additionalProperties === false ? 'closed' : undefined;
  }
  const further = schema.additionalProperties ?? schema.unevaluatedProperties;
  if (further === false) return 'closed';
  // What it wants of others may be no group of keys.
  return typeof further === 'object' && further !== null && Object.keys(further).length > 0 ? 'closed' : undefined;
}

function refused(draft: ChartDraft, keys: readonly string[], why: string): void {
  const message = `The chart's values.schema.json may refuse ${keys.join(' and ')}: ${why}.`;
  const hint = 'Allow it there by hand: "awsmp": { "type": "object" }.';
  draft.finding({ code: 'chart-schema-refuses', severity: 'error', message, hint, file, line: 1 });
}

/** As the file is written. */
function formatOf(text: string) {
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  return { insertSpaces: !indent.startsWith('\t'), tabSize: indent.startsWith('\t') ? 1 : indent.length, eol };
}
