import type { LoadedClaims } from "./load.js";
export const loadActivation = (_token: string): LoadedClaims<"activation"> | undefined => undefined;
