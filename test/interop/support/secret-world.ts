import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { callerIdentity } from '../../support/aws-profile.ts';
import { type MemoryRegistry, memoryRegistry } from '../../support/memory-registry.ts';
import { seed } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';
import { type Handler, type Recorded, scriptedServer } from '../../support/scripted-server.ts';
import { planted } from './planted-secrets.ts';

/** How registries behave: `broken` and `refusing` ones repeat in their answers all that they were told. */
export type Mood = 'kind' | 'broken' | 'refusing' | 'denying' | 'redirecting';

const target = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';
const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** The logins that each source wants. */
const sources: Readonly<Record<string, string>> = {
  'environment.example': basic('me', planted.environment),
  'docker.example': basic('me', planted.dockerConfig),
  'helper.example': basic('me', planted.helper),
  'hosts.example': basic('me', planted.hostsMap),
  'secret.example': basic('me', planted.secretsManager),
  'signed.example': basic('me', planted.signedIn),
  'bearer.example': `Bearer ${planted.bearer}`,
};

/** Registries, a token server, storage, AWS and a proxy on loopback, and a release between them, with a secret for each. */
export async function secretWorld(folder: string) {
  const state: { mood: Mood } = { mood: 'kind' };
  const closing: (() => Promise<void>)[] = [];
  const storage = await scriptedServer(({ url, headers }, response) => {
    // Storage that says no, with the whole of what it was asked.
    response
      .writeHead(403)
      .end(JSON.stringify({ errors: [{ code: 'DENIED', message: `no: http://${headers.host}${url}` }] }));
  });
  closing.push(storage.close);
  const registry = async (wanted: string): Promise<MemoryRegistry> => {
    const made = await memoryRegistry();
    closing.push(made.close);
    made.intercept = guard(wanted, state, storage.origin);
    return made;
  };
  const images = Object.keys(sources).map((host, at) => ({
    host,
    name: host.replace('.example', ''),
    image: buildImage({ layers: [noise(host, 50)], seed: `${at}` }),
  }));
  const hosts: Record<string, object> = {};
  for (const { host, name, image } of images) {
    const made = await registry(sources[host] ?? '');
    seed(made, name, '1', image);
    const login = host === 'hosts.example' ? { username: 'me', password: planted.hostsMap } : {};
    hosts[host] = { origin: made.origin, ...login };
  }
  const pushed = await registry(basic('AWS', planted.ecr));
  hosts[target] = { origin: pushed.origin };
  const aws = await scriptedServer(awsAnswers);
  closing.push(aws.close);
  const proxy = await talkativeProxy();
  closing.push(proxy.close);

  const inputs = path.join(folder, 'planted');
  const bin = path.join(inputs, 'bin');
  mkdirSync(bin, { recursive: true });
  const helper = path.join(bin, 'docker-credential-hunt');
  writeFileSync(helper, `#!/bin/sh\necho '${JSON.stringify({ Username: 'me', Secret: planted.helper })}'\n`);
  chmodSync(helper, 0o755);
  const auth = Buffer.from(`me:${planted.dockerConfig}`).toString('base64');
  writeFileSync(
    path.join(inputs, 'config.json'),
    JSON.stringify({ auths: { 'docker.example': { auth } }, credHelpers: { 'helper.example': 'hunt' } }),
  );
  writeFileSync(
    path.join(inputs, 'hosts.json'),
    JSON.stringify({ schemaVersion: 1, hosts, aws: { endpoint: aws.origin, region: 'eu-central-1' } }),
  );
  // Whoever breaks in the middle of something may have it all in his words.
  writeFileSync(
    path.join(inputs, 'crash.cjs'),
    `const http = require('node:http');
const request = http.request;
http.request = (...given) => {
  const headers = given.map((one) => one?.headers).find((one) => one?.authorization?.match(/^(?:Basic|Bearer) /));
  if (headers) throw new TypeError('crashed with ' + JSON.stringify(headers));
  return request(...given);
};`,
  );
  const release = Object.fromEntries(
    images.map(({ host, name, image }) => [name, { source: `${host}/${name}:1@${image.root}`, dest: `${name}:1` }]),
  );
  // Only a proxy leads there.
  release.far = { source: `far.example/far:1@sha256:${'0'.repeat(64)}`, dest: 'far:1' };
  const work = path.join(folder, 'work');
  mkdirSync(work);
  writeFileSync(path.join(work, 'release.json'), JSON.stringify({ metadata: { images: release } }));
  writeFileSync(
    path.join(work, 'marketplace.yaml'),
    `version: 1
target: { registry: ${target}, kind: ecr, prefix: hunt }
registries:
  environment.example: { username: me, password: { env: HUNT_WORD } }
  secret.example: { username: me, password: { secret: hunt, field: WORD, region: eu-central-1 } }
report: { log: error.log }
`,
  );
  const environment = {
    HUNT_WORD: planted.environment,
    DOCKER_CONFIG: inputs,
    PATH: `${bin}:${process.env.PATH ?? ''}`,
    AWS_ACCESS_KEY_ID: 'AKIAHUNT',
    AWS_SECRET_ACCESS_KEY: planted.accessKey,
    AWS_SESSION_TOKEN: planted.session,
    AWS_REGION: 'eu-central-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    HTTPS_PROXY: `http://me:${planted.proxy}@${proxy.host}`,
    HOME: work,
    XDG_STATE_HOME: path.join(work, 'state'),
  };
  return {
    work,
    inputs,
    environment,
    hosts: path.join(inputs, 'hosts.json'),
    crash: path.join(inputs, 'crash.cjs'),
    awsOrigin: aws.origin,
    state,
    /** As if nothing had been released yet. */
    empty: () => pushed.repositories.clear(),
    close: () => Promise.all(closing.map((close) => close())),
  };
}

/** A proxy that lets nobody through, and says to whom it says so. */
async function talkativeProxy(): Promise<{ readonly host: string; close(): Promise<void> }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (asked) => {
      const said = asked.toString('latin1').replaceAll('\r\n', ' ');
      socket.end(`HTTP/1.1 407 ${said}\r\ncontent-length: ${said.length}\r\n\r\n${said}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { host: `127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** All that a server can repeat of a request, in each way that it could write it. */
function echo({ headers, url }: Recorded): string {
  const { authorization = '' } = headers;
  const told = authorization.replace(/^Basic /, '');
  const [, password = ''] = /^[^:]*:(.*)$/.exec(Buffer.from(told, 'base64').toString('utf8')) ?? [];
  return `${authorization} ${told} ${password} ${encodeURIComponent(password)} ${url}`;
}

function guard(wanted: string, state: { readonly mood: Mood }, storage: string): MemoryRegistry['intercept'] {
  return (request, response) => {
    const refuse = (status: number, headers: Record<string, string> = {}) => {
      const message = `it was told: ${echo(request)}`;
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify({ errors: [{ code: 'UNKNOWN', message }] }));
      return true;
    };
    const { authorization } = request.headers;
    const { mood } = state;
    if (request.url.startsWith('/token')) {
      if (mood === 'refusing') return refuse(401);
      response.end(JSON.stringify({ token: planted.bearer, expires_in: 300 }));
      return true;
    }
    const challenge = wanted.startsWith('Bearer')
      ? `Bearer realm="http://${request.headers.host}/token",service="hunt"`
      : 'Basic realm="hunt"';
    if (authorization !== wanted || mood === 'refusing') return refuse(401, { 'www-authenticate': challenge });
    if (mood === 'broken') return refuse(500);
    if (mood === 'denying') return refuse(403);
    if (mood !== 'redirecting' || request.method !== 'GET' || !request.url.includes('/blobs/')) return false;
    const query = `X-Amz-Credential=${planted.signature}&X-Amz-Security-Token=${encodeURIComponent(planted.session)}&X-Amz-Signature=${planted.signature}`;
    response.writeHead(307, { location: `${storage}/layer?${query}` }).end();
    return true;
  };
}

const awsAnswers: Handler = ({ headers, body }, response) => {
  const operation = String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1);
  const answers: Record<string, object> = {
    GetAuthorizationToken: {
      authorizationData: [
        {
          authorizationToken: Buffer.from(`AWS:${planted.ecr}`).toString('base64'),
          expiresAt: Math.floor(Date.now() / 1000) + 43_200,
          proxyEndpoint: `https://${target}`,
        },
      ],
    },
    GetSecretValue: { Name: 'hunt', SecretString: JSON.stringify({ WORD: planted.secretsManager }) },
    DescribeRepositories: { repositories: [{ repositoryName: 'hunt/environment' }] },
  };
  const answer = answers[operation ?? ''];
  if (answer) {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
  } else if (body.toString('utf8').includes('GetCallerIdentity')) {
    response.writeHead(200, { 'content-type': 'text/xml' }).end(callerIdentity);
  } else {
    response.writeHead(400).end(JSON.stringify({ __type: 'AccessDeniedException', message: 'not here' }));
  }
};
