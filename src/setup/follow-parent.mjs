/*
 * Preloaded into every process that the set-up starts: it ends when its parent is gone, even after a SIGKILL that
 * let the parent forward nothing. The timer does not keep the process alive.
 */
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 1000).unref();
