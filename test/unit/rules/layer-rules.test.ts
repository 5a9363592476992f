import { describe, expect, it } from 'vitest';
import { LayerInspection, runRules } from '#rules';
import { evidenceOf, findingsOf, type ImageOf, type LayerFiles } from '../../support/image-evidence.ts';

function found(rule: string, image: ImageOf): string[] {
  return findingsOf(image).flatMap((line) => {
    const [head = '', message = ''] = line.split(/: (.*)/s);
    return head.endsWith(` ${rule}`) ? `${head.split(' ')[0]} ${message}` : [];
  });
}

const body = 'MC4CAQAwBQYDK2VwBCIEIFakeFakeFakeFakeFakeFakeFakeFakeFakeFakeFak';
const key = `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`;

describe('private keys', () => {
  it.each([
    ['PKCS #8', key],
    ['RSA, with lines of Windows', `-----BEGIN RSA PRIVATE KEY-----\r\n${body}\r\n-----END RSA PRIVATE KEY-----\r\n`],
    [
      'OpenSSH behind a text',
      `my key:\n-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----`,
    ],
    ['OpenPGP', `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${body}\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----`],
    ['in JSON', JSON.stringify({ type: 'service_account', private_key: key })],
    ['behind a mark without a key', `-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n${key}`],
    [
      'behind an encrypted one',
      `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${body}\n-----END ENCRYPTED PRIVATE KEY-----\n${key}`,
    ],
  ])('are found by what stands in the file: %s', (_, text) => {
    expect(found('private-key-in-image', { layers: [{ 'srv/app.bin': text }] })).toEqual([
      'error a/b:1 has a private key in "/srv/app.bin" (layer 1 of 1).',
    ]);
    expect(findingsOf({ layers: [{ 'srv/app.bin': text }] }).join()).not.toContain(body.slice(0, 10));
  });

  it.each([
    ['encrypted', `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${body}\n-----END ENCRYPTED PRIVATE KEY-----`],
    [
      'in the old way',
      `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES\n\n${body}\n-----END RSA PRIVATE KEY-----`,
    ],
  ])('count when they are %s', (_, text) => {
    expect(found('private-key-in-image', { layers: [{ k: text }] })).toEqual([
      'error a/b:1 has an encrypted private key in "/k" (layer 1 of 1).',
    ]);
  });

  it.each([
    ['a program that knows the mark', 'if line == "-----BEGIN PRIVATE KEY-----":\n  parse()\n'],
    ['a page with dots', '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n'],
    ['a short body', '-----BEGIN PRIVATE KEY-----\nMC4CAQ==\n-----END PRIVATE KEY-----\n'],
    ['a public key', key.replaceAll('PRIVATE', 'PUBLIC')],
    ['a certificate', key.replaceAll('PRIVATE KEY', 'CERTIFICATE')],
    ['a key without an end', key.slice(0, -10).replace('-----END', '')],
    ['another end', key.replace('END PRIVATE', 'END RSA PRIVATE')],
  ])('are not seen in %s', (_, text) => {
    expect(found('private-key-in-image', { layers: [{ 'usr/bin/x': text }] })).toEqual([]);
  });

  it('are looked for in one pass, however many marks stand in a file', () => {
    const inspection = new LayerInspection();
    const marks = Buffer.from('-----BEGIN PRIVATE KEY-----\n'.repeat(2300));
    const keys = Buffer.from('ssh-'.repeat(16_000));
    const entry = { kind: 'file', isSparse: false, leavesRoot: false } as const;
    // Two passes a mark would take minutes.
    for (let at = 0; at < 300; at++) {
      inspection.take({ ...entry, path: `k${at}`, size: marks.length }, marks);
      inspection.take({ ...entry, path: 'root/.ssh/authorized_keys', size: keys.length }, keys);
    }
    expect(inspection.result().secrets).toEqual([]);
  });

  it('are looked for in the beginning of a listed file only', () => {
    const text = ' '.repeat(70_000) + key;
    expect(found('private-key-in-image', { layers: [{ 'etc/os-release': text }] })).toEqual([]);
    expect(found('private-key-in-image', { layers: [{ 'etc/os-release': key }] })).toHaveLength(1);
  });

  it('are not looked for in files that are too large', () => {
    const [small, large] = [65_536, 65_537].map((size) => key + ' '.repeat(size - key.length));
    expect(found('private-key-in-image', { layers: [{ a: small ?? '' }] })).toHaveLength(1);
    expect(found('private-key-in-image', { layers: [{ a: large ?? '' }] })).toEqual([]);
  });

  it.each<[string, NonNullable<ImageOf['layers']>, string[]]>([
    [
      'deleted later',
      [{ 'root/k': key }, {}, { 'root/k': { gone: 'file' } }],
      ['error a/b:1 has a private key in "/root/k" (layer 1 of 3; layer 3 deletes it, but it is still in the image).'],
    ],
    [
      'deleted with its folder',
      [{ 'root/.ssh/k': key }, { root: { gone: 'file' } }],
      [
        'error a/b:1 has a private key in "/root/.ssh/k" (layer 1 of 2; layer 2 deletes it, but it is still in the image).',
      ],
    ],
    [
      'deleted before',
      [{ 'root/k': { gone: 'file' } }, { 'root/k': key }],
      ['error a/b:1 has a private key in "/root/k" (layer 2 of 2).'],
    ],
    [
      'deleted where another lies',
      [{ 'root/k': key }, { 'root/k2': { gone: 'file' } }],
      ['error a/b:1 has a private key in "/root/k" (layer 1 of 2).'],
    ],
    [
      'among many',
      [Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`k${at}`, key]))],
      [
        'error a/b:1 has a private key in "/k0" (layer 1 of 1), a private key in "/k1" (layer 1 of 1), a private key in "/k2" (layer 1 of 1), a private key in "/k3" (layer 1 of 1), a private key in "/k4" (layer 1 of 1) and 2 more.',
      ],
    ],
    [
      'an example, perhaps',
      [{ 'usr/lib/python3/test/keycert.pem': key }],
      ['info a/b:1 has what may be an example: a private key in "/usr/lib/python3/test/keycert.pem" (layer 1 of 1).'],
    ],
    [
      'one of a library, perhaps',
      [{ 'opt/urllib3/dummyserver/certs/server.key': key }],
      [
        'info a/b:1 has what may be an example: a private key in "/opt/urllib3/dummyserver/certs/server.key" (layer 1 of 1).',
      ],
    ],
    ['no example', [{ 'opt/latest/k': key }], ['error a/b:1 has a private key in "/opt/latest/k" (layer 1 of 1).']],
  ])('say in which layer they are: %s', (_, layers, expected) => {
    expect(found('private-key-in-image', { layers })).toEqual(expected);
  });

  it('are counted at least, when there are more than are kept', () => {
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`k${at}`, key]));
    expect(found('private-key-in-image', { layers: [many] })[0]).toMatch(/ and at least 495 more\.$/);
  });

  it('are told behind any number of examples', () => {
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`usr/lib/x/tests/k${at}`, key]));
    const told = found('private-key-in-image', { layers: [{ ...many, 'srv/k': key }] });
    expect(told[0]).toBe('error a/b:1 has a private key in "/srv/k" (layer 1 of 1).');
    expect(told[1]).toMatch(/^info .* and at least 495 more\.$/);
  });

  it.each([
    'home/demo/.ssh/id_rsa',
    'home/test/.aws/credentials.pem',
    'home/test/server.key',
    'root/examples/.ssh/id_rsa',
    'app/docs/server.key',
  ])('are no examples where they are used: %s', (path) => {
    expect(found('private-key-in-image', { layers: [{ [path]: key }] })).toEqual([
      `error a/b:1 has a private key in "/${path}" (layer 1 of 1).`,
    ]);
  });

  it.each(['home/demo/src/tests/k.pem', 'usr/share/doc/ssl/k.pem', 'app/node_modules/tls/docs/k.pem'])(
    'may be examples: %s',
    (path) => {
      expect(found('private-key-in-image', { layers: [{ [path]: key }] })[0]).toMatch(/^info/);
    },
  );

  it('are warnings elsewhere than in the Marketplace, and nothing is said without layers', () => {
    expect(found('private-key-in-image', { kind: 'oci', layers: [{ k: key }] })[0]).toMatch(/^warning/);
    expect(found('private-key-in-image', {})).toEqual([]);
  });
});

describe('accounts and logins', () => {
  const at = (what: string, path: string) => [`error a/b:1 has ${what} in "/${path}" (layer 1 of 1).`];
  it.each<[string, string, string, string]>([
    ['password-in-image', 'etc/shadow', 'root:$6$salt$hash:19000:0:99999:7:::\n', 'the hash of a password'],
    ['password-in-image', 'etc/shadow', 'bin:*:1::::::\napp:!$6$salt$hash:1::::::\n', 'the hash of a password'],
    ['password-in-image', 'etc/shadow-', 'root:abJnggxhB/yWI:1::::::\n', 'the hash of a password'],
    ['password-in-image', 'etc/passwd', 'root:$1$salt$hash:0:0::/:/bin/sh\n', 'the hash of a password'],
    ['password-in-image', 'etc/shadow', 'root::19000:0:::::\n', 'a blank password'],
    [
      'authorized-keys-in-image',
      'root/.ssh/authorized_keys',
      '# me\nssh-ed25519 AAAAC3Nza me@x\n',
      'keys that may log in',
    ],
    [
      'authorized-keys-in-image',
      'home/a/.ssh/authorized_keys',
      'command="x" ecdsa-sha2-nistp256 AAAAE2 me\n',
      'keys that may log in',
    ],
    ['credentials-in-image', 'root/.npmrc', '//packages.example/:_authToken=abcdef\n', 'a login'],
    ['credentials-in-image', '.npmrc', '_auth = "YTpi"\n', 'a login'],
    ['credentials-in-image', 'root/.pypirc', '[pypi]\nusername: a\npassword: hunter2\n', 'a login'],
    ['credentials-in-image', 'root/.docker/config.json', '{"auths":{"r.io":{"auth":"YTpi"}}}', 'a login'],
    [
      'credentials-in-image',
      'root/.aws/credentials',
      '[default]\naws_access_key_id = A\naws_secret_access_key = abcd\n',
      'a login',
    ],
    ['credentials-in-image', 'root/.netrc', 'machine x login me password hunter2\n', 'a login'],
    ['credentials-in-image', 'root/.git-credentials', 'https://me:hunter2@git.example\n', 'a login'],
  ])('%s in %s', (rule, path, text, what) => {
    expect(found(rule, { layers: [{ [path]: text }] })).toEqual(at(what, path));
    expect(findingsOf({ layers: [{ [path]: text }] }).filter((line) => !line.includes(rule))).toEqual([]);
  });

  it.each<[string, string]>([
    ['etc/shadow', 'root:*:1::::::\nbin:!:1::::::\ndaemon:!!:1::::::\napp:!*:1::::::\nx:x:1::::::\n'],
    ['etc/passwd', 'root:x:0:0::/:/bin/sh\n'],
    ['etc/gshadow', 'root:::\nwheel:!::\n'],
    ['srv/shadow', 'root:$6$salt$hash:19000:0:99999:7:::\n'],
    ['root/.ssh/authorized_keys', '# ssh-ed25519 AAAAC3Nza me@x\n\n'],
    ['root/authorized_keys', 'ssh-ed25519 AAAAC3Nza me@x\n'],
    ['root/.npmrc', `//packages.example/:_authToken=\${NPM_TOKEN}\nregistry=https://x\n`],
    ['root/.npmrc', '# _authToken=abcdef\n_authToken=\n'],
    ['root/.pypirc', '[pypi]\nusername: a\npassword:\n'],
    ['root/.docker/config.json', '{"credsStore":"ecr-login","auths":{"r.io":{}},"x":{"auth":""}}'],
    ['root/.aws/credentials', '[default]\nrole_arn = arn:aws:iam::1:role/x\n#aws_secret_access_key = abcd\n'],
    ['root/.netrc', 'machine x login me\n'],
    ['root/.git-credentials', 'https://me@git.example\n'],
    ['root/xnpmrc', '_authToken=abc\n'],
  ])('nothing is seen in %s: %s', (path, text) => {
    expect(findingsOf({ layers: [{ [path]: text }] })).toEqual([]);
  });
});

describe('eol-base', () => {
  const release = (fields: string) => ({ 'etc/os-release': fields });
  const end = (name: string, date: string) => [
    `error a/b:1 is built on ${name}, which has had no security updates since ${date}.`,
  ];
  it.each<[string, string, string[]]>([
    ['debian 10', 'ID=debian\nVERSION_ID="10"\n', end('Debian "10"', '2024-06-30')],
    ['debian 12', 'ID=debian\nVERSION_ID="12"\n', []],
    ['ubuntu', 'ID=ubuntu\nVERSION_ID="20.04"\n', end('Ubuntu "20.04"', '2025-05-31')],
    ['ubuntu 24.04', 'ID=ubuntu\nVERSION_ID="24.04"\n', []],
    ['alpine', "ID=alpine\nVERSION_ID='3.18.4'\n", end('Alpine Linux "3.18"', '2025-05-09')],
    ['alpine edge, which has no end', 'ID=alpine\nVERSION_ID=3.24.0_alpha20260101\n', []],
    ['alpine 3.22', 'ID=alpine\nVERSION_ID=3.22.1\n', []],
    ['centos', 'NAME="CentOS Linux"\nID="centos"\nVERSION_ID="8"\n', end('CentOS "8"', '2021-12-31')],
    ['centos stream 9', 'NAME="CentOS Stream"\nID="centos"\nVERSION_ID="9"\n', []],
    ['centos stream 8', 'NAME="CentOS Stream"\nID="centos"\nVERSION_ID="8"\n', end('CentOS Stream "8"', '2024-05-31')],
    ['ubi 7', 'ID="rhel"\nVERSION_ID="7.9"\n', end('Red Hat Enterprise Linux "7"', '2024-06-30')],
    ['ubi 9', 'ID="rhel"\nVERSION_ID="9.4"\n', []],
    ['amazon linux 2', 'ID="amzn"\nVERSION_ID="2"\n', end('Amazon Linux "2"', '2026-06-30')],
    ['amazon linux 2023', 'ID="amzn"\nVERSION_ID="2023"\n', []],
    ['fedora', 'ID=fedora\nVERSION_ID=39\n', end('Fedora Linux "39"', '2024-11-26')],
    ['fedora 99, which is not known yet', 'ID=fedora\nVERSION_ID=99\n', []],
    [
      'an older one than all',
      'ID=alpine\nVERSION_ID=2.7\n',
      ['error a/b:1 is built on Alpine Linux "2.7", which has had no security updates for years.'],
    ],
    ['oracle linux', 'ID="ol"\nVERSION_ID="7.9"\n', end('Oracle Linux "7"', '2024-12-01')],
    ['oracle linux 9', 'ID="ol"\nVERSION_ID="9.4"\n', []],
    ['rocky linux', 'ID="rocky"\nVERSION_ID="9.4"\n', []],
    ['almalinux', 'ID="almalinux"\nVERSION_ID="8.10"\n', []],
    ['leap', 'ID="opensuse-leap"\nVERSION_ID="15.5"\n', end('openSUSE Leap "15.5"', '2024-12-31')],
    ['leap 16', 'ID="opensuse-leap"\nVERSION_ID="16.0"\n', []],
    ['sles', 'ID="sles"\nVERSION_ID="15.4"\n', end('SUSE Linux Enterprise Server "15.4"', '2023-12-31')],
    ['a service pack of sles that is not listed', 'ID="sles"\nVERSION_ID="15.7"\n', []],
    ['mariner', 'ID=mariner\nVERSION_ID="2.0"\n', end('CBL-Mariner "2.0"', '2025-07-31')],
    ['azure linux', 'ID=azurelinux\nVERSION_ID="3.0"\n', []],
    ['another system', 'ID=wolfi\nVERSION_ID=20230201\n', []],
    ['no release at all', 'ID=debian\n', []],
    ['a name that objects have', 'ID=constructor\nVERSION_ID=1\n', []],
  ])('%s', (_, fields, expected) => {
    expect(found('eol-base', { layers: [release(fields)] })).toEqual(expected);
  });

  it('begins the day after the last', () => {
    const layers = [release('ID=debian\nVERSION_ID=12\n')];
    expect(found('eol-base', { layers, today: '2028-06-30' })).toEqual([]);
    expect(found('eol-base', { layers, today: '2028-07-01' })).toHaveLength(1);
    expect(found('eol-base', { layers, today: '2028-07-01', kind: 'ecr' })[0]).toMatch(/^warning/);
  });

  const old = 'ID=debian\nVERSION_ID=10\n';
  it.each<[string, NonNullable<ImageOf['layers']>, number]>([
    ['a relative link', [{ 'etc/os-release': { link: '../usr/lib/os-release' }, 'usr/lib/os-release': old }], 1],
    ['an absolute link', [{ 'etc/os-release': { link: '/usr/lib/os-release' }, 'usr/lib/os-release': old }], 1],
    ['a hard link', [{ 'usr/lib/os-release': old, 'etc/os-release': { hardlink: 'usr/lib/os-release' } }], 1],
    [
      'a link to another layer',
      [{ 'usr/lib/os-release': old }, { 'etc/os-release': { link: '../usr/lib/os-release' } }],
      1,
    ],
    ['the file in /usr/lib alone', [{ 'usr/lib/os-release': old }], 1],
    [
      'a link to where nobody looks',
      [{ 'etc/os-release': { link: '/nix/store/os-release' }, 'usr/lib/os-release': old }],
      0,
    ],
    ['a newer system over it', [{ 'etc/os-release': old }, { 'etc/os-release': 'ID=debian\nVERSION_ID=13\n' }], 0],
    ['nothing', [{}], 0],
  ])('follows what os-release is: %s', (_, layers, count) => {
    expect(found('eol-base', { layers })).toHaveLength(count);
  });
});

describe('run-time-downloads', () => {
  const script = '#!/bin/sh\n# curl is not used\npip install requests\ncurl -fsSL https://x.example/install.sh | sh\n';
  const message = (name: string, what = 'pip install, curl') => [
    `info a/b:1 starts with ${name}, which mentions ${what}.`,
  ];
  it.each<[string, string[], string[], LayerFiles[], string[]]>([
    [
      'an entry point',
      ['/entrypoint.sh'],
      [],
      [{ 'entrypoint.sh': script }],
      message('"/entrypoint.sh"', 'pip install, curl'),
    ],
    [
      'behind another program',
      ['tini', '--', '/entrypoint.sh'],
      [],
      [{ 'entrypoint.sh': script }],
      message('"/entrypoint.sh"', 'pip install, curl'),
    ],
    [
      'a command by its name',
      [],
      ['start'],
      [{ 'usr/local/bin/start': script }],
      message('"/usr/local/bin/start"', 'pip install, curl'),
    ],
    [
      'a shell with a text',
      ['sh', '-c', 'apt-get -y install x && run'],
      [],
      [{}],
      message('a command', 'apt-get install'),
    ],
    ['a script that a later layer replaced', ['/e'], [], [{ e: script }, { e: '#!/bin/sh\nexec app\n' }], []],
    ['a script that a later layer deleted', ['/e'], [], [{ e: script }, { e: { gone: 'file' } }], []],
    ['another script', ['/e'], [], [{ e2: script }], []],
    ['comments only', ['/e'], [], [{ e: '#!/bin/sh\n# curl https://x\n' }], []],
    ['a health check of itself', ['/e'], [], [{ e: '#!/bin/sh\ncurl -f http://localhost:8080/health\n' }], []],
    ['a word that only looks like it', ['/e'], [], [{ e: '#!/bin/sh\nexec curler --wget\n' }], []],
    ['no script', ['/e'], [], [{ e: 'ELF curl https://x' }], []],
  ])('%s', (_, entrypoint, command, layers, expected) => {
    expect(found('run-time-downloads', { config: { entrypoint, command }, layers })).toEqual(expected);
  });

  it('is asked for the Marketplace only', () => {
    expect(
      found('run-time-downloads', { kind: 'ecr', config: { entrypoint: ['sh', '-c', 'wget x'] }, layers: [{}] }),
    ).toEqual([]);
  });
});

describe('layers that are not what they should be', () => {
  it('are told with their place and reason, and the others are looked into all the same', () => {
    const unread = { code: 'layer-compression', why: 'is compressed with xz' } as const;
    expect(findingsOf({ layers: [{ k: key }, unread] })).toEqual([
      'error private-key-in-image: a/b:1 has a private key in "/k" (layer 1 of 2).',
      'warning layer-compression: a/b:1 was not checked whole: its layer 2 of 2 (sha256:layer2) is compressed with xz.',
    ]);
    const graded = (code: 'layer-malformed' | 'layer-too-large') => findingsOf({ layers: [{ code, why: 'is x' }] });
    expect(graded('layer-malformed')[0]).toMatch(/^error layer-malformed/);
    expect(graded('layer-too-large')[0]).toMatch(/^warning layer-too-large/);
  });

  it.each([
    ['is encrypted', /without the key/],
    ['is compressed with zstd, which Node reads from 22.15 on', /Node 22\.15/],
    ['is compressed with xz', /^Build the image with gzip layers and the media types/],
  ])('have a hint that fits: %s', (why, hint) => {
    const problems = runRules(evidenceOf({ layers: [{ code: 'layer-compression', why }] }));
    expect(problems.map((one) => one.hint)).toEqual([expect.stringMatching(hint)]);
  });

  it('may not have names that lead out of the image', () => {
    expect(found('layer-path-unsafe', { layers: [{}, { 'etc/x': { leaves: '../etc/x' } }] })).toEqual([
      'error a/b:1 has a file in layer 2 of 2 whose name leads out of the image, such as "../etc/x".',
    ]);
    expect(found('layer-path-unsafe', { layers: [{ 'etc/..x': 'y' }] })).toEqual([]);
  });

  it('keep no more than few megabytes, and always what takes a well-known file away', () => {
    const inspection = new LayerInspection();
    const entry = { kind: 'file', isSparse: false, leavesRoot: false } as const;
    const bytes = new TextEncoder().encode(key);
    const script = new TextEncoder().encode('#!x');
    const nothing = new Uint8Array(0);
    const long = 'n'.repeat(3900);
    for (let at = 0; at < 1000; at++) {
      inspection.take({ ...entry, path: `${long}${at}`, size: bytes.length }, bytes);
      inspection.take({ ...entry, path: `${long}${at}`, size: script.length }, script);
      inspection.take({ ...entry, path: `${long}${at}`, size: 0, whiteout: at % 2 ? 'file' : 'opaque' }, nothing);
    }
    const whole = inspection.result();
    expect([whole.secrets.length, whole.scripts.length]).toEqual([16, 16]);
    expect(whole.removed.size + whole.emptied.size).toBe(133);
    expect(whole.bytes).toBeGreaterThan(1_000_000);
    expect(whole.bytes).toBeLessThan(1_400_000);
    inspection.take({ ...entry, path: 'etc/passwd', size: 0, whiteout: 'file' }, nothing);
    inspection.take({ ...entry, path: '', size: 0, whiteout: 'opaque' }, nothing);
    const { removed, emptied, isCut } = inspection.result();
    expect([removed.has('etc/passwd'), emptied.has(''), isCut]).toEqual([true, true, true]);
  });

  it('count what they keep of well-known files', () => {
    const inspection = new LayerInspection();
    const entry = { path: 'etc/passwd', kind: 'file', size: 5000, isSparse: false, leavesRoot: false } as const;
    inspection.take(entry, Buffer.alloc(5000, 0x61));
    expect(inspection.result().bytes).toBe(10_000);
  });

  it('keep no more than some hundred findings', () => {
    const inspection = new LayerInspection();
    const entry = { kind: 'file', isSparse: false, leavesRoot: true } as const;
    const bytes = new TextEncoder().encode(key);
    for (let at = 0; at < 2000; at++) {
      inspection.take({ ...entry, path: `k${at}`, size: bytes.length }, bytes);
      inspection.take({ ...entry, path: `s${at}`, size: 3 }, new TextEncoder().encode('#!x'));
      inspection.take({ ...entry, path: `w${at}`, size: 0, whiteout: 'file' }, new Uint8Array(0));
    }
    const { secrets, scripts, removed, unsafePaths, isCut } = inspection.result();
    expect([secrets.length, scripts.length, removed.size, isCut]).toEqual([500, 500, 2000, true]);
    expect(unsafePaths).toEqual({ count: 6000, some: ['k0', 's0', 'w0', 'k1', 's1'] });
  });
});
