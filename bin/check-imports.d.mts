/** A sentence for each import of `file` that the table does not allow. */
export function violationsOf(file: string, source: string): string[];
