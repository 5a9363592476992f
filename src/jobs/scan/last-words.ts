const maxLines = 3;
const maxLength = 300;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what terminals take for colours begins with one
const colours = /\u001b\[[0-9;]*[A-Za-z]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const controls = /[\u0000-\u001f\u007f-\u009f]+/g;

/** The last lines of what a program wrote, for one sentence: without colours and control characters. */
export function lastWords(text: string): string {
  const lines = text
    .replace(colours, '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(controls, ' ').trim())
    .filter((line) => line !== '');
  return lines
    .slice(-maxLines)
    .map((line) => (line.length > maxLength ? `${line.slice(0, maxLength)}…` : line))
    .join(' · ');
}
