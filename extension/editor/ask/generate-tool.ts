import { randomInt } from "node:crypto";
import * as vscode from "vscode";
import * as z from "zod";
import type { GenerateResult } from "../../contract";
import { CodeFusionError, inEnglish, say } from "../../errors";
import { languageIdSchema } from "../../schema";
import type { GeneratorSource } from "../run/generator-source";
import type { Config } from "../shell/config";
import type { StatusBar } from "../shell/status-bar";
import { oneLine } from "../shell/text";

export interface GenerateToolParts {
  readonly config: Config;
  readonly generators: GeneratorSource;
  readonly status: StatusBar;
  readonly log: vscode.LogOutputChannel;
}

/** What an agent gives; package.json tells it so. */
const inputSchema = z.object({
  utterance: z.string().trim().min(1),
  language: languageIdSchema,
  count: z.number().int().min(1).max(20).optional(),
  seed: z.number().int().min(0).max(0xffff_ffff).optional(),
  columns: z.array(z.string()).max(64).optional(),
});
type Input = z.infer<typeof inputSchema>;

/**
 * Candidates for an utterance, for agents. It reads no file, changes nothing and runs nothing, so nobody need be asked
 * before it is used.
 */
export class GenerateTool implements vscode.LanguageModelTool<Input> {
  constructor(private readonly parts: GenerateToolParts) {}

  prepareInvocation({ input }: vscode.LanguageModelToolInvocationPrepareOptions<Input>): vscode.PreparedToolInvocation {
    const read = inputSchema.safeParse(input);
    const asked = read.success ? oneLine(read.data.utterance, 60) : "";
    return { invocationMessage: vscode.l10n.t('Denoising candidates for "{0}"', asked) };
  }

  /** @throws CodeFusionError bad-input, cancelled, and what the pipeline throws; its line is what the agent reads */
  async invoke(
    { input }: vscode.LanguageModelToolInvocationOptions<Input>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const result = await this.#generate(readInput(input), token);
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(reportOf(result)))]);
  }

  async #generate(input: Input, token: vscode.CancellationToken): Promise<GenerateResult> {
    const { config, generators, status, log } = this.parts;
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    if (token.isCancellationRequested) controller.abort();
    const busy = status.busy();
    try {
      const generator = await generators.get();
      const request = {
        utterance: input.utterance,
        language: input.language,
        count: input.count ?? config.candidates(),
        steps: config.steps(),
        seed: input.seed ?? config.seed() ?? randomInt(2 ** 32),
        table: input.columns && [input.columns],
      };
      const result = await generator.generate(request, { signal: controller.signal, onProgress: busy.report });
      log.info(`tool: ${result.candidates.length} candidates for ${JSON.stringify(input.utterance)}`);
      busy.done(result);
      return result;
    } catch (error) {
      busy.failed(error);
      // An agent reads the message alone, and can act on the remedy.
      throw error instanceof CodeFusionError
        ? new CodeFusionError(error.code, error.line, error.remedy, { cause: error })
        : error;
    } finally {
      subscription.dispose();
    }
  }
}

function readInput(input: unknown): Input {
  const read = inputSchema.safeParse(input);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new CodeFusionError(
    "bad-input",
    say`the input is not understood (${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""})`,
    'give {"utterance": "…", "language": "python" | "bash" | "cf"}',
  );
}

/** What an agent reads: the candidates, best first, and why there are fewer than asked for. */
function reportOf({ candidates, shortfall, request, model }: GenerateResult) {
  return {
    model: model.id,
    seed: request.seed,
    candidates: candidates.map(({ code, score, valid, cautions }) => ({
      ...{ code, score: Number(score.toPrecision(3)), valid },
      ...(cautions && { cautions }),
    })),
    ...(shortfall !== undefined && { shortfall: inEnglish(shortfall) }),
  };
}
