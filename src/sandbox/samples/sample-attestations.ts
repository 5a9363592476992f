import { ruleSamples } from './rule-samples.ts';

/**
 * How an attestation is written. `armored`, `base64`: of a signed message, ASCII armor or base64 of that, as `pgpSignedAttestation`; `older`:
 * the same with one nesting less, from before v1beta1. `binary`: base64 of a signed message, as `genericSignedAttestation`; `detached`: a
 * signature alone, over the payload beside it.
 */
type AttestationForm = 'armored' | 'base64' | 'older' | 'binary' | 'detached';

/** What is wrong with an attestation that proves nothing. */
type Forgery = 'other key' | 'other digest' | 'other image' | 'tampered' | 'expired';

/** An attestation of a sample image. */
export interface SampleAttestation {
  readonly registry: 'dockerHub' | 'vendor';
  readonly repository: string;
  readonly tag: string;
  readonly form: AttestationForm;
  readonly forgery?: Forgery;
}

const hub = (name: string, form: AttestationForm, tag = '8.3.4'): SampleAttestation => ({
  registry: 'dockerHub',
  repository: `camunda/${name}`,
  tag,
  form,
});
const vendor = (repository: string, form: AttestationForm, tag: string, forgery?: Forgery): SampleAttestation => ({
  registry: 'vendor',
  repository,
  tag,
  form,
  ...(forgery ? { forgery } : {}),
});
const shown = (name: string, form: AttestationForm, forgery?: Forgery): SampleAttestation =>
  vendor(`attested/${name}`, form, '1', forgery);

/** More than a page holds: the only good one comes last. */
const many = 120;

/**
 * What the vendor has attested: its own images, wherever they are. Those of others on Docker Hub (grafana, nginx) it has not. Below
 * `attested/` there is one small image under many names, with an attestation that is good or bad in the way that the name says.
 */
export const sampleAttestations: readonly SampleAttestation[] = [
  hub('zeebe', 'armored', '8.3.3'),
  hub('zeebe', 'armored'),
  hub('operate', 'armored', '8.3.3'),
  hub('operate', 'base64'),
  hub('tasklist', 'binary'),
  hub('identity', 'older', '8.3.3'),
  hub('identity', 'detached'),
  hub('connectors-bundle', 'binary'),
  vendor('camunda/optimize', 'older', '8.3.4'),
  ...ruleSamples.map(({ name, tag = '1' }) => vendor(`samples/${name}`, 'armored', tag)),
  shown('armored', 'armored'),
  shown('base64', 'base64'),
  shown('older', 'older'),
  shown('binary', 'binary'),
  shown('detached', 'detached'),
  shown('other-key', 'armored', 'other key'),
  shown('other-digest', 'base64', 'other digest'),
  shown('other-image', 'binary', 'other image'),
  shown('tampered', 'armored', 'tampered'),
  shown('expired', 'binary', 'expired'),
  ...Array.from({ length: many }, () => shown('many', 'armored', 'other key')),
  shown('many', 'armored'),
];

/** The names below `attested/`; `none` has no attestation at all. */
export const attestedNames: readonly string[] = [
  'none',
  ...new Set(
    sampleAttestations.flatMap(({ repository }) =>
      repository.startsWith('attested/') ? repository.slice('attested/'.length) : [],
    ),
  ),
];
