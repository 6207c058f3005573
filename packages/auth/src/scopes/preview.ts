import type { Permissions } from "../claims/types/permissions.js";
import { type ExpandedList, type Expansion, expandList } from "./expand.js";
import { fillPlaceholders, findPlaceholders } from "./functions.js";
import type { ScopeUser } from "./scope-user.js";

/** A list of a template. */
export type TemplateList = "pub.allow" | "pub.deny" | "sub.allow" | "sub.deny";

/** A value that changes what an entry grants beyond one literal token. */
export interface TemplateInjection {
  readonly list: TemplateList;
  readonly entry: string;
  /** The function the value came from, such as `name()`. */
  readonly operation: string;
  readonly value: string;
  readonly subject: string;
  /** `wildcard`: the value brings `*` or `>`; `extra-tokens`: it brings dots; `template`: it brings a placeholder. */
  readonly problem: "wildcard" | "extra-tokens" | "template";
}

/** What a scope gives to one user. */
export interface ScopePreview {
  /** `refused`: a server closes the connection, for the reasons in `refusals`. */
  readonly outcome: "granted" | "refused";
  /** The expanded permissions; empty when refused. */
  readonly permissions: Permissions;
  readonly refusals: readonly {
    readonly list: TemplateList;
    readonly entry: string;
    readonly reason: string;
  }[];
  /** Allow entries that vanish: an undefined tag, an empty name, or a queue entry beside a template. */
  readonly dropped: readonly { readonly list: TemplateList; readonly entry: string }[];
  /** Values that widen an entry; empty for a safe user. */
  readonly injections: readonly TemplateInjection[];
}

const wildcards = (subject: string): number =>
  subject.split(".").filter((token) => token === "*" || token === ">").length;

/** The entry with each placeholder as one harmless token. */
const harmless = (entry: string): string =>
  fillPlaceholders(entry, findPlaceholders(entry), () => "x");

const problemOf = (
  value: string,
  subject: string,
  entry: string,
): TemplateInjection["problem"] | undefined => {
  if (findPlaceholders(value).length > 0) return "template";
  const plain = harmless(entry);
  const brings = value.split(".");
  if (brings.some((token) => /[*>]/.test(token)) && wildcards(subject) > wildcards(plain)) {
    return "wildcard";
  }
  return brings.length > 1 ? "extra-tokens" : undefined;
};

const injectionsOf = (list: TemplateList, expansion: Expansion): TemplateInjection[] => {
  const { entry, subject, values } = expansion;
  if (subject === undefined) return [];
  return values.flatMap(({ operation, value }) => {
    const problem = problemOf(value, subject, entry);
    return problem ? [{ list, entry, operation, value, subject, problem }] : [];
  });
};

/**
 * Expands the template of a scoped signing key for one user exactly as a server does, and tells which
 * entries vanish and which values smuggle in wildcards or tokens.
 *
 * @example
 * ```ts
 * import { previewScope } from "@kchat/auth";
 *
 * const preview = previewScope(
 *   { sub: { allow: ["dms.{{name()}}"] } },
 *   { name: "*", subject: "U…" },
 * );
 * preview.injections[0]?.problem; // "wildcard": this user would read everyone's messages
 * ```
 */
export const previewScope = (template: Permissions, user: ScopeUser): ScopePreview => {
  const lists = {
    "sub.allow": template.sub?.allow,
    "sub.deny": template.sub?.deny,
    "pub.allow": template.pub?.allow,
    "pub.deny": template.pub?.deny,
  };
  const expanded = new Map<TemplateList, ExpandedList>();
  for (const [name, list] of Object.entries(lists) as [TemplateList, readonly string[] | null][]) {
    if (list) expanded.set(name, expandList(list, user, name.endsWith("allow") ? "allow" : "deny"));
  }
  const refusals = [...expanded].flatMap(([list, result]) =>
    result.outcome === "refused" ? [{ list, entry: result.entry, reason: result.reason }] : [],
  );
  const expansions = [...expanded].flatMap(([list, result]) =>
    result.outcome === "expanded"
      ? result.expansions.map((expansion) => ({ list, expansion }))
      : [],
  );
  const subjectsOf = (name: TemplateList): readonly string[] | undefined => {
    const result = expanded.get(name);
    return result?.outcome === "expanded" ? result.subjects : undefined;
  };
  const direction = (name: "pub" | "sub"): Permissions["pub"] => {
    const allow = subjectsOf(`${name}.allow`);
    const deny = subjectsOf(`${name}.deny`);
    // Nothing left of an allow list must not turn into "everything".
    const emptied = (template[name]?.allow?.length ?? 0) > 0 && allow?.length === 0;
    return {
      ...(allow ? { allow } : {}),
      ...(emptied && !deny?.includes(">") ? { deny: [...(deny ?? []), ">"] } : deny && { deny }),
    };
  };
  return {
    outcome: refusals.length > 0 ? "refused" : "granted",
    permissions:
      refusals.length > 0
        ? {}
        : {
            pub: direction("pub"),
            sub: direction("sub"),
            ...(template.resp ? { resp: template.resp } : {}),
          },
    refusals,
    dropped: expansions.flatMap(({ list, expansion }) =>
      expansion.subject === undefined ? [{ list, entry: expansion.entry }] : [],
    ),
    injections: expansions.flatMap(({ list, expansion }) => injectionsOf(list, expansion)),
  };
};
