export { type AttestorKey, readAttestorKey } from './attestor-key.ts';
export type { AttestationFault } from './finding.ts';
export { type AttestedImage, resourceOf } from './image-name.ts';
export type { Occurrence } from './occurrences.ts';
export { maxPageBytes, readOccurrences } from './read-occurrences.ts';
export { type AttestationVerdict, type FoundAttestations, verifyAttestations } from './verify-attestations.ts';
