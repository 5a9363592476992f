import { AwsError } from '../aws-error.ts';

/** What a request to S3 is about. */
export interface S3Place {
  /** Empty: the account's buckets. */
  readonly bucket: string;
  /** Empty: the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
}

/**
 * Reads bucket and key of a request (S3 user guide, "Virtual hosting of general purpose buckets"): the bucket is the first part of the
 * path, or the first label of a host that has one before the endpoint's own (`bucket.localhost:4566`).
 */
export function s3Place(host: string, target: string): S3Place {
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(0, question);
  const query = new URLSearchParams(question < 0 ? '' : target.slice(question + 1));
  const [, label] = /^(.+)\.localhost(?::\d+)?$/i.exec(host) ?? [];
  const rest = path.replace(/^\//, '');
  if (label !== undefined) return { bucket: label, key: decoded(rest), query };
  const slash = rest.indexOf('/');
  if (slash < 0) return { bucket: decoded(rest), key: '', query };
  return { bucket: decoded(rest.slice(0, slash)), key: decoded(rest.slice(slash + 1)), query };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}
