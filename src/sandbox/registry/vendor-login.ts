import type { BasicLogin } from './basic-login.ts';

/** The login that the vendor's registry wants. It stands in the hosts map; its password is also what the sample secret holds. */
export const vendorLogin: BasicLogin = { username: 'sandbox', password: 'sandbox-password' };
