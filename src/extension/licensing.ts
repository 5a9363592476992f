/**
 * The licences of an account: a bundle of its own (`dist/licensing.cjs`, .ci/bundles.mjs), loaded when somebody opens the view or calls
 * one of its commands. As `actions` it keeps no state in modules.
 */
export { LicenseDesk } from './licenses/license-desk.ts';
