/** Writes a line of what happened into the page, with the seconds since it was loaded. */
export function note(text: string): void {
  const line = document.createElement("li");
  const time = document.createElement("time");
  time.textContent = `${(performance.now() / 1000).toFixed(2)} s`;
  const said = document.createElement("span");
  said.textContent = text.replace(/\b([UA][A-Z2-7]{5})[A-Z2-7]{50}\b/g, "$1…");
  line.append(time, said);
  document.querySelector("#transcript")?.append(line);
}

/** Writes what this page runs on below its title. */
export function title(text: string): void {
  const line = document.querySelector("#platform");
  if (line) line.textContent = text;
}
