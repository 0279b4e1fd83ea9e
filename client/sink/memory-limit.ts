/** The largest file that is gathered in memory: a tab has that beside its work, also on small machines. */
export const MEMORY_FILE_BYTES = 200_000_000;
