/**
 * Ends the rendering where values of a part are not there. An upgrade with `--reuse-values` from a release without the part has none of them, and a
 * buyer's `null` takes them away: the part would be skipped without a word, or Helm would tell of a nil pointer.
 */
export const neededValues = `{{- define "awsmp.needValues" -}}
{{- $root := first . }}
{{- range $path := rest . }}
{{- $value := $root.Values }}
{{- range $key := prepend (splitList "." $path) "awsmp" }}
{{- $value = get (kindIs "map" $value | ternary $value dict) $key }}
{{- end }}
{{- if or (kindIs "invalid" $value) (and (kindIs "string" $value) (not $value)) }}
{{- fail (printf "values of awsmp are missing: awsmp.%s; upgrade with --reset-then-reuse-values in place of --reuse-values, and set nothing of awsmp to null" $path) }}
{{- end }}
{{- end }}
{{- end }}
`;
