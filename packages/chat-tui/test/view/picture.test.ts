import { expect, it } from "vitest";
import { initialUi } from "../../src/ui/state.js";
import { calendarOf } from "../../src/view/calendar.js";
import { view } from "../../src/view/view.js";
import { busySnapshot } from "../fixtures/snapshot.js";
import { picture } from "./picture.js";

// The README shows this file: a change of the screen must change the picture, by `vitest -u`.
it("the picture of the README is what the screen shows", async () => {
  const frame = view(
    busySnapshot,
    { ...initialUi, selected: "#General" },
    { columns: 96, rows: 22 },
    calendarOf("UTC"),
  );
  await expect(picture(frame, "kchat in a terminal")).toMatchFileSnapshot("../../screen.svg");
});
