/** What fetches something, by the words that it is told with. */
const commands: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['curl', /(?:^|[\s;&|($`])curl\s+[^\s]/],
  ['wget', /(?:^|[\s;&|($`])wget\s+[^\s]/],
  ['pip install', /\bpip[\d.]*\s+(?:-\S{1,80}\s+){0,8}install\b/],
  ['apt-get install', /\bapt(?:-get)?\s+(?:-\S{1,80}\s+){0,8}install\b/],
  ['apk add', /\bapk\s+(?:-\S{1,80}\s+){0,8}add\b/],
  ['yum install', /\byum\s+(?:-\S{1,80}\s+){0,8}install\b/],
  ['dnf install', /\b(?:micro)?dnf\s+(?:-\S{1,80}\s+){0,8}install\b/],
  ['npm install', /\bnpm\s+(?:-\S{1,80}\s+){0,8}(?:install|ci)\b/],
  ['gem install', /\bgem\s+(?:-\S{1,80}\s+){0,8}install\b/],
  ['git clone', /\bgit\s+(?:-\S{1,80}\s+){0,8}clone\b/],
];

const longestLine = 4096;
/** A health check asks the container itself. */
const itself = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?=[:/\s"'?]|$)/;

/** The commands of a shell text that download or install something; comments, and what asks only this machine, are none. */
export function downloadsIn(text: string): string[] {
  const found = new Set<string>();
  for (const line of text.split('\n')) {
    if (/^\s*#/.test(line)) continue;
    const short = line.slice(0, longestLine);
    const isLocal = itself.test(short) && !/https?:\/\/(?!localhost|127\.|0\.0\.0\.0|\[::1\])/.test(short);
    for (const [name, pattern] of commands) if (!isLocal && pattern.test(short)) found.add(name);
  }
  return [...found];
}
