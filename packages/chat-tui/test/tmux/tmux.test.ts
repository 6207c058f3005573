import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noTmux, type TmuxShell, tmuxShell } from "./tmux.js";

const program = fileURLToPath(new URL("program.ts", import.meta.url));
const start = `${process.execPath} --conditions=@kchat/source --import tsx ${program}`;

describe.skipIf(noTmux)(
  `the chat in a real terminal${noTmux === undefined ? "" : ` (skipped: ${noTmux})`}`,
  () => {
    let shell: TmuxShell;

    beforeAll(async () => {
      shell = await tmuxShell(100, 24);
      await shell.type("echo what was here before");
      await shell.press("Enter");
      await shell.sees(/^what was here before/m);
      await shell.type(start);
      await shell.press("Enter");
      await shell.sees("Message #General");
    }, 60_000);

    afterAll(() => shell.close());

    it("is up, on the alternate screen, with the cursor in the input line", async () => {
      const screen = await shell.sees("3 online");
      expect(screen).toContain("KUBECON");
      expect(screen).not.toContain("what was here before");
      expect(await shell.fact("alternate_on")).toBe("1");
      expect(await shell.fact("cursor_y")).toBe("22");
    });

    it("takes typing, wide characters too", async () => {
      await shell.type("hello 漢字 to you");
      await shell.press("Left", "Left", "Left", "BSpace", "Enter");
      await shell.sees(/wally +hello 漢字 toyou/);
    });

    it("keeps columns straight beside emoji and marks", async () => {
      await shell.type("👩‍👩‍👧 👍🏽 🇩🇪 ❤️ n̈ end");
      await shell.press("Enter");
      await shell.sees(/wally .* end/);
      for (const line of (await shell.screen()).split("\n").slice(0, 22)) {
        // A wide character is one character in a captured line but two columns: count what stands before the bar.
        expect(line.indexOf("│")).toBe(28);
      }
    });

    it("shows what others post elsewhere as unread, and goes there by keys", async () => {
      await shell.type("post NATS over here");
      await shell.press("Enter");
      await shell.sees(/# NATS +•2/);
      await shell.press("Tab", "Tab");
      await shell.sees(/alice +over here/);
      await shell.press("M-1");
      const back = await shell.sees(/▸ # General/);
      expect(back).not.toMatch(/# NATS +•/);
    });

    it("sends a direct message by name and shows the answer", async () => {
      await shell.type("/dm bob dm for you alone");
      await shell.press("Enter");
      await shell.sees(/bob +for you alone/);
      const screen = await shell.sees("Message bob directly");
      expect(screen).toContain("direct · name not verified");
    });

    it("takes a paste of several lines as one message", async () => {
      await shell.paste("first\nsecond");
      await shell.sees(/› first/);
      await shell.press("Enter");
      await shell.sees(/wally +first\n[^\n]*second/);
    });

    it("says when the connection is lost, and when it is back", async () => {
      await shell.press("M-1");
      await shell.type("cut 2");
      await shell.press("Enter");
      await shell.sees("Reconnecting since");
      await shell.sees(/· connected/);
    });

    it("follows the size of its window", async () => {
      await shell.resize(48, 12);
      const narrow = await shell.sees(/# General +1\/5/);
      expect(narrow).not.toContain("Channels");
      await shell.resize(100, 24);
      await shell.sees("Channels");
    });

    it("leaves by Ctrl-C and gives back what was there", async () => {
      await shell.press("C-c");
      const screen = await shell.sees(/the program ended\n[$#]/);
      expect(screen).toContain("what was here before");
      expect(screen).not.toContain("# General");
      expect(await shell.fact("alternate_on")).toBe("0");
      expect(await shell.fact("cursor_flag")).toBe("1");
      expect(await shell.fact("wrap_flag")).toBe("1");
      await shell.type("stty -a | grep -c ' icanon.* echo '");
      await shell.press("Enter");
      await shell.sees(/^1$/m);
    });

    it("gives the terminal back when it is terminated", async () => {
      await shell.type(start);
      await shell.press("Enter");
      await shell.sees("Message #General");
      await shell.type("terminate");
      await shell.press("Enter");
      await shell.sees(/the program ended[\s\S]*the program ended/);
      expect(await shell.fact("alternate_on")).toBe("0");
    });
  },
);
