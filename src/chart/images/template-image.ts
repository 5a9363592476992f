/** An image that a template names itself, and not by a value: AWS Marketplace wants those in `values.yaml` only. */
export interface TemplateImage {
  /** Normalised where it is a whole reference; the text as written otherwise. */
  readonly reference: string;
  /**
   * `literal`: all of it stands there; `partial`: its name, the rest is computed; `fallback`: what is taken when a value is missing.
   */
  readonly kind: 'literal' | 'partial' | 'fallback';
  readonly chart: readonly string[];
  /** Whether its chart is used with the default values. */
  readonly isDefault: boolean;
  /** From the root's folder. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}
