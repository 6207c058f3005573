import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

type Methods = { readonly [name: string]: (...args: never[]) => unknown };
type Call = { readonly id: number; readonly method: string; readonly args: unknown[] };
type Reply = { readonly id: number; readonly result?: unknown; readonly error?: string };

/** The methods of a child process, called from its parent. */
export interface Remote<M extends Methods> {
  readonly child: ChildProcess;
  call<K extends keyof M & string>(
    method: K,
    ...args: Parameters<M[K]>
  ): Promise<Awaited<ReturnType<M[K]>>>;
  stop(): Promise<void>;
}

/** Runs a module of this folder, which must call `serve`, as a process of its own. */
export function startRemote<M extends Methods>(module: string): Remote<M> {
  // `fork` passes tsx and the export condition on, since they are arguments of this process.
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), {
    serialization: "advanced",
  });
  const open = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  let last = 0;
  child.on("message", ({ id, result, error }: Reply) => {
    const call = open.get(id);
    open.delete(id);
    if (error === undefined) call?.resolve(result as never);
    else call?.reject(new Error(`${module}: ${error}`));
  });
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => {
      for (const { reject } of open.values()) reject(new Error(`${module} has ended`));
      resolve();
    });
  });
  return {
    child,
    call: (method, ...args) =>
      new Promise((resolve, reject) => {
        last += 1;
        open.set(last, { resolve, reject });
        child.send({ id: last, method, args } satisfies Call, (error) => {
          if (error !== null) reject(error);
        });
      }),
    async stop() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** Answers the calls of the parent process; without a parent there is nothing to live for. */
export function serve(methods: Methods): void {
  process.on("disconnect", () => process.exit());
  process.on("message", async ({ id, method, args }: Call) => {
    const reply: Reply = await Promise.resolve()
      .then(() => methods[method]?.(...(args as never[])))
      .then(
        (result) => ({ id, result }),
        (error: unknown) => ({ id, error: String(error) }),
      );
    process.send?.(reply);
  });
}
