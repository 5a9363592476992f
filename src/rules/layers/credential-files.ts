interface CredentialFile {
  /** The end of the path, from a slash or the beginning on. */
  readonly name: string;
  /** What one line of such a file has when it holds a secret; a variable in its place is none. */
  readonly line: RegExp;
}

/** Files that hold logins, by where the programs that read them look. */
const files: readonly CredentialFile[] = [
  // npmrc(5): _auth, _authToken, _password, perhaps behind //host/:
  { name: '.npmrc', line: /(?:^|:)_(?:auth|authToken|password)\s*=\s*["']?(?!\$\{|["']|\s|$)/ },
  // Python packaging user guide, "The .pypirc file"
  { name: '.pypirc', line: /^\s*password\s*[:=]\s*(?![%$]|\s|$)/ },
  // docker's config.json; credsStore and credHelpers hold none
  { name: '.docker/config.json', line: /"(?:auth|identitytoken|registrytoken|password)"\s*:\s*"[^"]/ },
  { name: '.dockercfg', line: /"(?:auth|identitytoken|registrytoken|password)"\s*:\s*"[^"]/ },
  // AWS CLI user guide, "Configuration and credential file settings"
  { name: '.aws/credentials', line: /^\s*aws_(?:secret_access_key|session_token)\s*=\s*(?![$<]|\s|$)/i },
  { name: '.aws/config', line: /^\s*aws_(?:secret_access_key|session_token)\s*=\s*(?![$<]|\s|$)/i },
  // netrc(5), git-credential-store(1)
  { name: '.netrc', line: /(?:^|\s)password\s+(?![$<])\S/ },
  { name: '.git-credentials', line: /^https?:\/\/[^\s/:@]*:[^\s/@$]/ },
];

const longestLine = 4096;
/** The kind of a key is a word of its own, behind options or not: so no part of a line is read twice. */
const authorizedKey = /(?<!\S)(?:ssh-|ecdsa-sha2-|sk-)[\w@.-]+\s+AAAA/;

function known(path: string): CredentialFile | undefined {
  return files.find(({ name }) => path === name || path.endsWith(`/${name}`));
}

/** Whether a path is one that programs read their logins from. */
export function isCredentialFile(path: string): boolean {
  return known(path) !== undefined;
}

/** Whether such a file holds a secret, rather than a place for one. */
export function holdsCredentials(path: string, text: string): boolean {
  const file = known(path);
  if (!file) return false;
  return text.split('\n').some((line) => !/^\s*[#;]/.test(line) && file.line.test(line.slice(0, longestLine)));
}

/** Whether a path is one where sshd looks for the keys that may log in (sshd(8), AUTHORIZED_KEYS FILE FORMAT). */
export function isAuthorizedKeys(path: string): boolean {
  return /(?:^|\/)\.ssh\/authorized_keys2?$/.test(path);
}

/** Whether such a file lets anybody in. */
export function holdsAuthorizedKeys(text: string): boolean {
  return text.split('\n').some((line) => !/^\s*#/.test(line) && authorizedKey.test(line.slice(0, longestLine)));
}
