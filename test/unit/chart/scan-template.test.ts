import { describe, expect, it } from 'vitest';
import { scanTemplate } from '#chart';

function words(text: string): string[] {
  return scanTemplate(text, true).actions.map(({ tokens }) =>
    tokens.map(({ kind, text: word }) => `${kind}:${word}`).join(' '),
  );
}

function faults(text: string): string[] {
  return scanTemplate(text, true).faults.map(({ message, range }) => `${range.line}:${range.column} ${message}`);
}

function keys(text: string): string[] {
  return scanTemplate(text, true).keys.map(
    ({ key, value, indent, range }) => `${range.line} ${indent} ${key}=${value}`,
  );
}

describe('the actions of a template', () => {
  it.each([
    ['{{ .Values.a.b }}', ['field:.Values.a.b']],
    ['{{- $root.Release.Name -}}', ['field:$root.Release.Name']],
    ['{{ $x := index .Values "a b" 0 }}', ['variable:$x mark::= name:index field:.Values text:a b number:0']],
    [
      '{{ (include "x" .).name | nindent 4 }}',
      ['mark:( name:include text:x mark:. mark:) field:.name mark:| name:nindent number:4'],
    ],
    ['{{ "}}" }}{{ `}}\n{{` }}', ['text:}}', 'text:}}\n{{']],
    ['{{ "a\\"b" }}', ['text:a\\"b']],
    ['{{/* {{ lookup }} */}}{{- /* }} */ -}}x', []],
    ['{{ add -1 .5 1e3 }}', ['name:add number:-1 number:.5 number:1e3']],
    ["{{ eq 'x' 'y' }}", ['name:eq text:x text:y']],
    ['a {{\n  .Values.x\n}}', ['field:.Values.x']],
  ])('%j', (text, expected) => {
    expect(words(text)).toEqual(expected);
    expect(faults(text)).toEqual([]);
  });

  it('know the blocks around them', () => {
    const text =
      '{{ define "x" }}{{ if .a }}{{ .b }}{{ end }}{{ end }}{{ with .c }}{{ .d }}{{ else }}{{ .e }}{{ end }}{{ .f }}';
    const found = scanTemplate(text, true).actions.filter(({ tokens }) => tokens[0]?.kind === 'field');
    expect(found.map(({ depth, isDefinition }) => `${depth} ${isDefinition}`)).toEqual([
      '1 true',
      '1 false',
      '1 false',
      '0 false',
    ]);
  });
});

describe('what cannot work', () => {
  it.each([
    ['a: {{ .b }', '1:10 } means nothing here'],
    ['a: {{ .b', '1:4 the {{ has no }}'],
    ['a\n{{ "b }}\nc', '2:4 the text that begins with " has no end'],
    ['{{/* a', '1:1 this comment has no end'],
    ['{{ if .a }}\nb', '1:1 this {{ if }} has no {{ end }}'],
    ['a {{ end }}', '1:3 this {{ end }} closes nothing'],
    ['{{ else }}', '1:1 this {{ else }} belongs to nothing'],
    ['{{ (.a }}', '1:1 a ( is not closed'],
    ['{{ .a) }}', '1:6 this ) closes nothing'],
    ['a\n{{- if }}{{ end }}', '2:1 this {{ if }} asks for nothing'],
    ['{{ }}', '1:1 there is nothing between the braces'],
    ['{{ {{ .a }} }}', '1:4 { means nothing here'],
  ])('%j', (text, expected) => {
    expect(faults(text)[0]).toBe(expected);
  });

  it('is not told of what does', () => {
    const text =
      '{{- range $k, $v := .a }}\n{{ $k }}{{ break }}\n{{- else if .b }}{{ end -}}\n{{ block "x" . }}{{ end }} }} {';
    expect(faults(text)).toEqual([]);
  });
});

describe('the keys between', () => {
  it.each([
    ['a: 1\n  b: "x" # y\n', ['1 0 a=1', '2 2 b="x"']],
    ['- image: x:1\r\n  name: y\r\n', ['1 2 image=x:1', '2 2 name=y']],
    ['"helm.sh/hook": pre-install\n', ['1 0 helm.sh/hook=pre-install']],
    ['image: "{{ .a | default "b" }}:{{ .c }}" # d\n', ['1 0 image="{{ .a | default "b" }}:{{ .c }}"']],
    ['a: |\n  image: x\n\n  b: 1\nc: 2\n', ['1 0 a=|', '5 0 c=2']],
    ['a: |-\n{{ if .x }}\n  image: x\n{{ end }}\nc: 2', ['1 0 a=|-', '5 0 c=2']],
    ['# image: x\n{{ .a }}: b\n{{- if .b }}\nd: e\n{{- end }}', ['4 0 d=e']],
    ['{{/*\nimage: x\n*/}}\na: b#c', ['4 0 a=b#c']],
    ['url: http://x:1/#y\n', ['1 0 url=http://x:1/#y']],
  ])('%j', (text, expected) => {
    expect(keys(text)).toEqual(expected);
  });

  it('are none of a text that is no YAML', () => {
    expect(scanTemplate('image: x', false).keys).toEqual([]);
  });
});

describe('any text', () => {
  it('is read, however it is made', () => {
    for (const part of [
      '{{',
      '{{/*',
      '{{"',
      '{{(',
      '{{ if }}',
      '{{.a ',
      '- '.repeat(3),
      '{{ `',
      ' '.repeat(9),
      'a: |\n',
      '{{-',
    ]) {
      const scan = scanTemplate(part.repeat(20_000), true);
      expect(scan.actions.length + scan.faults.length).toBeGreaterThanOrEqual(0);
    }
  });
});
