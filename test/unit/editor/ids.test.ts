import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { EDITOR_LANGUAGE_IDS } from "../../../extension/editor/shell/editor-languages";
import { COMMANDS, CONTEXT_KEYS, SETTINGS, SETTINGS_SECTION, TOOLS, VIEWS } from "../../../extension/editor/shell/ids";

interface MenuItem {
  readonly command: string;
  readonly key?: string;
  readonly when?: string;
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly enablement?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly keybindings: readonly MenuItem[];
    readonly languageModelTools: readonly { readonly name: string; readonly inputSchema: unknown }[];
    readonly walkthroughs: readonly { readonly steps: readonly { readonly completionEvents: readonly string[] }[] }[];
    readonly configuration: {
      readonly properties: Readonly<
        Record<string, { readonly scope?: string; readonly markdownDescription?: string; readonly default?: unknown }>
      >;
    };
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: string; readonly restrictedConfigurations: readonly string[] };
  };
}

const root = path.join(__dirname, "..", "..", "..");
const text = readFileSync(path.join(root, "package.json"), "utf8");
const manifest = JSON.parse(text) as Manifest;
const strings = JSON.parse(readFileSync(path.join(root, "package.nls.json"), "utf8")) as Record<string, string>;
const { commands, menus, keybindings, configuration } = manifest.contributes;

const sorted = (values: Iterable<string>) => [...new Set(values)].sort();
const settingIds = sorted(Object.values(SETTINGS).map((key) => `${SETTINGS_SECTION}.${key}`));

describe("ids and package.json", () => {
  it("name the same commands", () => {
    assert.deepEqual(sorted(commands.map((each) => each.command)), sorted(Object.values(COMMANDS)));
    assert.equal(commands.length, Object.values(COMMANDS).length);
  });

  it("name the same settings", () => {
    assert.deepEqual(sorted(Object.keys(configuration.properties)), settingIds);
  });

  it("agree on the commands of menus and keybindings", () => {
    const used = [...Object.values(menus).flat(), ...keybindings].map((each) => each.command);
    // The editor itself binds no key to asking for inline suggestions.
    const known: readonly string[] = [...Object.values(COMMANDS), "editor.action.inlineSuggest.trigger"];
    assert.deepEqual(
      used.filter((command) => !known.includes(command)),
      [],
    );
  });

  it("leave the keys alone that people type with", () => {
    for (const { key = "" } of keybindings) assert.match(key, /\b(ctrl|alt|cmd)\+/);
  });

  it("agree on the context keys of our own", () => {
    const clauses = [
      ...Object.values(menus)
        .flat()
        .map((each) => each.when ?? ""),
      ...commands.map((each) => each.enablement ?? ""),
    ];
    const used = clauses.flatMap((clause) => clause.match(/codefusion\.\w+/g) ?? []);
    assert.deepEqual(sorted(used), sorted(Object.values(CONTEXT_KEYS)));
  });

  it("agree on the languages, in activation and in every clause that names some", () => {
    const events = manifest.activationEvents.filter((event) => event.startsWith("onLanguage:"));
    assert.deepEqual(sorted(events), sorted(EDITOR_LANGUAGE_IDS.map((id) => `onLanguage:${id}`)));
    const clauses = text.match(/editorLangId =~ \/\^\((.*?)\)\$\//g) ?? [];
    assert.ok(clauses.length > 0);
    for (const clause of clauses) {
      const named = /\((.*)\)/.exec(clause)?.[1]?.split("|") ?? [];
      assert.deepEqual(sorted(named), sorted(EDITOR_LANGUAGE_IDS), clause);
    }
  });

  it("agree on the webview panels that come back after a reload", () => {
    const events = manifest.activationEvents.filter((event) => event.startsWith("onWebviewPanel:"));
    assert.deepEqual(sorted(events), sorted(Object.values(VIEWS).map((id) => `onWebviewPanel:${id}`)));
  });

  it("name the same language-model tools", () => {
    const { languageModelTools } = manifest.contributes;
    assert.deepEqual(sorted(languageModelTools.map(({ name }) => name)), sorted(Object.values(TOOLS)));
    for (const { inputSchema } of languageModelTools) assert.ok(inputSchema);
  });

  it("lead the walkthrough only to commands that exist", () => {
    const { walkthroughs } = manifest.contributes;
    const events = walkthroughs.flatMap(({ steps }) => steps.flatMap(({ completionEvents }) => completionEvents));
    const links = Object.values(strings).flatMap((each) => each.match(/\(command:[^)]+\)/g) ?? []);
    assert.ok(events.length > 0 && links.length > 0);
    const known: readonly string[] = Object.values(COMMANDS);
    const named = [
      ...events.map((each) => each.replace(/^onCommand:|^onContext:/, "").replace("codefusion.tried.", "codefusion.")),
      ...links.map((each) => each.slice(9, -1).replace(/\?.*/, "")),
    ];
    assert.deepEqual(
      named.filter((command) => !known.includes(command)),
      [],
    );
  });

  it("keep the settings of an untrusted workspace from choosing what computes", () => {
    const { untrustedWorkspaces } = manifest.capabilities;
    assert.equal(untrustedWorkspaces.supported, "limited");
    const choosing = settingIds.filter((key) => /provider|remote|server|endpoint|backend|model/i.test(key));
    assert.ok(choosing.length > 0);
    for (const key of choosing) assert.ok(untrustedWorkspaces.restrictedConfigurations.includes(key), key);
  });

  it("leave servers to the user, on the machine that the extension runs on: no workspace sets one", () => {
    const servers = settingIds.filter(
      (key) => /remote|served|backend|certificate|model/i.test(key) && !/exclude/.test(key),
    );
    assert.ok(servers.length > 4);
    for (const key of servers) assert.equal(configuration.properties[key]?.scope, "machine", key);
    // A workspace may keep files back from servers.
    assert.equal(configuration.properties["codefusion.served.exclude"]?.scope, "resource");
  });

  it("restrict in untrusted workspaces only settings that exist", () => {
    for (const key of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations) {
      assert.ok(settingIds.includes(key), key);
    }
  });

  it("describe and scope every setting, and give every command the category", () => {
    for (const [key, setting] of Object.entries(configuration.properties)) {
      assert.ok(setting.markdownDescription && setting.scope && setting.default !== undefined, key);
    }
    for (const each of commands) assert.equal(each.category, "CodeFusion", each.command);
  });

  it("use every string of package.nls.json and no other", () => {
    const used = (text.match(/"%[^%"]+%"/g) ?? []).map((key) => key.slice(2, -2));
    assert.deepEqual(sorted(used), sorted(Object.keys(strings)));
  });
});
