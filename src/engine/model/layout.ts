import {
  elementCount,
  layoutParameters,
  type ParameterDeclaration,
  type ParameterLayout,
} from '../../kernels/index.ts';
import type { DecoderConfig } from './config.ts';

/**
 * Where each parameter of a decoder lies in the flat buffer, under its checkpoint name. Linear layers keep the
 * checkpoint's [out, in] order. Norm gains take no weight decay.
 */
export function decoderLayout(config: DecoderConfig): ParameterLayout {
  const head = { name: 'lm_head.weight', shape: [config.vocabularySize, config.hiddenSize], decay: true };
  return layoutParameters(config.tiedHead ? backbone(config) : [...backbone(config), head]);
}

/** As `decoderLayout`, with a head of one score in place of the vocabulary's, under transformers' name for it. */
export function rewardLayout(config: DecoderConfig): ParameterLayout {
  return layoutParameters([...backbone(config), { name: SCORE_HEAD, shape: [1, config.hiddenSize], decay: true }]);
}

/** The head's parameter of `rewardLayout`, [1, C]. */
export const SCORE_HEAD = 'score.weight';

/** All but the head. */
function backbone(config: DecoderConfig): ParameterDeclaration[] {
  const {
    vocabularySize: V,
    hiddenSize: C,
    intermediateSize: F,
    layers: L,
    heads: H,
    kvHeads: KV,
    headSize: D,
  } = config;
  const matrix = (name: string, rows: number, columns: number): ParameterDeclaration => ({
    name,
    shape: [rows, columns],
    decay: true,
  });
  /** Read together with the one before, in one product. */
  const joined = (name: string, rows: number): ParameterDeclaration => ({ ...matrix(name, rows, C), joined: true });
  const gain = (name: string): ParameterDeclaration => ({ name, shape: [C], decay: false });
  const declarations = [matrix('model.embed_tokens.weight', V, C)];
  for (let layer = 0; layer < L; layer++) {
    const prefix = `model.layers.${layer}`;
    declarations.push(
      gain(`${prefix}.input_layernorm.weight`),
      matrix(`${prefix}.self_attn.q_proj.weight`, H * D, C),
      joined(`${prefix}.self_attn.k_proj.weight`, KV * D),
      joined(`${prefix}.self_attn.v_proj.weight`, KV * D),
      matrix(`${prefix}.self_attn.o_proj.weight`, C, H * D),
      gain(`${prefix}.post_attention_layernorm.weight`),
      matrix(`${prefix}.mlp.gate_proj.weight`, F, C),
      joined(`${prefix}.mlp.up_proj.weight`, F),
      matrix(`${prefix}.mlp.down_proj.weight`, C, F),
    );
  }
  declarations.push(gain('model.norm.weight'));
  return declarations;
}

/** The head's parameter, [V, C]: the embedding where it is tied. */
export function headName({ tiedHead }: DecoderConfig): string {
  return tiedHead ? 'model.embed_tokens.weight' : 'lm_head.weight';
}

/** Trainable numbers, without the padding of the flat buffer. */
export function parameterCount(layout: ParameterLayout): number {
  return layout.entries.reduce((total, entry) => total + elementCount(entry.shape), 0);
}
