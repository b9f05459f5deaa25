/** How often the beat is looked at within its limit. */
const LOOKS = 20;

/**
 * Calls `onSilence` once when a number has not changed for a while. Time is counted in looks, not by a clock: a machine
 * that was suspended has not been silent.
 */
export function watchBeat(beat: () => number, limitMs: number, onSilence: () => void | Promise<void>): () => void {
  let last = beat();
  let silentLooks = 0;
  const timer = setInterval(() => {
    const now = beat();
    silentLooks = now === last ? silentLooks + 1 : 0;
    last = now;
    if (silentLooks < LOOKS) return;
    clearInterval(timer);
    void onSilence();
  }, limitMs / LOOKS);
  return () => clearInterval(timer);
}
