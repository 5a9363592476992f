import type { Login } from '../access.ts';

/** The forms in which a login could come back in a server's words: as it is, in a URL, in JSON, as the Basic header has it. */
export function secretForms(login: Login | undefined): string[] {
  if (!login) return [];
  if (login.kind === 'identity-token') return formsOf(login.token);
  const basic = Buffer.from(`${login.username}:${login.password}`).toString('base64');
  return [...formsOf(login.password), basic];
}

function formsOf(secret: string): string[] {
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
}
