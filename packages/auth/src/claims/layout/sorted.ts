import { byCodePoint } from "../json/go-json.js";
import { type Codec, wrongType } from "./codec.js";
import { isObject } from "./collections.js";

/** Encoding sorts exports and imports by subject, equal subjects in the caller's order (jwt: account_claims.go Encode). */
export const sortedBySubject = (of: Codec): Codec => ({
  ...of,
  write(value, member) {
    if (!Array.isArray(value)) return of.write(value, member);
    const sorted = value
      .map((item: unknown) => {
        if (!isObject(item)) throw wrongType(member, "a list of objects", item);
        return { item, subject: typeof item.subject === "string" ? item.subject : "" };
      })
      .sort((a, b) => byCodePoint(a.subject, b.subject))
      .map(({ item }) => item);
    return of.write(sorted, member);
  },
});
