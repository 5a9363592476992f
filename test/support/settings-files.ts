import type { Random } from './random.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Group = Record<string, Json>;

/** Settings of marketplace.yaml with which nothing is wrong, at random. As JSON they are YAML too. */
export function validSettings(random: Random): Group {
  // Left out, or with nothing behind its key, which is the same.
  const may = (value: Json): Json | undefined =>
    random.below(3) === 0 ? value : random.below(6) === 0 ? null : undefined;
  const identity = () => ({
    profile: may('seller'),
    role: may('arn:aws:iam::123456789012:role/path/release'),
    region: may('eu-central-1'),
  });
  const target = (): Group => {
    const isPrivate = random.below(2) === 0;
    return whole({
      registry: isPrivate
        ? random.pick(['123456789012.dkr.ecr.eu-west-1.amazonaws.com', '{account}.dkr.ecr.{region}.amazonaws.com'])
        : random.pick(['r.example', 'localhost:5000', 'r.example:443', '[::1]:5000']),
      kind: may(isPrivate ? 'ecr' : 'oci'),
      prefix: may(random.pick(['', '/', 'a/b', '/3rdparty/tm/', 'a__b-c.d/e'])),
      account: may('123456789012'),
      ...identity(),
      platforms: may(random.pick([['linux/amd64'], ['linux/amd64', 'linux/arm/v7']])),
      attestationManifests: may(random.pick(['strip', 'keep'])),
      existing: may(random.pick(['equivalent', 'fail'])),
      referrers: may(random.below(2) === 0),
      repositories: isPrivate ? may(repositories()) : undefined,
    });
  };
  const repositories = (): Group =>
    whole({
      create: may(true),
      update: may(false),
      ...random.pick<Group>([{ readers: 'r.txt' }, { readers: ['123456789012'] }, { policy: 'p.json' }, {}]),
      ...random.pick<Group>([{ lifecycle: 'l.json' }, { untaggedDays: 2 }, {}]),
      tags: may(random.pick<Json>(['t.json', { team: 'release' }])),
      kmsKey: may(random.pick<Json>(['alias/ecr', { env: 'KEY' }])),
      scanOnPush: may(false),
      ...random.pick<Group>([{}, { immutableTags: true }, { immutableTags: true, mutableTags: ['latest*', '*-a-*'] }]),
      throttleMs: may(random.below(1000)),
    });
  const registry = (): Group =>
    whole({
      ...random.pick<Group>([{}, { username: 'u', password: { env: 'P' } }, { username: 'u', password: secret() }]),
      ca: may('certs/ca.pem'),
      plainHttp: may(false),
      mirror: may(random.pick(['artifactory.bank.example/docker', 'm.example', 'oci:in', 'm.example:5000/a/b/'])),
    });
  const secret = (): Group => whole({ secret: 'tm-sync', field: may('TOKEN'), region: may('us-east-1') });
  const chart = (): Group =>
    whole({
      ...random.pick<Group>([
        { source: { repository: 'https://helm.camunda.io/', name: 'camunda-platform' }, version: '8.3.4' },
        { source: { oci: random.pick(['oci://ghcr.io/a/b', 'localhost:5000/charts/c']) }, version: 'v1.0.0-alpha.1' },
        whole({ source: { path: 'charts/app' }, version: may('1.2.3+build.5') }),
      ]),
      delivery: may(random.pick(['helm', 'eks-add-on'])),
      inject: may([
        'manifests/*.yaml',
        { 'license-check': { product: 'prod-1', entitlements: ['a'], image: 'license-check:1.0.0' } },
        { 'first-user-password': whole({ secret: 'first-user', key: may('password'), length: may(24) }) },
      ]),
      publish: may(whole({ name: may('camunda'), version: may('9.1.0'), appVersion: may('8'), path: may('/charts/') })),
      values: may({ global: { image: { tag: '8.3.4' } }, replicas: 2 }),
    });
  const attestation = (): Group => {
    const images = random.pick(['byo/**', '**', 'a/b_c', '*', 'zeebe-?.x/*']);
    if (random.below(3) === 0)
      return whole({ images, exempt: 'not the vendor’s', url: random.below(2) === 0 ? null : undefined });
    return whole({
      images,
      url: random.pick([
        'https://notes.example/v1beta1/projects/p/notes/n/occurrences',
        'https://notes.example:8443/v1/projects/p/notes/n/occurrences/',
        'http://127.0.0.1:5000/x',
        'http://localhost/x',
        'http://[::1]:80/x',
      ]),
      key: 'keys/attestor.pgp',
      fingerprint: may(random.pick(['0123 4567 89ab cdef 0123  4567 89AB CDEF 0123 4567', 'a1'.repeat(32)])),
      token: may(random.pick<Group>([{ registry: 'r.example:5000' }, { env: 'TOKEN', secret: null }, secret()])),
      require: may(random.below(2) === 0),
      types: may(['a type']),
      exempt: random.below(4) === 0 ? null : undefined,
    });
  };
  const added = (at: number): Group =>
    whole({
      from: random.pick(['run.sh', 'scripts/..run.sh', './a/b c', '.hidden/x']),
      to: `${random.pick(['/opt/run', '/a/..b/c', '/.x'])}${at}`,
      mode: may(random.pick(['0755', '644'])),
      owner: may(random.pick(['1001', '1001:0', '2147483647:1'])),
    });
  const change = (): Group =>
    whole({
      labels: may({}),
      ...random.pick<Group>([
        { user: random.pick(['1001', '0:0', 'nobody', 'app_user:app-group', 'x$']) },
        { labels: { 'org.opencontainers.image.vendor': 'a', 'a/b-c': '' } },
        { env: { LOG_LEVEL: 'info', 'spring.main': '' } },
        { entrypoint: ['/opt/run', '--flag', ''] },
        { command: [] },
        { files: [added(1), added(2)] },
        { program: 'license-check' },
      ]),
    });
  const scan = (): Group =>
    whole({
      ...random.pick<Group>([
        { with: random.pick(['trivy', 'grype']) },
        { findings: 'scans/*.json' },
        { with: null, findings: 'x.sarif' },
      ]),
      block: may(random.pick(['critical', 'high', 'medium', 'low'])),
      unfixed: may(false),
      missing: may(random.pick(['error', 'warning'])),
      accept: may([
        whole({ id: 'CVE-2024-1234', reason: 'not reached', until: may('2028-02-29') }),
        { id: 'RHSA-2024:1', reason: 'x' },
      ]),
    });
  const places: Group =
    random.below(2) === 0 ? { target: target() } : { targets: { staging: target(), 'prod-1.x': target() } };
  return whole({
    version: 1,
    ...places,
    registries: may({ 'docker.io': registry(), 'v.example:443': registry() }),
    names: may([
      { from: 'docker.io/camunda/zeebe', to: 'zeebe' },
      { from: 'docker.io/bitnami/*', to: '*' },
      { from: 'localhost/x-*', to: 'a/x' },
    ]),
    originals: may([{ from: '/restricted/docker.io/', to: random.pick(['docker.io/', 'r.example:5000/a/b']) }]),
    rules: may({
      'non-root': random.pick(['error', 'warning', 'info']),
      'eol-base': { level: random.pick(['off', 'info']), reason: 'the vendor supports it' },
    }),
    attestations: may([attestation(), attestation()]),
    derive: may({ zeebe: change(), 'a/**': change() }),
    scan: may(scan()),
    seller: may(whole({ profile: may('s'), role: undefined })),
    files: may(whole({ releases: may('*.rel.json'), images: may('lists/*.txt'), unpaired: may('sources') })),
    ...random.pick<Group>([{}, { chart: chart() }, { charts: { 'camunda-platform': chart(), other: chart() } }]),
    report: may(whole({ log: may('x.log'), upload: may('s3://artifacts-{account}/a/x.log') })),
  });
}

/** One thing wrong, somewhere, that a JSON Schema can know. Says what. */
export function breakSettings(random: Random, settings: Group): string {
  for (;;) {
    const { parent, key, value, path } = random.pick(placesOf(settings, ''));
    // What is merged into a chart is for the chart to know.
    if (/\/values(\/|$)/.test(path)) continue;
    const told = (what: string) => `${path}: ${what}`;
    switch (random.below(6)) {
      case 0:
        // Keys of a table are the writer's own.
        if (!isGroup(value) || /^\/(targets|registries|charts|derive)$|\/(tags|labels)$|^\/derive\/.*\/env$/.test(path))
          continue;
        value[random.pick(['unknown', 'Version', 'regstry'])] = 'x';
        return told('an unknown key');
      case 1:
        if (
          Array.isArray(parent) ||
          value === null ||
          /^\/(files|rules)\//.test(path) ||
          !/^\/version$|\/(registry|from|to|source|oci|name|images|url|key|id|reason)$/.test(path)
        )
          continue;
        delete parent[key];
        return told('missing');
      case 2:
        setIn(parent, key, isGroup(value) ? ['x'] : Array.isArray(value) ? 7 : { x: 1 });
        return told('of another type');
      case 3:
        if (
          typeof value !== 'string' ||
          /\/(from|to|tags\/team)$|^\/derive\/.*\/((labels|env)\/|entrypoint\/[1-9])/.test(path)
        )
          continue;
        setIn(parent, key, '');
        // The one text that may be empty.
        if (path.endsWith('/prefix')) continue;
        return told('empty');
      case 4:
        if (typeof value !== 'string') continue;
        if (path === '/files/images' || !particular.test(path)) continue;
        setIn(parent, key, random.pick(noSuch.find(([keys]) => keys.test(path))?.[1] ?? ['No such: thing!']));
        return told('no such text');
      default:
        if (typeof value !== 'string' && typeof value !== 'boolean') continue;
        if (/\/tags(\/team)?$/.test(path)) continue;
        setIn(parent, key, 12);
        return told('a number');
    }
  }
}

/** Keys whose texts cannot be any. */
const particular =
  /\/(kind|existing|role|region|account|registry|mirror|prefix|from|to|upload|env|attestationManifests|unpaired|delivery|repository|oci|images|exempt|url|fingerprint|user|mode|owner|with|block|missing|id|reason|until)$/;

/** What looks nearly right, by key. */
const noSuch: readonly (readonly [keys: RegExp, texts: readonly string[]])[] = [
  [
    /\/registry$/,
    ['oci:', '{foo}.x', 'a.example:99999', 'a.example:', 'a..example', 'a_b.example', '-a.example', 'r.io/x'],
  ],
  [/\/mirror$/, ['oci:', 'a.example:65536/b', 'a.example/B', `a.example/${'b'.repeat(257)}`]],
  [/\/prefix$/, ['A/b', 'a//b', 'a'.repeat(257), `/${'a/'.repeat(129)}/`]],
  [
    /\/url$/,
    [
      'http://notes.example/x',
      'https://u:p@notes.example/x',
      'https://notes.example',
      'https://notes.example/',
      'https://notes.example/x?y',
      'https://notes.example/x#y',
      'https://notes.example/a/../b',
      'https://notes.example:99999/x',
      'http://127.0.0.1.example/x',
      'https:notes.example/x',
    ],
  ],
  [/\/images$/, ['A/b', '/a', 'a/', 'a//b', 'a b', 'a:1', 'x'.repeat(513)]],
  [/\/fingerprint$/, ['0123 4567', 'g'.repeat(40), 'a'.repeat(41), `0x${'a'.repeat(40)}`]],
  [/\/(exempt|reason)$/, [' ', '\t\n']],
  [/\/user$/, ['1001:', ':1', '-x', 'a b', 'a:b:c']],
  [/^\/derive\/.*\/from$/, ['/etc/passwd', '../x', 'a/../b', '..', 'C:/x', 'a\\b', 'a//b', 'a/']],
  [/^\/derive\/.*\/to$/, ['opt/x', '/a//b', '/a/./b', '/a/../b', '/', '/a/', '/a/.wh.b', '/a\\b', '/a\nb']],
  [/\/mode$/, ['0799', '4755', 'rwx', '7', '00755']],
  [/\/owner$/, ['app', '1001:', '1:2:3', '-1']],
  [/\/until$/, ['2024-13-01', '2024-1-1', 'soon', '2024-02-32', '2024-02-01T00:00:00Z']],
  [/\/id$/, ['CVE 1', '-x', 'CVE-2024-1/2']],
  [/\/oci$/, ['oci://ghcr.io', 'ghcr.io/a:1', 'a.example:99999/b', `ghcr.io/${'a'.repeat(257)}`]],
];

interface Place {
  readonly parent: Group | Json[];
  readonly key: string;
  readonly value: Json;
  readonly path: string;
}

function placesOf(parent: Group | Json[], path: string): Place[] {
  return Object.entries(parent).flatMap(([key, value]) => {
    const here = `${path}/${key}`;
    const inner = isGroup(value) || Array.isArray(value) ? placesOf(value, here) : [];
    return [{ parent, key, value, path: here }, ...inner];
  });
}

function setIn(parent: Group | Json[], key: string, value: Json): void {
  if (Array.isArray(parent)) parent[Number(key)] = value;
  else parent[key] = value;
}

function isGroup(value: Json | undefined): value is Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without the keys that were left out. */
function whole(group: Record<string, Json | undefined>): Group {
  return Object.fromEntries(
    Object.entries(group).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
