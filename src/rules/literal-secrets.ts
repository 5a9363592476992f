/** Parts of names that stand for secrets; `KEY` alone is often the fingerprint of a public one. */
const secretName =
  /(?:PASSWORDS?|PASSWD|PASSPHRASE|SECRETS?|TOKENS?|CREDENTIALS?|API_?KEYS?|ACCESS_?KEYS?|PRIVATE_?KEYS?|ENCRYPTION_?KEYS?)(?![A-Za-z])/i;
/** Names of passwords, which may be digits alone. PASS and PWD are words of their own at the end: PWD alone is a folder. */
const passwordName = /(?:PASSWORDS?|PASSWD|PASSPHRASE|(?:^|_)PASS|_PWD)\d*$/i;
/** Names that say where a secret is, how long it lasts, or what form it has. */
const aboutName =
  /_(?:FILE|PATH|DIR|URL|URI|NAME|HEADER|TTL|LENGTH|MIN|MAX|TIMEOUT|EXPIRY|EXPIRATION|TYPE|ALGORITHM|ENABLED|REQUIRED|POLICY|LIFETIME|AGE|ISSUER|AUDIENCE|ENDPOINT|PROVIDER|REF|ARN)$/i;
/** Values that are no secret: switches, places elsewhere, references to something else (`$NAME`, `${`, `$(`). */
const harmless =
  /^(?:true|false|yes|no|on|off|none|null|[01]|\.\/.*|https?:\/\/.*|file:.*|arn:.*|[%<{].*|\$(?:[a-z_{(@*#?!-].*|\d*))$/i;
/** Numbers, which are harmless where no password is asked for. */
const number = /^\d{1,6}$/;
/** A place in the file system: words between slashes, or one in small letters. `/abcDEF123` may be a token. */
const place = /^\/(?:[^/]+\/.*|[a-z._-]*)$/;
/** A hash of a password as crypt(5) and LDAP (RFC 2307) write it, which can be tried at leisure: `$6$salt$…`, `{SSHA}…`. */
const hash =
  /^(?:\$(?:\d[a-z]?|g?y|apr1|argon2[a-z]{1,2}|scrypt|pbkdf2[\w-]{0,20})\$.{8,}|\{(?:S?SHA|S?MD5|S?SHA\d{3}|CRYPT|ARGON2|PBKDF2[\w-]{0,20})\}.+)$/i;

/** Values that are secrets whatever they are called, by who gives them out. */
const tokens: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['an AWS access key', /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40})/],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{20}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['a Slack token', /\bxox[abprs]-[A-Za-z0-9-]{20}/],
  ['a private key', /-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY/],
  ['a password in a URL', /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{0,200}:(?![$%<{*])[^\s/@]{1,200}@/i],
];

/** What kind of secret a text holds, whatever it is called: `a GitHub token`; undefined when none is seen. */
export function tokenIn(text: string): string | undefined {
  return tokens.find(([, pattern]) => pattern.test(text))?.[0];
}

/** Whether a value that stands under a name is a secret, written out. */
export function isLiteralSecret(name: string, value: string): boolean {
  const isPassword = passwordName.test(name);
  if (value === '' || !(isPassword || secretName.test(name)) || aboutName.test(name)) return false;
  if (hash.test(value)) return true;
  return !harmless.test(value) && !place.test(value) && (isPassword || !number.test(value));
}
