/** Whether a location is an address that something has to be fetched from, not a path or file://. */
export function isRemote(location: string): boolean {
  return /^(https?|s3):/i.test(location);
}
