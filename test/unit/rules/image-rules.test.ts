import { describe, expect, it } from 'vitest';
import { runRules } from '#rules';
import { evidenceOf, findingsOf, type ImageOf } from '../../support/image-evidence.ts';

const passwd =
  'root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/:/bin/sh\napp:x:1001:1001::/:/bin/sh\n1005:x:0:0::/:/bin/sh\n';

/** What is found, with the rule in question alone. */
function found(rule: string, image: ImageOf): string[] {
  return findingsOf(image).flatMap((line) => {
    const [head = '', message = ''] = line.split(/: (.*)/s);
    return head.endsWith(` ${rule}`) ? `${head.split(' ')[0]} ${message}` : [];
  });
}

describe('non-root', () => {
  const root = (user: string) => [`error a/b:1 runs as root: its user is "${user}".`];
  it.each<[string, string, Record<string, string> | undefined, string[]]>([
    ['no user', '', undefined, ['error a/b:1 runs as root: its config names no user.']],
    ['a group only', ':1000', undefined, ['error a/b:1 runs as root: its config names no user.']],
    ['0', '0', undefined, root('0')],
    ['0 with a group', '0:1000', undefined, root('0:1000')],
    ['00, which is read as a number', '00', undefined, root('00')],
    ['+0, which is read as a number', '+0', undefined, root('+0')],
    ['root', 'root', undefined, root('root')],
    ['root with a group', 'root:root', undefined, root('root:root')],
    ['1001', '1001', undefined, []],
    ['1001 with the group root', '1001:0', undefined, []],
    ['10', '10', undefined, []],
    ['a name of which nothing is known', 'toor', undefined, []],
    [
      'a name that is 0',
      'toor',
      { 'etc/passwd': passwd },
      ['error a/b:1 runs as root: its user "toor" is user 0 in /etc/passwd.'],
    ],
    ['a name that is not', 'app', { 'etc/passwd': passwd }, []],
    [
      'a number that is a name of 0',
      '1005',
      { 'etc/passwd': passwd },
      ['error a/b:1 runs as root: its user "1005" is user 0 in /etc/passwd.'],
    ],
    [
      'a name that is nobody',
      'ghost',
      { 'etc/passwd': passwd },
      ['error a/b:1 does not start: its user "ghost" is not in /etc/passwd.'],
    ],
    [
      'a name without /etc/passwd',
      'ghost',
      {},
      ['error a/b:1 does not start: its user "ghost" is not in /etc/passwd.'],
    ],
    ['a number without /etc/passwd', '1001', {}, []],
  ])('%s', (_, user, files, expected) => {
    expect(found('non-root', { config: { user }, ...(files ? { layers: [files] } : {}) })).toEqual(expected);
  });

  it('is information for targets that are not the Marketplace, and names the platforms when it is not all', () => {
    expect(found('non-root', { kind: 'ecr', config: { user: '' } })).toEqual([
      'info a/b:1 runs as root: its config names no user.',
    ]);
    expect(found('non-root', { configs: [{}, { user: '' }] })).toEqual([
      'error a/b:1 (linux/arm64) runs as root: its config names no user.',
    ]);
    expect(found('non-root', { configs: [{ user: '' }, { user: '' }] })).toHaveLength(1);
  });

  const nobody = 'error a/b:1 does not start: its user "app" is not in /etc/passwd.';
  it.each<[string, NonNullable<ImageOf['layers']>, string[]]>([
    [
      'a later layer makes it root',
      [{ 'etc/passwd': passwd }, { 'etc/passwd': 'app:x:0:0::/:' }],
      ['error a/b:1 runs as root: its user "app" is user 0 in /etc/passwd.'],
    ],
    ['a later layer makes it somebody', [{ 'etc/passwd': 'app:x:0:0::/:' }, { 'etc/passwd': passwd }], []],
    ['a later layer deletes the file', [{ 'etc/passwd': passwd }, { 'etc/passwd': { gone: 'file' } }], [nobody]],
    ['a later layer deletes the folder', [{ 'etc/passwd': passwd }, { etc: { gone: 'file' } }], [nobody]],
    ['a later layer empties the folder', [{ 'etc/passwd': passwd }, { etc: { gone: 'opaque' } }], [nobody]],
    ['a later layer empties the root', [{ 'etc/passwd': passwd }, { '': { gone: 'opaque' } }], [nobody]],
    [
      'a layer empties the folder and writes it anew',
      [{ 'etc/passwd': 'app:x:0:0::/:' }, { etc: { gone: 'opaque' }, 'etc/passwd': passwd }],
      [],
    ],
    [
      'a layer writes it and then empties the folder',
      [{ 'etc/passwd': 'app:x:0:0::/:' }, { 'etc/passwd': passwd, etc: { gone: 'opaque' } }],
      [],
    ],
    [
      'another folder is emptied',
      [{ 'etc/passwd': passwd }, { etc2: { gone: 'opaque' }, 'etc/passw': { gone: 'file' } }],
      [],
    ],
    ['the folder is there again', [{ 'etc/passwd': passwd }, { etc: { folder: true } }], []],
    ['the folder becomes a file', [{ 'etc/passwd': passwd }, { etc: 'text' }], [nobody]],
    ['the folder becomes a link, to where nobody looks', [{ 'etc/passwd': passwd }, { etc: { link: 'usr/etc' } }], []],
    ['it becomes a link, to where nobody looks', [{ 'etc/passwd': { link: '/data/passwd' } }], []],
    ['a link in a circle', [{ 'etc/passwd': { link: 'passwd' } }], [nobody]],
    ['a layer above is not known', [{ 'etc/passwd': 'app:x:0:0::/:' }, { code: 'layer-compression', why: 'is x' }], []],
    ['a layer below is not known', [{ code: 'layer-compression', why: 'is x' }, { 'etc/passwd': passwd }], []],
  ])('goes by the layers as they lie over each other: %s', (_, layers, expected) => {
    expect(found('non-root', { config: { user: 'app' }, layers })).toEqual(expected);
  });
});

describe('secrets in the config', () => {
  it.each([
    ['DB_PASSWORD=hunter2', 'a secret'],
    ['API_KEY=abcdef0123', 'a secret'],
    ['ADMIN_PASSWORD_HASH=$2b$12$abcdefghijklmnopqrstuv', 'a secret'],
    ['ADMIN_PASSWORD=$6$salt$abcdefgh', 'a secret'],
    ['ADMIN_PASSWORD=$y$j9T$salt$abcdefgh', 'a secret'],
    ['LDAP_PASSWORD={SSHA}abcdefgh', 'a secret'],
    ['MYSQL_ROOT_PASSWORD=123456', 'a secret'],
    ['DB_PASS=hunter2', 'a secret'],
    ['DB_PWD=hunter2', 'a secret'],
    ['API_TOKEN=/abcDEF123ghiJKL', 'a secret'],
    ['GITHUB_TOKEN=x1y2z3aa', 'a secret'],
    ['WHATEVER=AKIAIOSFODNN7EXAMPLE', 'an AWS access key'],
    [`THING=ghp_${'a'.repeat(36)}`, 'a GitHub token'],
    ['DATABASE_URL=postgres://app:hunter2@db/x', 'a password in a URL'],
  ])('are found in the environment: %s', (line, what) => {
    const [name] = line.split('=');
    expect(found('secret-in-environment', { config: { environment: ['PATH=/bin', line] } })).toEqual([
      `error a/b:1 has ${what} in the variable "${name}" of its config.`,
    ]);
    expect(findingsOf({ config: { environment: [line] } }).join()).not.toContain('hunter2');
  });

  it.each([
    'DB_PASSWORD=',
    'DB_PASSWORD_FILE=/run/secrets/db',
    'DB_PASSWORD=$DB_PASS',
    'DB_PASSWORD=$1',
    'DB_PASSWORD=$(cat /run/x)',
    'DB_PASSWORD={{ .Values.password }}',
    'DB_PASSWORD=/secrets',
    'REQUIRE_PASSWORD=1',
    'PASSWORD_ROUNDS=12',
    'API_TOKENS=100',
    'PWD=/srv/App',
    'OLDPWD=/srv/App',
    'PASSENGER_APP_ENV=production',
    'PASS_COUNT=3',
    'COMPASS=north',
    'DB_PASSWORD=/run/secrets/db',
    `DB_PASSWORD=\${DB_PASSWORD}`,
    'TOKEN_TTL=3600',
    'PASSWORD_MIN_LENGTH=12',
    'REQUIRE_PASSWORD=true',
    'GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568',
    'PYTHON_SHA256=0a1b2c3d',
    'TOKEN_URL=https://login.example/token',
    'DATABASE_URL=postgres://app@db/x',
    `DATABASE_URL=postgres://app:\${PASSWORD}@db/x`,
    'KEY=AKIASHORT',
    'MONKEY=banana',
    'TOKEN_TYPE=bearer',
    'DB_SECRET_NAME=db-login',
    'TOKENIZERS_PARALLELISM=auto',
    'PASSWORDLESS_LOGIN=always',
    'broken',
  ])('are not seen where there are none: %s', (line) => {
    expect(found('secret-in-environment', { config: { environment: [line] } })).toEqual([]);
  });

  it('are found in labels and in the command', () => {
    const config = {
      labels: { 'org.example.token': `ghp_${'a'.repeat(36)}`, 'org.example.password': 'see the manual' },
      entrypoint: ['serve', '--port', '80'],
      command: ['--password=hunter2'],
    };
    expect(found('secret-in-environment', { config })).toEqual([
      'error a/b:1 has a GitHub token in the label "org.example.token" of its config.',
      'error a/b:1 has a password on a command line in the command of its config.',
    ]);
    expect(found('secret-in-environment', { config: { command: ['serve', '--password-file=/run/x'] } })).toEqual([]);
  });

  it.each([
    ['|1 NPM_TOKEN=s3cretvalue /bin/sh -c npm ci', ['a secret called "NPM_TOKEN"']],
    ['RUN |2 NPM_TOKEN=s3cretvalue A=b /bin/sh -c npm ci # buildkit', ['a secret called "NPM_TOKEN"']],
    ['ENV DB_PASSWORD="two words"', ['a secret called "DB_PASSWORD"']],
    ["/bin/sh -c echo 'root:hunter2' | chpasswd", ['a password for chpasswd']],
    ['RUN /bin/sh -c login --password hunter2 # buildkit', ['a password on a command line']],
    ["RUN echo root:'$6$salt$hunter2' | chpasswd -e", ['a password for chpasswd']],
    ['RUN mysql -uroot -phunter2 -e x', ['a password on a command line']],
    ["RUN mysql -p'hunter2'", ['a password on a command line']],
    ['RUN curl -u me:hunter2 https://x', ['a login on a command line']],
    ['RUN curl -H "Authorization: Bearer abcdef123456" https://x', ['an Authorization header']],
    ['RUN git clone https://me:hunter2@git.example/x', ['a password in a URL']],
    [`RUN echo ghp_${'a'.repeat(36)}`, ['a GitHub token']],
  ])('are found in the history: %s', (step, whats) => {
    expect(found('secret-in-history', { config: { history: ['COPY . /', step] } })).toEqual(
      whats.map((what) => `error a/b:1 has ${what} in step 2 of its history.`),
    );
    expect(findingsOf({ config: { history: [step] } }).join()).not.toMatch(/hunter2|s3cret|abcdef/);
  });

  it.each([
    'RUN --mount=type=secret,id=NPM_TOKEN npm ci',
    'RUN NPM_TOKEN=$(cat /run/secrets/npm) npm ci',
    'ARG NPM_TOKEN',
    'RUN echo "app:$PASSWORD" | chpasswd',
    'RUN echo app:$USER$PASSWORD | chpasswd',
    'RUN mysql -uroot -p -e x',
    'RUN mysql -p$PASSWORD',
    'RUN mysql -p"$PASSWORD"',
    'RUN apt-get install mysql-client -production',
    'RUN login --password-stdin',
    'RUN login --password "$PASSWORD"',
    'RUN adduser --disabled-password app',
    'RUN curl -u "$USER:$PASSWORD" https://x',
    'RUN curl -H "Authorization: Bearer $TOKEN" https://x',
    'RUN git clone https://git.example/x',
    'ENV TOKEN_TTL=3600',
  ])('are not seen in the history where there are none: %s', (step) => {
    expect(found('secret-in-history', { config: { history: [step] } })).toEqual([]);
  });

  it('of the environment are not told a second time by the history, but others of the same name are', () => {
    const environment = ['DB_PASSWORD=new-one', 'U=postgres://a:b@c'];
    const history = ['ENV DB_PASSWORD=old-one', 'ENV DB_PASSWORD=new-one', 'ENV U=postgres://a:b@c'];
    expect(found('secret-in-history', { config: { environment, history } })).toEqual([
      'error a/b:1 has a secret called "DB_PASSWORD" in step 1 of its history.',
    ]);
  });

  it('are warnings elsewhere than in the Marketplace', () => {
    expect(found('secret-in-environment', { kind: 'oci', config: { environment: ['A_TOKEN=abcdefg'] } })[0]).toMatch(
      /^warning/,
    );
    expect(found('secret-in-history', { kind: 'ecr', config: { history: ['ENV A_TOKEN=abcdefg'] } })[0]).toMatch(
      /^warning/,
    );
  });
});

describe('the index and its platforms', () => {
  it('may have no attestations for the Marketplace', () => {
    expect(found('attestation-entry', { attestations: 2 })).toEqual(['error a/b:1 has 2 attestations in its index.']);
    expect(found('attestation-entry', { attestations: 1 })).toEqual(['error a/b:1 has an attestation in its index.']);
    expect(found('attestation-entry', { attestations: 0 })).toEqual([]);
    expect(found('attestation-entry', { attestations: 1, kind: 'ecr' })).toEqual([]);
    expect(runRules(evidenceOf({ attestations: 1 }))[0]).toMatchObject({
      awsCode: 'SCAN_ERROR',
      file: 'images.txt',
      range: { line: 3 },
    });
  });

  it('may have nothing that is called an attestation either, which stripping does not help', () => {
    const told = runRules(evidenceOf({ attestations: 1, calledAttestations: 1 }));
    expect(told.map(({ message, hint }) => [message, hint])).toEqual([
      ['a/b:1 has an attestation in its index.', expect.stringContaining('attestationManifests: strip')],
      [
        'a/b:1 has an entry in its index that only an annotation calls an attestation.',
        'Build the index without that entry, or take the annotation off.',
      ],
    ]);
    expect(found('attestation-entry', { calledAttestations: 2 })).toEqual([
      'error a/b:1 has 2 entries in its index that only an annotation calls an attestation.',
    ]);
  });

  it('must be of Linux for the Marketplace', () => {
    const windows = { os: 'windows', architecture: 'amd64' };
    expect(found('image-not-linux', { configs: [{}, windows] })).toEqual([
      'error a/b:1 (windows/amd64) is made for "windows", not for Linux.',
    ]);
    expect(found('image-not-linux', { config: { os: '' } })).toEqual([
      'error a/b:1 does not say which system it is made for.',
    ]);
    expect(found('image-not-linux', { kind: 'oci', config: windows })).toEqual([]);
    expect(found('image-not-linux', { configs: [{}, {}] })).toEqual([]);
  });

  it('must be both of amd64 and arm64 for an add-on, and for nothing else', () => {
    const message = 'error a/b:1 is not there for linux/arm64, which an EKS add-on needs.';
    expect(found('architectures-incomplete', { delivery: 'eks-add-on' })).toEqual([message]);
    expect(found('architectures-incomplete', { delivery: 'eks-add-on', configs: [{}, { os: 'windows' }] })).toEqual([
      message,
    ]);
    expect(found('architectures-incomplete', { delivery: 'eks-add-on', configs: [{}, {}] })).toEqual([]);
    expect(found('architectures-incomplete', { delivery: 'helm' })).toEqual([]);
    expect(found('architectures-incomplete', {})).toEqual([]);
  });

  it('should be of architectures that AWS runs', () => {
    expect(found('architecture-unsupported', { configs: [{}, {}, { architecture: 's390x' }] })).toEqual([
      'warning a/b:1 (linux/s390x) is made for "s390x", which neither ECS, EKS nor Fargate runs.',
    ]);
    expect(found('architecture-unsupported', { configs: [{}, {}] })).toEqual([]);
    expect(found('architecture-unsupported', { kind: 'ecr', config: { architecture: 's390x' } })).toEqual([]);
  });
});
