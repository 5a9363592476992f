import { X509Certificate } from 'node:crypto';

const block = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/** The certificates of a PEM text, each in a text of its own; those that cannot be read are left out. Other blocks and remarks may stand between them. */
export function certificatesIn(pem: string): string[] {
  return (pem.match(block) ?? []).filter(isReadable);
}

function isReadable(certificate: string): boolean {
  try {
    new X509Certificate(certificate);
    return true;
  } catch {
    return false;
  }
}
