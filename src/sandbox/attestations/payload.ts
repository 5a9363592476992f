/** The image that an attestation speaks of. */
export interface AttestedImage {
  /** Registry and path. */
  readonly repository: string;
  readonly digest: string;
}

/**
 * What is signed of an image (containers/image, "Simple signing", as Binary Authorization uses it): indented by two, keys sorted and a line
 * end behind, as `gcloud container binauthz create-signature-payload` writes it.
 */
export function payloadOf({ repository, digest }: AttestedImage): Buffer {
  const critical = {
    identity: { 'docker-reference': repository },
    image: { 'docker-manifest-digest': digest },
    type: 'Google cloud binauthz container signature',
  };
  return Buffer.from(`${JSON.stringify({ critical }, undefined, 2)}\n`);
}
