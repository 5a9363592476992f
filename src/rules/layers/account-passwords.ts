/** Files with the accounts of the system; the second field of a line is the password (shadow(5), passwd(5), gshadow(5)). */
const accountFiles: ReadonlySet<string> = new Set([
  'etc/passwd',
  'etc/shadow',
  'etc/shadow-',
  'etc/gshadow',
  'etc/gshadow-',
]);

/** Whether a path is one of those files. */
export function isAccountFile(path: string): boolean {
  return accountFiles.has(path);
}

/**
 * The worst password of the accounts in such a file: a hash, locked or not, else a blank one, with which one logs in without. `*`, `!`
 * and `x` are none; an empty field of gshadow is no login.
 */
export function accountPasswordIn(path: string, text: string): 'password hash' | 'blank password' | undefined {
  let hasBlank = false;
  for (const line of text.split('\n')) {
    const [name, password] = line.split(':', 2);
    if (!name || password === undefined || name.startsWith('#')) continue;
    // A `!` before a hash locks the account; the hash can be read all the same.
    const stripped = password.replace(/^[!*]+/, '');
    if (/^[$_]./.test(stripped) || /^[./0-9A-Za-z]{13}$/.test(stripped)) return 'password hash';
    if (password === '' && !path.includes('gshadow')) hasBlank = true;
  }
  return hasBlank ? 'blank password' : undefined;
}
