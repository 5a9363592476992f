import type { AttestationFault } from './finding.ts';

/** Why bytes are no signed message; thrown and caught within this room. */
export class MessageFault extends Error {
  readonly code: AttestationFault;

  constructor(code: AttestationFault, why: string) {
    super(why);
    this.code = code;
  }
}
