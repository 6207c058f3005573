import type { Command } from "commander";
import { normaliseTags } from "../claims/build/tags.js";
import { assertPresent, editedList } from "./edited-list.js";
import { listFlag } from "./flags.js";

/** Flags that change an entity's tags. */
export interface TagFlags {
  readonly tag?: readonly string[] | undefined;
  readonly removeTag?: readonly string[] | undefined;
}

/** Adds the flag that adds tags to a command. */
export function withTagFlag(command: Command): Command {
  return command.option("--tag <key:value>", "add a tag (repeatable)", listFlag);
}

/** Adds the flags that add and remove tags to a command. */
export function withTagFlags(command: Command): Command {
  return withTagFlag(command).option("--remove-tag <tag>", "remove a tag (repeatable)", listFlag);
}

/** The tags after the change; nothing when no flag is given. */
export function tagsFrom(
  before: readonly string[] | undefined,
  { tag, removeTag }: TagFlags,
): { readonly tags?: readonly string[] } {
  if (tag === undefined && removeTag === undefined) return {};
  const removed = normaliseTags(removeTag);
  assertPresent(removed, "--remove-tag", before);
  return { tags: editedList(before, normaliseTags(tag), removed) };
}
