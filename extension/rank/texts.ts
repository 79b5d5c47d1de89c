import { type Message, say } from "../errors";
import { applySlots, canonicalQuotes } from "../utterance";
import { weighAll } from "./evidence";
import { judge, type Setting } from "./judge";
import type { DecodedSample, JudgedSample } from "./sample";

const COLUMN = /\bc\[(\d+)\]/g;

/**
 * Samples that are code already, whoever wrote them: judged as they are written, for nothing has to be put back into them;
 * the evidence reads which literals and columns of the request they name.
 * @param samples their `slotted` is the code itself
 */
export function judgeTexts(
  samples: readonly DecodedSample[],
  setting: Setting,
  without?: ReadonlySet<string>,
): JudgedSample[] {
  const bare: Setting = { ...setting, slots: [], header: [] };
  const judged = samples.map((sample) => {
    const own = judge(sample, bare);
    const fault = own.fault ?? columnFault(own.code, setting);
    const slotted = applySlots(canonicalQuotes(own.code, setting.language.id), setting.slots, setting.header.length);
    return { ...own, fault, slotted, rawValid: own.rawValid && fault === undefined };
  });
  return weighAll(judged, setting, without);
}

/** What is wrong with code that names a column which the table beside it does not have. */
function columnFault(code: string, { table, language }: Setting): Message | undefined {
  if (table === undefined || language.affects === undefined) return undefined;
  const width = table[0]?.length ?? 0;
  const missing = [...code.matchAll(COLUMN)].map(([, index]) => Number(index)).find((index) => index >= width);
  return missing === undefined ? undefined : say`names column ${missing}, which the table does not have`;
}
