/** Where this process may connect to. */
export interface NetworkPolicy {
  /** Whether addresses of this machine and of private networks may be reached: on the command line, never in a worker. */
  readonly allowPrivate: boolean;
  /** Hosts that may be reached, `*.example.org` for a whole domain, `host:port` for a port; empty: every public host. */
  readonly allowedHosts: readonly string[];
}
