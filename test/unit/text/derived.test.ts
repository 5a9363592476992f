import { expect, it } from 'vitest';
import type { Item } from '#jobs';
import { formatLine, planText, reportText } from '#text';
import { item, planOf, reportOf, sha, target } from '../../support/job-results.ts';

const file = { from: 'run.sh', to: '/opt/run.sh', mode: 0o755, uid: 0, gid: 0, size: 1, digest: sha('f') };
const changes: Readonly<Record<string, Item['derived']>> = {
  'user 1001': { base: sha('b'), user: '1001' },
  'entry point, command, 1 variable, 2 labels, 2 files': {
    base: sha('b'),
    entrypoint: [],
    command: ['x'],
    environment: { A: 'secret?' },
    labels: { a: '1', b: '2' },
    files: [file, file],
  },
  'program license-check, user 65532:65532, entry point': {
    base: sha('b'),
    user: '65532:65532',
    entrypoint: ['node'],
    files: [{ ...file, from: 'license-check', program: 'license-check' }],
  },
};

it.each(Object.entries(changes))('rows say how an image is made from its source: %s', (words, derived) => {
  const items = ['copy', 'present', 'conflict'].map((outcome) =>
    item('zeebe:1', outcome as Item['outcome'], derived ? { derived } : {}),
  );
  const copied = item('zeebe:1', 'copied', derived ? { derived } : {});
  const lines = [
    ...planText(planOf(items), 200),
    ...reportText(reportOf([copied]), { target, log: undefined, exitCode: 0, brief: false }, 200),
  ];
  const rows = lines.map((line) => formatLine(line, false)).filter((line) => line.includes('derived: '));
  expect(rows).toHaveLength(4);
  for (const row of rows) expect(row).toContain(`derived: ${words}`);
  expect(rows.join()).not.toContain('secret?');
});
