export type { ByteRange, HttpRequest, HttpResponse, Login, Network } from './network.ts';
export type { NetworkPolicy } from './policy.ts';
