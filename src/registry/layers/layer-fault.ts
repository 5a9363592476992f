import type { Code } from '#problem';

/** Why a layer's content is not known although its bytes came as its digest says. */
export type LayerFaultCode = Extract<Code, 'layer-malformed' | 'layer-too-large' | 'layer-compression'>;

/** Something wrong with a layer itself, not with its way here: it is the same in every registry and on every other try. */
export interface LayerFault {
  readonly code: LayerFaultCode;
  /** The rest of a sentence that begins with the layer: `is cut short`. */
  readonly why: string;
}

/** A {@link LayerFault} while it is on its way out of a parser, or of who reads. Never leaves `readLayer`. */
export class LayerFaultError extends Error {
  readonly fault: LayerFault;

  constructor(code: LayerFaultCode, why: string) {
    super(why);
    this.name = 'LayerFaultError';
    this.fault = { code, why };
  }
}

/** A layer that is no archive that a container runtime could unpack. */
export function malformed(why: string): LayerFaultError {
  return new LayerFaultError('layer-malformed', why);
}
