import type { SettingKey } from '#formats';

/** What is told of a setting, as Markdown: what it is, what it can be, what holds without it. */
export function settingWords({ note, values }: SettingKey): string {
  const lines = [note?.description ?? ''];
  if (values.length > 1) lines.push(`One of: ${values.map((value) => `\`${value}\``).join(', ')}.`);
  if (note?.fallback !== undefined) lines.push(`Default: ${note.fallback}.`);
  return lines.filter((line) => line !== '').join('\n\n');
}
