/** Longer ones have a schema or a whole value in them. */
const maxLength = 400;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const controls = /[\u0000-\u001f\u007f-\u009f]+/g;

/** Why Helm does not do it, of what it wrote to stderr: its last error on one line, without what it advises. */
export function helmWords(errors: string): string {
  const lines = errors.split(/\r\n|\r|\n/);
  const last = lines.findLastIndex((line) => line.startsWith('Error: '));
  const told = lines
    .slice(Math.max(last, 0))
    .filter((line) => !line.startsWith('Use --debug flag') && !line.startsWith('level='))
    .map((line) => line.replace(controls, ' ').trim())
    .filter((line) => line !== '');
  const words = told
    .join(' ')
    .replace(/^Error: /, '')
    .replace(/^(?:execution error at \(([^)]*)\): )/, '$1: ');
  if (words === '') return 'Helm did not say why';
  return words.length > maxLength ? `${words.slice(0, maxLength)}…` : words;
}
