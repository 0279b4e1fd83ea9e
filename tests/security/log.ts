/** The lines that a proxy in this process writes into its log. */
export function makeLog() {
  const lines: Record<string, unknown>[] = [];
  return {
    lines,
    write: (line: string) => void lines.push(JSON.parse(line)),
    /** Lines that hold all of these fields. */
    with: (fields: Record<string, unknown>) =>
      lines.filter((line) => Object.entries(fields).every(([name, value]) => line[name] === value)),
  };
}
