import { expect, it, vi } from 'vitest';
import { ChartProblemLines } from '../../../../src/extension/charts/chart-problem-lines.ts';
import { bringProblemsBack, chartLinesOf } from '../../../../src/extension/charts/problems-brought-back.ts';
import type { Services } from '../../../../src/extension/services.ts';

vi.mock('../../../../src/extension/release/settings-hash.ts', () => ({ settingsHash: async () => 'now' }));

const hash = 'now';
const of = (record: string, settingsHash: string, problems: number) => ({
  world: 'aws',
  state: { record, settingsHash, problems },
});
const problem = { file: '/r/app/values.yaml', line: 3, rule: 'not-released', severity: 'error', message: 'no' };
const known = (record: string) => ({
  world: 'aws',
  place: { settings: '/r/marketplace.yaml' },
  wish: { chart: record, push: true },
  plan: { problems: [problem] },
});

it('what speaks against charts is there again after a reload, unless it was planned under other settings', async () => {
  const asked: string[] = [];
  const services = {
    charts: {
      all: [
        of('right', hash, 0),
        of('wrong', hash, 1),
        of('older', 'other', 1),
        of('planned', hash, 1),
        of('gone', hash, 1),
      ],
      find: async (_: string, record: string) => {
        asked.push(record);
        return record === 'gone' ? undefined : known(record);
      },
    },
    log: { debug: () => undefined },
  } as unknown as Services;
  const told: string[] = [];
  const lines = new ChartProblemLines({
    replace: (_, __, problems) => told.push(problems.map(({ file }) => file).join()),
  });
  // Planned anew in the meantime: that counts.
  lines.replace(chartLinesOf(known('planned') as unknown as Parameters<typeof chartLinesOf>[0]), []);
  await bringProblemsBack(services, lines);
  expect(asked).toEqual(['wrong', 'older', 'planned', 'gone']);
  expect(told).toEqual(['', '/r/app/values.yaml']);
});
