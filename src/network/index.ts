export { isPublicAddress } from './address.ts';
export { type Resolve, guardedAgents } from './guarded-connection.ts';
export type { ByteRange, HttpRequest, HttpResponse, Login, Network } from './network.ts';
export type { NetworkPolicy } from './policy.ts';
export { redactUrl } from './redact-url.ts';
export { requireAllowed } from './require-allowed.ts';
