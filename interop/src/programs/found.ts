import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** Where a program is, or why it can't be had. */
export type Found = { readonly path: string } | { readonly skipped: string };

/** The program that a variable of the environment names, if it names one. */
export async function findNamed(variable: string): Promise<Found | undefined> {
  const path = process.env[variable];
  if (path === undefined || path === "") return undefined;
  if (await isExecutable(path)) return { path };
  return { skipped: `${variable} names ${path}, which can't be executed` };
}

/** The first of these programs that is on PATH. */
export async function findOnPath(...names: readonly string[]): Promise<string | undefined> {
  const places = (process.env.PATH ?? "").split(delimiter).filter((place) => place !== "");
  for (const path of names.flatMap((name) => places.map((place) => join(place, name)))) {
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

/** Whether this user may execute the file. */
export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
