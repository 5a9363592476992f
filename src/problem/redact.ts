const hidden = '[redacted]';

/**
 * Rules for text that is about to leave the process. They look for the shapes secrets have on the wire; they need not know the
 * secret itself, so they also catch what a server echoes back.
 */
const shapes: readonly [RegExp, string][] = [
  // Authorization: Bearer …, Basic …, and the same words in a server's answer
  [/\b(Bearer|Basic)\s+[A-Za-z0-9+/=._~-]{8,}/gi, `$1 ${hidden}`],
  // https://user:password@host/
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#@]+@/gi, `$1${hidden}@`],
  // signed URLs (AWS, Google, Azure) and tokens in a query
  [
    /([?&](?:X-Amz-(?:Signature|Credential|Security-Token)|X-Goog-(?:Signature|Credential)|Signature|sig|token|access_token|refresh_token|password)=)[^&\s"'<>]+/gi,
    `$1${hidden}`,
  ],
  // a JSON web token, wherever it stands
  [/\beyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)?/g, hidden],
  // the header of a session, as AWS repeats it when a signature does not match
  [/(\bx-amz-security-token["' \t]*[:=]["' \t]*)[^\s"'&,;<>]+/gi, `$1${hidden}`],
  // "token": "…" in a JSON body
  [
    /("(?:token|access_token|refresh_token|identitytoken|password|secret|authorizationToken|auth)"\s*:\s*")(?:[^"\\]|\\.)*/gi,
    `$1${hidden}`,
  ],
  // AWS secret and session parts
  [
    /\b(aws_secret_access_key|aws_session_token|secretAccessKey|sessionToken)(["'\s:=]+)[A-Za-z0-9+/=_-]{16,}/gi,
    `$1$2${hidden}`,
  ],
];

/** Shorter ones are words of every text; nobody could tell what was hidden. */
const shortestKnown = 4;

/**
 * The text with everything that has the shape of a secret replaced. Applying it twice changes nothing more.
 * @param known secrets in use, to be hidden whatever their shape: for text that somebody else wrote, who may have been told them
 */
export function redact(text: string, known: readonly string[] = []): string {
  const longestFirst = known.filter(({ length }) => length >= shortestKnown).sort((a, b) => b.length - a.length);
  const withoutKnown = longestFirst.reduce((result, secret) => result.replaceAll(secret, hidden), text);
  return shapes.reduce((result, [shape, replacement]) => result.replace(shape, replacement), withoutKnown);
}
