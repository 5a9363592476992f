/**
 * What an editor does with the languages of a release: a bundle of its own (`dist/editing.cjs`, .ci/bundles.mjs). It is handed the
 * languages, which are another one (`dist/language.cjs`), and as `actions` it keeps no state in modules.
 */
export { Editing } from './languages/editing.ts';
