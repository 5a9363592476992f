import { describe, expect, it } from 'vitest';
import { isNamedIn } from '../../../../src/jobs/charts/images/named-in-text.ts';

describe('an image that a rendered text names outside of containers', () => {
  it.each([
    ['- --executor-image=quay.io/a/exec:v3', 'quay.io/a/exec:v3'],
    ['value: "rancher/engine:v1.7.1"', 'docker.io/rancher/engine:v1.7.1'],
    ['image: busybox:1.36\n', 'docker.io/library/busybox:1.36'],
    ['  {"image":"docker.io/library/busybox:1.36"}', 'docker.io/library/busybox:1.36'],
    ['uses a/b:1.', 'docker.io/a/b:1'],
    ['a/b:1.2 and a/b:1', 'docker.io/a/b:1'],
  ])('is found in %s', (text, reference) => expect(isNamedIn(text, reference)).toBe(true));

  it.each([
    ['rancher/engine:v1.7.1', 'docker.io/rancher/engine:v1.7'],
    ['rancher/engine:v1-rc1', 'docker.io/rancher/engine:v1'],
    ['quay.io/rancher/engine:v1', 'docker.io/rancher/engine:v1'],
    ['my-busybox:1', 'docker.io/library/busybox:1'],
    [`a/b:1@sha256:${'a'.repeat(64)}`, 'docker.io/a/b:1'],
    ['a/b', 'docker.io/a/b'],
    ['{{ x }}', '{{ x }}'],
  ])('is not found in %s, which is another one', (text, reference) => expect(isNamedIn(text, reference)).toBe(false));
});
