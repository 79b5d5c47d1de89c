/** The names that the workbench gives to the themes that every build carries. */
export const THEMES = {
  dark: "Default Dark Modern",
  light: "Default Light Modern",
  "high-contrast": "Default High Contrast",
} as const;
export type Theme = keyof typeof THEMES;

/** What the workbench is marked with while it wears them. */
export const THEME_CLASSES: Readonly<Record<Theme, string>> = {
  dark: "vs-dark",
  light: "vs",
  "high-contrast": "hc-black",
};

/** What the system asks for, where the workbench follows it. */
export const SYSTEM_SCHEMES = {
  dark: { colorScheme: "dark", forcedColors: "none" },
  light: { colorScheme: "light", forcedColors: "none" },
  "high-contrast": { colorScheme: "dark", forcedColors: "active" },
} as const;

/** Follow the system, with the themes above. */
export const FOLLOW_SYSTEM = {
  "window.autoDetectColorScheme": true,
  "workbench.preferredDarkColorTheme": THEMES.dark,
  "workbench.preferredLightColorTheme": THEMES.light,
  "workbench.preferredHighContrastColorTheme": THEMES["high-contrast"],
};
