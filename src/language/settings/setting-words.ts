import type { SettingKey } from '#formats';

/** What is told of a setting, as Markdown: what it is, what it can be, what holds without it. */
export function settingWords({ note, values, keys }: SettingKey): string {
  const lines = [note?.description ?? ''];
  if (values.length > 1) lines.push(`One of: ${values.map((value) => `\`${value}\``).join(', ')}.`);
  if (isGrade(keys)) lines.push('Or with the reason, which `off` needs: `{ level: off, reason: "…" }`.');
  if (note?.fallback !== undefined) lines.push(`Default: ${note.fallback}.`);
  return lines.filter((line) => line !== '').join('\n\n');
}

/** What a rule can be set to stands in a group as well: `level` and `reason`. */
function isGrade(keys: readonly string[]): boolean {
  return keys.includes('level') && keys.includes('reason');
}
