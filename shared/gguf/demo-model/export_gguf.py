"""Write the trained model as a GGUF file that llama.cpp reads.

Matrices are stored as Q8_0 (blocks of 32 weights, one 16-bit scale each: 8.5 bits per weight),
norm vectors as 32-bit floats, as llama.cpp expects.
"""
from pathlib import Path

import gguf

import tokenizer as tok

CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
BLOCK_NAMES = {  # module in model.py -> tensor in llama.cpp
    "attn_norm": "attn_norm", "q": "attn_q", "k": "attn_k", "v": "attn_v", "o": "attn_output",
    "ffn_norm": "ffn_norm", "gate": "ffn_gate", "up": "ffn_up", "down": "ffn_down",
}


def vocabulary(w: gguf.GGUFWriter, t: tok.Tokenizer):
    """The tokenizer, with scores that fall with the id, so that low ids are merged first."""
    kinds = gguf.TokenType
    tokens = tok.SPECIAL + [f"<0x{b:02X}>" for b in range(256)] + t.pieces
    types = [kinds.UNKNOWN] + [kinds.CONTROL] * (tok.BYTES - 1) + [kinds.BYTE] * 256 + [kinds.NORMAL] * len(t.pieces)
    scores = [0.0] * (tok.BYTES + 256) + [-float(i) for i in range(len(t.pieces))]
    w.add_tokenizer_model("llama")
    w.add_token_list(tokens)
    w.add_token_scores(scores)
    w.add_token_types(types)
    w.add_unk_token_id(tok.UNK)
    w.add_bos_token_id(tok.BOS)
    w.add_eos_token_id(tok.END)
    w.add_eot_token_id(tok.END)
    w.add_pad_token_id(tok.UNK)
    w.add_add_bos_token(True)
    w.add_add_eos_token(False)
    w.add_add_space_prefix(False)
    w.add_chat_template(CHAT_TEMPLATE)


def write(path: Path, model, t: tok.Tokenizer):
    cfg = model.cfg
    w = gguf.GGUFWriter(path, "llama")
    w.add_name("Spillway demo")
    w.add_description("A tiny language model that shows that a Spillway cluster works. A demo, not a useful model.")
    w.add_license("apache-2.0")
    w.add_size_label(f"{sum(p.numel() for p in model.parameters()) / 1e6:.1f}M")
    w.add_languages(["en"])
    w.add_tags(["demo", "text-generation"])
    w.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    w.add_quantization_version(gguf.GGML_QUANT_VERSION)
    w.add_vocab_size(cfg.vocab)
    w.add_context_length(cfg.context)
    w.add_embedding_length(cfg.dim)
    w.add_block_count(cfg.layers)
    w.add_feed_forward_length(cfg.hidden)
    w.add_head_count(cfg.heads)
    w.add_head_count_kv(cfg.heads)
    w.add_rope_dimension_count(cfg.dim // cfg.heads)
    w.add_rope_freq_base(cfg.rope_base)
    w.add_layer_norm_rms_eps(cfg.norm_eps)
    vocabulary(w, t)
    for name, value in tensors(model):
        data = value.detach().float().numpy()
        if data.ndim == 1:
            w.add_tensor(name, data)
        else:
            kind = gguf.GGMLQuantizationType.Q8_0
            w.add_tensor(name, gguf.quants.quantize(data, kind), raw_dtype=kind)
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


def tensors(model):
    """(name in the file, weights) of every tensor; there is no output.weight, see model.py."""
    yield "token_embd.weight", model.embed.weight
    yield "output_norm.weight", model.norm.weight
    for i, block in enumerate(model.blocks):
        for ours, theirs in BLOCK_NAMES.items():
            yield f"blk.{i}.{theirs}.weight", getattr(block, ours).weight
