/** A key that writes nothing by itself. */
export type KeyName =
  | "enter"
  | "newline"
  | "tab"
  | "backtab"
  | "backspace"
  | "delete"
  | "escape"
  | "up"
  | "down"
  | "left"
  | "right"
  | "home"
  | "end"
  | "pageup"
  | "pagedown";

/** What a person did at the keyboard. */
export type Key =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "paste"; readonly text: string }
  | { readonly kind: "named"; readonly name: KeyName; readonly modified: boolean }
  | { readonly kind: "ctrl"; readonly letter: string }
  | { readonly kind: "alt"; readonly character: string };
