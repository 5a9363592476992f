import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '#jobs';
import { doctorDocument, doctorText, formatLine, type Line } from '#text';

const found: Diagnosis = {
  schemaVersion: 1,
  job: 'doctor',
  ok: false,
  checks: [
    { name: 'program', state: 'ok', message: 'of today' },
    { name: 'clock', state: 'warning', message: 'It is late' },
    {
      name: 'settings',
      state: 'error',
      code: 'settings-missing',
      message: 'There is none',
      details: ['version: 1'],
      hint: 'Write one with the lines above.',
    },
  ],
};
const said = (lines: readonly Line[]) => lines.map((line) => formatLine(line, false).trimEnd());

describe('what the doctor found', () => {
  it('is read from the top in a document: what it comes to, where, and what needs somebody', () => {
    expect(said(doctorDocument(found, 'At AWS', 80))).toEqual([
      '1 error, 1 warning in 3 checks',
      'At AWS',
      '',
      '  error    settings',
      '           settings-missing: There is none',
      '             version: 1',
      '           Write one with the lines above.',
      '  warning  clock',
      '           It is late',
      '  ok       program',
      '           of today',
    ]);
  });

  it('ends with what it comes to in a terminal', () => {
    const lines = said(doctorText(found, 80));
    expect([lines[0], lines.at(-1)]).toEqual(['  ok       program', '1 error, 1 warning in 3 checks']);
  });
});
