/** More would not make a stop any safer. */
export const canaryRulesMax = 5;
