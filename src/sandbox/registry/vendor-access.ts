import { createHash, timingSafeEqual } from 'node:crypto';
import { type Access, isWrite } from './access.ts';
import { type BasicLogin, basicLogin } from './basic-login.ts';
import { Refusal } from './refusal.ts';

/** The access rules of a software vendor's registry: one customer login (Basic), which may pull. */
export function vendorAccess(login: BasicLogin): Access {
  const digest = ({ username, password }: BasicLogin): Buffer =>
    createHash('sha256').update(`${username}:${password}`).digest();
  const wanted = digest(login);
  return {
    check: (request, action) => {
      const given = basicLogin(request);
      if (!given || !timingSafeEqual(digest(given), wanted)) {
        throw new Refusal(401, 'UNAUTHORIZED', 'authentication required', {
          'www-authenticate': 'Basic realm="Sandbox vendor registry"',
        });
      }
      if (isWrite(action)) throw new Refusal(403, 'DENIED', 'requested access to the resource is denied');
    },
  };
}
