export interface FolderLockOptions {
  /** Longest wait for another holder, ms. */
  readonly timeoutMs: number;
  /** Called once when there is another holder to wait for. */
  readonly onWait?: () => void;
}

/**
 * Holds `folder` as a lock while `work` runs.
 * @throws Error with code LOCK_TIMEOUT when another process holds it for longer than `timeoutMs`
 */
export declare function withFolderLock<T>(
  folder: string,
  options: FolderLockOptions,
  work: () => Promise<T>,
): Promise<T>;
