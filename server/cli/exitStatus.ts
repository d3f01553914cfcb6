/** What the shell is told, as docs/users/command-line.md says. */
export const OK = 0;
export const FAILED = 1;
export const MISUSED = 2;
/** 128 + SIGINT, as a shell has it. */
export const INTERRUPTED = 130;
