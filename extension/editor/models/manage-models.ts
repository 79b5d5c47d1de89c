import * as vscode from "vscode";
import type { InstalledModel, InstalledModels } from "../../installed";
import type { Config } from "../shell/config";
import { explain } from "../shell/report";
import { withoutIcons } from "../shell/text";
import { askModelAddress, installModel, sizeText } from "./install-model";

interface ModelItem extends vscode.QuickPickItem {
  /** What taking it does; absent for separators. */
  readonly take?: () => Promise<unknown>;
  /** What its button does. */
  readonly remove?: () => Promise<unknown>;
}

/** The models that there are, as one list: choose one, remove one, install another. */
export class ManageModels {
  constructor(
    private readonly config: Config,
    private readonly installed: () => Promise<InstalledModels>,
  ) {}

  /** Shows the list, and again after one was removed. */
  async run(): Promise<void> {
    const installed = await this.installed();
    for (let again = true; again; ) {
      const picked = await pick(this.#items(installed));
      await picked?.act();
      again = picked?.isRemoval === true;
    }
  }

  #items(installed: InstalledModels): readonly ModelItem[] {
    const { t } = vscode.l10n;
    const add = (icon: string, label: string, detail: string, name: () => Promise<string | undefined>): ModelItem => ({
      ...{ label: `$(${icon}) ${label}`, detail },
      take: async () => this.#install(installed, await name()),
    });
    return [
      ...installed.list().map((model) => this.#item(model, installed)),
      { label: t("Install"), kind: vscode.QuickPickItemKind.Separator },
      add("folder-opened", t("Install from a folder…"), t("A folder with a manifest.json"), () => pickPlace(true)),
      add("file-zip", t("Install from a file…"), t("A .zip or .tgz file of such a folder"), () => pickPlace(false)),
      add("cloud-download", t("Install from an address…"), t("Of a manifest.json, or of such a file"), askModelAddress),
    ];
  }

  #item(model: InstalledModel, installed: InstalledModels): ModelItem {
    const { t } = vscode.l10n;
    const { name, id, version, isEmbedded, bytes, from = "", problem } = model;
    const facts = [
      version,
      ...(bytes === undefined ? [] : [sizeText(bytes)]),
      ...(this.#isChosen(model) ? [t("in use")] : []),
    ];
    const origin = isEmbedded ? t("Comes with CodeFusion") : t("From {0}", from);
    const button = { iconPath: new vscode.ThemeIcon("trash"), tooltip: t("Remove") };
    return {
      label: `$(${problem ? "warning" : "package"}) ${withoutIcons(id)}`,
      description: facts.join(" · "),
      detail: withoutIcons(problem ? explain(problem).what : origin),
      take: async () => {
        if (problem) throw problem;
        await this.config.choose({ model: isEmbedded ? "" : name });
      },
      ...(!isEmbedded && { buttons: [button], remove: () => this.#remove(model, installed) }),
    };
  }

  #isChosen({ name, isEmbedded }: InstalledModel): boolean {
    const { model } = this.config.backendChoice();
    return isEmbedded ? model === "" : model === name;
  }

  async #install(installed: InstalledModels, named: string | undefined): Promise<void> {
    const { t } = vscode.l10n;
    const { certificateAuthority } = this.config.backendChoice();
    const model = named === undefined ? undefined : await installModel(named, installed, certificateAuthority);
    if (model === undefined) return;
    const use = t("Use It");
    const told = t("CodeFusion: {0} is installed.", model.name);
    // Nobody waits for the answer.
    void vscode.window.showInformationMessage(told, use).then(async (answer) => {
      if (answer === use) await this.config.choose({ model: model.isEmbedded ? "" : model.name });
    });
  }

  /** One that is in use gives way to the embedded one first. */
  async #remove(model: InstalledModel, installed: InstalledModels): Promise<void> {
    const { t } = vscode.l10n;
    const remove = t("Remove");
    const isChosen = this.#isChosen(model);
    const detail = isChosen ? t("It is in use. The model that comes with CodeFusion is used then.") : model.folder;
    const question = t("Remove the model {0}?", model.name);
    const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, remove);
    if (answer !== remove) return;
    if (isChosen) await this.config.choose({ model: "" });
    await installed.remove(model);
  }
}

/** What the user picked of the list; undefined where nothing. */
async function pick(
  items: readonly ModelItem[],
): Promise<{ readonly act: () => Promise<unknown>; readonly isRemoval: boolean } | undefined> {
  const { t } = vscode.l10n;
  const picker = vscode.window.createQuickPick<ModelItem>();
  picker.title = t("Models that generate code on this machine");
  picker.placeholder = t("Choose the model to use, or install another one");
  picker.matchOnDescription = true;
  picker.items = items;
  const picked = new Promise<Awaited<ReturnType<typeof pick>>>((resolve) => {
    const settle = (act: ModelItem["take"], isRemoval: boolean) => {
      resolve(act && { act, isRemoval });
      picker.hide();
    };
    picker.onDidAccept(() => settle(picker.selectedItems[0]?.take, false));
    picker.onDidTriggerItemButton(({ item }) => settle(item.remove, true));
    picker.onDidHide(() => resolve(undefined));
  });
  picker.show();
  try {
    return await picked;
  } finally {
    picker.dispose();
  }
}

async function pickPlace(canSelectFolders: boolean): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const [place] =
    (await vscode.window.showOpenDialog({
      ...{ canSelectFolders, canSelectFiles: !canSelectFolders, openLabel: t("Install") },
      ...(!canSelectFolders && { filters: { [t("Models")]: ["zip", "tgz", "gz", "json"] } }),
    })) ?? [];
  return place?.fsPath;
}
