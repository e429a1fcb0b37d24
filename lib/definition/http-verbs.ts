/** The verbs that a method of a REST API may have; it stands apart from the shapes, so that pages that list verbs do not load a validator. */
export const httpVerbs = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"] as const;
