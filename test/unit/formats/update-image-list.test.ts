import { describe, expect, it } from 'vitest';
import { updateImageList } from '#formats';
import { parseReference } from '#reference';

const digest = `sha256:${'a'.repeat(64)}`;

function images(...texts: string[]) {
  return texts.map((text) => {
    const parsed = parseReference(text);
    if (!parsed.ok) throw new Error(text);
    return parsed.reference;
  });
}

describe('an image list that is brought up to date', () => {
  it('gets new tags on their lines and new images at the end; comments, order and blanks stay', () => {
    const text = [
      '# images of 8.3.4',
      'docker.io/camunda/zeebe:8.3.4   # the broker',
      '',
      `operate:8.3.4\tdocker.io/camunda/operate:8.3.4@${digest} # pinned`,
      'docker.io/library/busybox:1.36',
      '',
    ].join('\n');
    const updated = updateImageList(
      text,
      images('camunda/zeebe:8.4.0', 'camunda/operate:8.4.0', 'docker.io/camunda/tasklist:8.4.0'),
    );
    expect(updated.text).toBe(
      [
        '# images of 8.3.4',
        'docker.io/camunda/zeebe:8.4.0   # the broker',
        '',
        'operate:8.4.0\tdocker.io/camunda/operate:8.4.0 # pinned',
        'docker.io/library/busybox:1.36',
        'docker.io/camunda/tasklist:8.4.0',
        '',
      ].join('\n'),
    );
    expect(updated.changes).toEqual([
      {
        what: 'replaced',
        line: 2,
        before: 'docker.io/camunda/zeebe:8.3.4',
        after: 'docker.io/camunda/zeebe:8.4.0',
      },
      {
        what: 'replaced',
        line: 4,
        before: `operate:8.3.4\tdocker.io/camunda/operate:8.3.4@${digest}`,
        after: 'operate:8.4.0\tdocker.io/camunda/operate:8.4.0',
      },
      { what: 'unneeded', line: 5, before: 'docker.io/library/busybox:1.36' },
      { what: 'added', line: 6, after: 'docker.io/camunda/tasklist:8.4.0' },
    ]);
  });

  it('stays byte for byte when nothing is new, with a digest that only the list has', () => {
    const text = `\uFEFFredis:7.2.4@${digest}\r\n# end`;
    const updated = updateImageList(text, images('redis:7.2.4'));
    expect(updated).toEqual({ text, changes: [] });
  });

  it('keeps the ends of lines, and ends the last one before it adds another', () => {
    const updated = updateImageList('# one\r\nredis:7.2.4', images('redis:7.2.4', 'nginx:1.25.3'));
    expect(updated.text).toBe('# one\r\nredis:7.2.4\r\ndocker.io/library/nginx:1.25.3\r\n');
    expect(updated.changes).toEqual([{ what: 'added', line: 3, after: 'docker.io/library/nginx:1.25.3' }]);
  });

  it('pairs several tags of one repository with as many lines, the exact ones first', () => {
    const updated = updateImageList('redis:1\nredis:2\nredis:3\n', images('redis:3', 'redis:4'));
    expect(updated.text).toBe('redis:4\nredis:2\nredis:3\n');
    expect(updated.changes).toEqual([
      { what: 'replaced', line: 1, before: 'redis:1', after: 'redis:4' },
      { what: 'unneeded', line: 2, before: 'redis:2' },
    ]);
  });

  it('writes a list that was not there, with digests where they are known', () => {
    expect(updateImageList('', images(`redis:7@${digest}`)).text).toBe(`docker.io/library/redis:7@${digest}\n`);
  });

  it('leaves lines alone that are needed for something else, whatever they name', () => {
    const text = '\uFEFFlicense-check:1.0.0 docker.io/library/node:22-slim\ndocker.io/library/node:20\n';
    const updated = updateImageList(text, images('docker.io/library/node:22-slim'), new Set([1]));
    expect(updated.text).toBe(text.replace('node:20', 'node:22-slim'));
    expect(updated.changes.map(({ what, line }) => [what, line])).toEqual([['replaced', 2]]);
  });
});
