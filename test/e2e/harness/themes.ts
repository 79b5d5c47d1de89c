/** The names that the workbench gives to the themes that every build carries. */
export const THEMES = {
  dark: "Default Dark Modern",
  light: "Default Light Modern",
  "high-contrast": "Default High Contrast",
} as const;
export type Theme = keyof typeof THEMES;

/** The class that the workbench bears under each. */
export const THEME_CLASSES: Readonly<Record<Theme, string>> = {
  dark: "vs-dark",
  light: "vs",
  "high-contrast": "hc-black",
};
