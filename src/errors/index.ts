export { type CatalogueEntry, type Fault, type Stage } from './catalogue-entry.ts';
export { type ErrorCode, errorCatalogue } from './catalogue/index.ts';
export {
  type ErrorDetails,
  type ErrorDocument,
  SentryalError,
  isSentryalError,
  toSentryalError,
} from './sentryal-error.ts';
