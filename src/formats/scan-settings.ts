import type { TextProblem } from '#problem';
import { present } from './present.ts';
import { quote } from './quote.ts';
import type { RawScan } from './scan-schema.ts';
import type { ScanSettings } from './trust-model.ts';
import type { YamlValue } from './yaml-value.ts';

/** `scan` as the schema has accepted it. Whoever runs a scanner expects findings of every image. */
export function scanSettings(raw: RawScan, yaml: YamlValue): ScanSettings {
  return {
    ...present({ with: raw.with, findings: raw.findings }),
    block: raw.block ?? 'critical',
    unfixed: raw.unfixed ?? true,
    missing: raw.missing ?? (raw.with === undefined ? 'warning' : 'error'),
    accept: (raw.accept ?? []).map(({ id, reason, until }, position) => ({
      id,
      reason,
      ...present({ until }),
      range: yaml.rangeOf(['scan', 'accept', position, 'id']),
    })),
  };
}

/** What is wrong with `scan` although each of its keys is right. */
export function scanProblems({ accept = [] }: RawScan, yaml: YamlValue): TextProblem[] {
  const ids = accept.map(({ id }) => id.toUpperCase());
  return accept.flatMap(({ id }, position): TextProblem[] => {
    if (ids.indexOf(id.toUpperCase()) === position) return [];
    const range = yaml.rangeOf(['scan', 'accept', position, 'id']);
    const message = `${quote(id)} is accepted twice.`;
    return [{ rule: 'setting-invalid', severity: 'error', range, message, hint: 'Remove one of them.' }];
  });
}
