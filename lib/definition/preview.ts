/** The name that the draft has in addresses, where deployed stages have theirs. */
export const previewStage = "_draft";

/** Where a pass for a draft is: in a parameter of a link, in the cookie that the link leaves, or in a header of programs. */
export const previewParameter = "gatehouse-preview";
export const previewHeader = "x-gatehouse-preview";
