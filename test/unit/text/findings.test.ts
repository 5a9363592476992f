import { describe, expect, it } from 'vitest';
import type { Item } from '#jobs';
import { formatLine, type Line, planText, reportText } from '#text';
import { item, planOf, reportOf, sha, target } from '../../support/job-results.ts';

const text = (lines: readonly Line[]) => `\n${lines.map((line) => formatLine(line, false)).join('\n')}\n`;
const inPlan = (items: readonly Item[], more: Parameters<typeof planOf>[1] = {}) =>
  text(planText(planOf(items, more), 100));

type Finding = NonNullable<Item['findings']>[number];
const user = 'End the build with a user by number, such as USER 1001.';
const image = (name: string) => `camunda/camunda8/${name}`;

function root(name: string, severity: Finding['severity'] = 'error'): Finding {
  const message = `${image(name)} runs as root: its config names no user.`;
  return { rule: 'non-root', severity, message, hint: user };
}

function old(name: string): Finding {
  const message = `${image(name)} is built on Debian "10", which has had no security updates since 2024-06-30.`;
  return { rule: 'eol-base', severity: 'warning', message, hint: 'Build it again.', awsCode: 'SCAN_ERROR' };
}

function failed(name: string, finding: Finding, ...more: readonly Finding[]): Item {
  const { rule: code, message, hint } = finding;
  return item(name, 'failed', { code, message, ...(hint ? { hint } : {}), findings: [finding, ...more] });
}

const fingerprint = `${'0123456789ABCDEF'.repeat(2)}9ABCDEF0`;
const attested: Item['attestation'] = {
  state: 'verified',
  image: 'docker.io/camunda/zeebe',
  fingerprint,
  signedBy: fingerprint,
  signedAt: '2026-01-01T00:00:00Z',
  occurrence: 'projects/p/occurrences/1',
};

describe('findings in plans', () => {
  it('stand below their rows: why an image is stopped, what else there is, what to do, once', () => {
    const items = [
      item('operate:8.3.4', 'copy', { attestation: attested, findings: [old('operate:8.3.4')] }),
      item('tasklist:8.3.4', 'present', { digest: sha('b'), findings: [root('tasklist:8.3.4', 'warning')] }),
      failed('zeebe:8.3.4', root('zeebe:8.3.4'), old('zeebe:8.3.4')),
    ];
    expect(inPlan(items)).toMatchInlineSnapshot(`
      "
      Plan for target marketplace  709825985650.dkr.ecr.us-east-1.amazonaws.com/camunda/camunda8
          as 111122223333
      Tags marked final can never be replaced or deleted.

        copy       operate:8.3.4   ← docker.io/camunda/operate:8.3.4  amd64  212 MB
                   final, attested by 9ABC DEF0
                   warning: eol-base It is built on Debian "10", which has had no security updates since
                   2024-06-30. (AWS: SCAN_ERROR)
                   Build it again.
        present    tasklist:8.3.4  sha256:bbbb…bbbb
                   warning: non-root It runs as root: its config names no user.
                   End the build with a user by number, such as USER 1001.
        failed     zeebe:8.3.4     non-root
                   It runs as root: its config names no user.
                   warning: eol-base It is built on Debian "10", which has had no security updates since
                   2024-06-30. (AWS: SCAN_ERROR)

        3 to do: 1 to copy (0 bytes), 1 present, 1 failed
        1 image is attested by the key 0123456789ABCDEF0123456789ABCDEF9ABCDEF0.
        No credentials are sent to anyone.
      "
    `);
  });

  it('are folded where many images have them alike, with the first names; information always is', () => {
    const names = Array.from({ length: 200 }, (_, at) => `i${at}:1`);
    const items = names.map((name, at) => {
      if (at < 6) return failed(name, root(name), old(name));
      return item(name, 'copy', { findings: at < 8 ? [root(name, 'info'), old(name)] : [old(name)] });
    });
    const lines = inPlan(items).split('\n');
    expect(lines.length).toBeLessThan(230);
    const shown = lines.filter((line) => !/^ {2}copy +i\d\d+:/.test(line)).join('\n');
    expect(shown).toMatchInlineSnapshot(`
      "
      Plan for target marketplace  709825985650.dkr.ecr.us-east-1.amazonaws.com/camunda/camunda8
          as 111122223333
      Tags marked final can never be replaced or deleted.

        copy       i6:1    ← docker.io/camunda/i6:1    amd64  212 MB  final, warning: eol-base
        copy       i7:1    ← docker.io/camunda/i7:1    amd64  212 MB  final, warning: eol-base
        copy       i8:1    ← docker.io/camunda/i8:1    amd64  212 MB  final, warning: eol-base
        copy       i9:1    ← docker.io/camunda/i9:1    amd64  212 MB  final, warning: eol-base
        failed     i0:1    non-root, warning: eol-base
        failed     i1:1    non-root, warning: eol-base
        failed     i2:1    non-root, warning: eol-base
        failed     i3:1    non-root, warning: eol-base
        failed     i4:1    non-root, warning: eol-base
        failed     i5:1    non-root, warning: eol-base

        error      non-root in 6 images: i0:1, i1:1, i2:1 and 3 more
                   Each runs as root: its config names no user.
                   End the build with a user by number, such as USER 1001.
        warning    eol-base in 200 images: i6:1, i7:1, i8:1 and 197 more
                   Each is built on Debian "10", which has had no security updates since 2024-06-30. (AWS:
                   SCAN_ERROR)
                   Build it again.
        info       non-root in 2 images: i6:1, i7:1
                   Each runs as root: its config names no user.

        200 to do: 194 to copy (0 bytes), 6 failed
        No credentials are sent to anyone.
      "
    `);
  });

  it('count for each row that has them, with several rules and platforms', () => {
    const names = ['a:1', 'b:1', 'c:1', 'd:1'];
    const items = names.map((name) =>
      item(name, 'present', {
        digest: sha('b'),
        findings: [
          old(name),
          { ...old(name), rule: 'layer-too-large', message: `${image(name)} (linux/arm64) was not checked whole.` },
        ],
      }),
    );
    const shown = inPlan(items);
    expect(shown.match(/, warning: eol-base, layer-too-large$/gm)).toHaveLength(4);
    expect(shown).toContain('warning    layer-too-large in 4 images: a:1, b:1, c:1 and 1 more\n');
    expect(shown).toContain('             On linux/arm64 each was not checked whole. (AWS: SCAN_ERROR)\n');
    expect(inPlan(items.slice(1))).not.toMatch(/images:|more\n/);
  });

  it('are sentences where the name is cut out, and stay as they are where none was', () => {
    const tooBig = 'layer-too-large' as const;
    const said = (message: string) =>
      inPlan([item('a:1', 'copy', { findings: [{ rule: tooBig, severity: 'warning', message }] })]);
    expect(said(`${image('a:1')} (linux/arm64, linux/s390x) has a layer.`)).toContain(
      'warning: layer-too-large On linux/arm64, linux/s390x it has a layer.',
    );
    expect(said(`${image('a:1')} has a layer (of 2).`)).toContain('layer-too-large It has a layer (of 2).');
    expect(said('docker.io/a@sha256:1 is no image.')).toContain('layer-too-large docker.io/a@sha256:1 is no image.');
  });

  it.each(['cancelled', 'conflict', 'ignored'] as const)(
    'are not told of what is %s: nobody releases it now',
    (outcome) => {
      const report = reportOf([item('a:1', outcome, { findings: [old('a:1'), root('a:1', 'info')] })]);
      const view = { target, log: undefined, exitCode: 1, brief: false };
      expect(text(reportText(report, view, 100))).not.toMatch(/eol-base|non-root/);
    },
  );

  it('are the failure itself where that is none of a rule', () => {
    const shown = inPlan([
      item('a:1', 'failed', { code: 'unreachable', message: 'Nobody answers', findings: [old('a:1')] }),
    ]);
    expect(shown).toContain(
      'failed     a:1  unreachable\n             Nobody answers\n             warning: eol-base It is built',
    );
  });
});

describe('trust in plans and reports', () => {
  const silenced = [{ rule: 'non-root', reason: 'the base image is', count: 1 } as const];
  const accepted = { rule: 'vulnerable', reason: 'CVE-2024-1: not reached', count: 1 } as const;
  const items = [
    item('a:1', 'copy', { attestation: attested, silenced }),
    item('b:1', 'copy', { attestation: attested, silenced: [...silenced, accepted] }),
    item('c:1', 'present', { digest: sha('b'), attestation: { state: 'exempt', reason: "not the vendor's" } }),
    item('d:1', 'present', { digest: sha('b'), attestation: { state: 'unproven', code: 'attestation-missing' } }),
  ];

  it('is whose attestations there are, what is off and why, and what was not looked at', () => {
    const unasked = ['eol-base', 'private-key-in-image'] as const;
    const off = [{ rule: 'tag-latest', reason: 'a rehearsal', count: 2 } as const];
    expect(inPlan(items, { depth: 'manifests', unasked: [...unasked], silenced: off })).toMatchInlineSnapshot(`
      "
      Plan for target marketplace  709825985650.dkr.ecr.us-east-1.amazonaws.com/camunda/camunda8
          as 111122223333
      Tags marked final can never be replaced or deleted.

        copy       a:1  ← docker.io/camunda/a:1  amd64  212 MB  final, attested by 9ABC DEF0
        copy       b:1  ← docker.io/camunda/b:1  amd64  212 MB  final, attested by 9ABC DEF0
        present    c:1  sha256:bbbb…bbbb, exempt from attestation
        present    d:1  sha256:bbbb…bbbb, not attested

        4 to do: 2 to copy (0 bytes), 2 present
        2 images are attested by the key 0123456789ABCDEF0123456789ABCDEF9ABCDEF0.
        1 image is exempt from attestation: not the vendor's
        2 findings of tag-latest are off: a rehearsal
        2 findings of non-root are off: the base image is
        1 finding of vulnerable is accepted: CVE-2024-1: not reached
        Layers were not read; 2 rules look into them. To have them read, ask for the depth layers.
        No credentials are sent to anyone.
      "
    `);
    expect(inPlan(items, { depth: 'layers' })).not.toContain('Layers');
    expect(inPlan([item('a:1', 'conflict')], { depth: 'manifests', unasked: [...unasked] })).not.toContain('Layers');
  });

  it('is that of all images, also where a report shows only those in trouble', () => {
    const done = items.map(
      (one): Item => (one.outcome === 'copy' ? { ...one, outcome: 'copied', digest: sha('d') } : one),
    );
    const report = reportOf([...done, failed('z:1', root('z:1'))]);
    const view = { target, log: undefined, exitCode: 1 };
    const whole = text(reportText(report, { ...view, brief: false }, 100));
    expect(whole).toMatchInlineSnapshot(`
      "
      Mirrored to  709825985650.dkr.ecr.us-east-1.amazonaws.com/camunda/camunda8  as 111122223333

        copied     a:1  amd64  212 MB  sha256:dddd…dddd, attested by 9ABC DEF0
        copied     b:1  amd64  212 MB  sha256:dddd…dddd, attested by 9ABC DEF0
        present    c:1  sha256:bbbb…bbbb, exempt from attestation
        present    d:1  sha256:bbbb…bbbb, not attested
        failed     z:1  non-root
                   It runs as root: its config names no user.
                   End the build with a user by number, such as USER 1001.

        2 copied (0 bytes), 2 present, 1 failed
        2 images are attested by the key 0123456789ABCDEF0123456789ABCDEF9ABCDEF0.
        1 image is exempt from attestation: not the vendor's
        2 findings of non-root are off: the base image is
        1 finding of vulnerable is accepted: CVE-2024-1: not reached
        Exit status 1: 1 failed
      "
    `);
    const brief = text(reportText(report, { ...view, brief: true }, 100));
    expect(brief).not.toContain('copied     a:1');
    for (const words of [
      '2 images are attested by',
      '2 findings of non-root are off: the base image is',
      '  failed     z:1',
    ])
      expect([whole.includes(words), brief.includes(words)]).toEqual([true, true]);
  });
});
