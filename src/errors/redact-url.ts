/**
 * A URL as it may be shown: without user-info, query and fragment, where secrets and signatures travel. Text that is no URL
 * is cut by the same marks.
 */
export function redactUrl(url: string | URL): string {
  const text = String(url);
  const shown = text.replace(/[?#].*$/s, '');
  // User-info ends at the last @ before the path.
  return shown.replace(/^((?:[a-z][a-z0-9+.-]*:)?[/\\]+|https?:)?[^/\\]*@/i, '$1');
}

/** A location as it may be shown: an address without its secrets, a path (whose drive may be one letter) as it is. */
export function shownLocation(location: string): string {
  return /^[a-z][a-z0-9+.-]+:/i.test(location) ? redactUrl(location) : location;
}
