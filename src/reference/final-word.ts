/** Words that some vendors put behind the version of a release itself: `2.5.0.Final`, `2.5.0.RELEASE`. `""` where there is none. */
export function finalWord(text: string): string {
  return /^[-._](?:final|ga|release)(?=$|[-._])/i.exec(text)?.[0] ?? '';
}
