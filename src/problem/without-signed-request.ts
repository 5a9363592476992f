/** AWS's words without the request that it repeats to whoever signed it wrongly: nobody reads it, and a session's token is in it. */
export function withoutSignedRequest(words: string): string {
  return words.replace(/\s*The (?:Canonical String|String-to-Sign)\b[\s\S]*$/i, '');
}
