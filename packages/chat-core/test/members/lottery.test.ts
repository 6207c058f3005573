import { describe, expect, it } from "vitest";
import { createLottery } from "../../src/members/lottery.js";
import { seededRandom } from "../manual-time.js";

const capacity = 20;

/**
 * How often a newcomer that enters once is drawn, in 1000 rounds in each of which 100 others enter and 10 are drawn: a
 * tenth of all. `turn` is called 100 times a round.
 */
function shareOf(
  turn: (index: number, enter: () => void, enterNewcomer: () => void, draw: () => void) => void,
) {
  const lottery = createLottery<undefined>({ capacity, random: seededRandom(7) });
  let [next, drawn, won] = [0, 0, 0];
  const rounds = 1_000;
  for (let round = 0; round < rounds; round += 1) {
    const newcomer = `newcomer${round}`;
    for (let index = 0; index < 100; index += 1) {
      turn(
        index,
        () => lottery.enter(`x${next++}`, undefined, "fair"),
        () => lottery.enter(newcomer, undefined, "fair"),
        () => {
          drawn += 1;
          if (lottery.draw()?.[0].startsWith("newcomer")) won += 1;
        },
      );
    }
  }
  expect(drawn).toBe(10 * rounds);
  return won / rounds;
}

describe("createLottery", () => {
  it("gives a newcomer its share under a steady flood, wherever between the others it enters", () => {
    for (const at of [0, 5, 50, 99]) {
      const share = shareOf((index, enter, enterNewcomer, draw) => {
        enter();
        if (index === at) enterNewcomer();
        if (index % 10 === 9) draw();
      });
      expect(share).toBeGreaterThan(0.07);
    }
  });

  it("gives a newcomer its share of what follows a burst, whether the burst comes before or after it", () => {
    for (const at of [0, 89]) {
      const share = shareOf((index, enter, enterNewcomer, draw) => {
        if (index < 90) enter();
        if (index === at) enterNewcomer();
        if (index >= 90) draw();
      });
      // A tenth again: of twenty that stay ten are drawn.
      expect(share).toBeGreaterThan(0.07);
    }
  });

  it("draws whoever comes first by right before everybody else", () => {
    const lottery = createLottery<number>({ capacity, random: seededRandom(1) });
    for (let index = 0; index < 15; index += 1) lottery.enter(`x${index}`, index, "fair");
    lottery.enter("member", 99, "first");
    for (let index = 0; index < 1_000; index += 1) lottery.enter(`y${index}`, index, "fair");
    expect(lottery.draw()).toEqual(["member", 99]);
  });

  it("holds no more than its capacity, and each key once with its newest value", () => {
    const lottery = createLottery<number>({ capacity, random: seededRandom(1) });
    for (let index = 0; index < 1_000; index += 1) lottery.enter(`x${index % 30}`, index, "fair");
    const drawn = new Map(
      Array.from({ length: capacity }, () => lottery.draw() as [string, number]),
    );
    expect(drawn.size).toBe(capacity);
    expect(lottery.draw()).toBeUndefined();
    lottery.enter("again", 1, "fair");
    lottery.enter("again", 2, "fair");
    expect([lottery.draw(), lottery.draw()]).toEqual([["again", 2], undefined]);
  });
});
