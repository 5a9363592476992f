/** An image in rendered manifests. */
export interface RenderedImage {
  /** Normalised as `#reference` does it; the text as written where it is no reference. */
  readonly reference: string;
  /** Of the resource: `Deployment`, `web`. */
  readonly kind: string;
  readonly name: string;
  /** Of the container; absent where a custom resource names the image. */
  readonly container?: string;
  /** `# Source:` of Helm: `web/templates/deployment.yaml`. */
  readonly source?: string;
  /** Whether it is a guess: an `image` of a custom resource, which may be no container's. */
  readonly isGuess: boolean;
  readonly faults: readonly ('no-tag' | 'latest' | 'malformed')[];
  /** 1-based, in the rendered text. */
  readonly line: number;
}
