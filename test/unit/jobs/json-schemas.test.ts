import { describe, expect, it } from 'vitest';
import { getLanguageService, type JSONSchema, TextDocument } from 'vscode-json-languageservice';
import { jsonSchemas } from '../../../src/jobs/json-schemas.ts';
import { item, planOf, reportOf } from '../../support/job-results.ts';

const service = getLanguageService({});
const schemas = jsonSchemas();

async function told(file: string, value: object): Promise<string[]> {
  const document = TextDocument.create('file:///x.json', 'json', 1, JSON.stringify(value));
  const found = await service.doValidation(
    document,
    service.parseJSONDocument(document),
    {},
    schemas[file] as JSONSchema,
  );
  return found.map(({ message }) => String(message));
}

const items = [item('zeebe:8.3.4', 'copy'), item('identity:8.3.4', 'conflict', { code: 'tag-taken', message: 'x' })];

describe('the schemas of plan and report', () => {
  it('take what a job gives, and what a newer version adds', async () => {
    expect(await told('plan.schema.json', planOf(items))).toEqual([]);
    expect(await told('report.schema.json', reportOf([item('zeebe:8.3.4', 'copied')]))).toEqual([]);
    expect(await told('plan.schema.json', { ...planOf(items), more: 1 })).toEqual([]);
  });

  it('refuse what is neither', async () => {
    const { target: _, ...rest } = planOf(items);
    expect(await told('plan.schema.json', rest)).toEqual([expect.stringContaining('target')]);
    expect(await told('report.schema.json', { ...reportOf([]), schemaVersion: 2 })).not.toEqual([]);
    expect(await told('plan.schema.json', planOf([item('a:1', 'gone' as 'copy')]))).not.toEqual([]);
  });
});
