/** Secrets as people and services make them, one from each place that they can come from; no two share a part. */
export const planted = {
  environment: 'hunt-Env/9+aQ=k%Z!4',
  dockerConfig: 'hunt-Docker/8+bW=j%Y!5',
  helper: 'hunt-Helper/7+cE=h%X!6',
  hostsMap: 'hunt-Hosts/6+dR=g%W!7',
  secretsManager: 'hunt-Secret/5+eT=f%V!8',
  signedIn: 'hunt-Signed/4+fU=d%T!9',
  accessKey: 'huntAccessKey/3+gI+AbCdEfGhIjKlMnOpQrSt',
  session: 'huntSession/2+hO+zYxWvUtSrQpOnMlKjIhGf/Ed',
  ecr: 'huntEcrToken1iP0lKjHgFdSa9876543210',
  bearer: 'huntBearer.eyJ0eXAiOiJKV1QifQ.q2W4e6R8t0',
  signature: 'huntSignature7f3a9c1e5b2d4f6a8c0e',
  proxy: 'hunt-Proxy0jQ9sD',
} as const;

export type Planted = keyof typeof planted;

/** The secrets that a text holds: as they are, in a URL, in JSON, or anywhere in something that is base64. */
export function found(text: string): Planted[] {
  const names = Object.keys(planted) as Planted[];
  return names.filter((name) => formsOf(planted[name]).some((form) => text.includes(form)));
}

function formsOf(secret: string): string[] {
  const inBase64 = [0, 1, 2].flatMap((before) => {
    // What is the same whatever stands before and after it: whole groups of three bytes.
    const bytes = Buffer.from(secret);
    const start = (3 - before) % 3;
    const whole = bytes.subarray(start, start + 3 * Math.floor((bytes.length - start) / 3));
    return [whole.toString('base64'), whole.toString('base64url')];
  });
  return [secret, encodeURIComponent(secret), encodeURI(secret), JSON.stringify(secret).slice(1, -1), ...inBase64];
}
