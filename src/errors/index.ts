export { type CatalogueEntry, type Fault, type Stage } from './catalogue-entry.ts';
export { type ErrorCode, errorCatalogue } from './catalogue/index.ts';
export {
  type ErrorDetails,
  type ErrorDocument,
  type ErrorFault,
  SentryalError,
  formatMessage,
  isSentryalError,
  toSentryalError,
} from './sentryal-error.ts';
export { suggest } from './suggest.ts';
export { redactUrl, shownLocation } from './redact-url.ts';
