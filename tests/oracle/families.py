"""Encoders of BERT's build and of ModernBERT's in plain PyTorch (1.13 and later), written from the papers and the names of Hugging Face's classes: the independent
oracle of the families that `maner` computes. Nothing here is shared with the C# code.

  families.py OUT     golden files of a tiny random model per family: OUT/NAME/{config.json, model.safetensors, golden.safetensors}

Model computes a saved tagger, too: shim/transformers.py has it run the lines of docs/how-to/use-from-python.md.
"""
import json, math, os, struct, sys
import torch, torch.nn.functional as F

SMALL = dict(hidden=24, layers=2, heads=3, ffn=40, vocab=60, positions=40)
TANH = lambda x: 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3)))
ACTIVATIONS = dict(gelu=F.gelu, gelu_new=TANH, gelu_pytorch_tanh=TANH, gelu_fast=TANH)


def bert(c):
    return dict(prefix='bert.', first=0, types=c.get('type_vocab_size', 2), eps=c.get('layer_norm_eps', 1e-12), act=ACTIVATIONS[c.get('hidden_act', 'gelu')],
                hidden=c['hidden_size'], layers=c['num_hidden_layers'], heads=c['num_attention_heads'], ffn=c['intermediate_size'],
                q='attention.self.query', k='attention.self.key', v='attention.self.value', o='attention.output.dense', n1='attention.output.LayerNorm',
                w1='intermediate.dense', w2='output.dense', n2='output.LayerNorm', layer='encoder.layer', head_act=ACTIVATIONS[c.get('hidden_act', 'gelu')],
                dense='cls.predictions.transform.dense', norm='cls.predictions.transform.LayerNorm', bias='cls.predictions.bias', decoder='cls.predictions.decoder.weight')


def roberta(c):
    return dict(bert(c), prefix='roberta.', first=c['pad_token_id'] + 1, head_act=F.gelu,
                dense='lm_head.dense', norm='lm_head.layer_norm', bias='lm_head.bias', decoder='lm_head.decoder.weight')


def distilbert(c):
    act = ACTIVATIONS[c.get('activation', 'gelu')]
    return dict(prefix='distilbert.', first=0, types=0, eps=1e-12, act=act, head_act=act, hidden=c['dim'], layers=c['n_layers'], heads=c['n_heads'], ffn=c['hidden_dim'],
                q='attention.q_lin', k='attention.k_lin', v='attention.v_lin', o='attention.out_lin', n1='sa_layer_norm', w1='ffn.lin1', w2='ffn.lin2',
                n2='output_layer_norm', layer='transformer.layer', dense='vocab_transform', norm='vocab_layer_norm', bias='vocab_projector.bias',
                decoder='vocab_projector.weight')


SPECS = {'bert': bert, 'roberta': roberta, 'xlm-roberta': roberta, 'distilbert': distilbert}


class Model:
    """p: tensors by their names with prefix; sentences of any lengths are computed one at a time, so nothing is ever padded."""
    def __init__(self, config, p):
        self.s, self.p, self.tied = SPECS[config['model_type']](config), p, config.get('tie_word_embeddings', True)

    def linear(self, name, x): return F.linear(x, self.p[name + '.weight'], self.p[name + '.bias'])
    def norm(self, name, x): return F.layer_norm(x, x.shape[-1:], self.p[name + '.weight'], self.p[name + '.bias'], self.s['eps'])

    def states(self, ids):
        s, e = self.s, self.s['prefix'] + 'embeddings.'
        x = self.p[e + 'word_embeddings.weight'][ids] + self.p[e + 'position_embeddings.weight'][s['first']:s['first'] + len(ids)]
        if s['types']: x = x + self.p[e + 'token_type_embeddings.weight'][0]
        all = [self.norm(e + 'LayerNorm', x)]
        for i in range(s['layers']):
            x, l = all[-1], f"{s['prefix']}{s['layer']}.{i}."
            split = lambda t: t.reshape(len(ids), s['heads'], -1).transpose(0, 1)
            q, k, v = (split(self.linear(l + s[n], x)) for n in 'qkv')
            a = ((q @ k.transpose(1, 2)) / math.sqrt(q.shape[-1])).softmax(-1) @ v
            a = self.norm(l + s['n1'], x + self.linear(l + s['o'], a.transpose(0, 1).reshape(len(ids), -1)))
            all.append(self.norm(l + s['n2'], a + self.linear(l + s['w2'], s['act'](self.linear(l + s['w1'], a)))))
        return all

    def hidden(self, rows): return torch.cat([self.states(r)[-1] for r in rows])

    def tagged(self, h): return h   # what a tagger's classifier reads

    def lm(self, h):
        s = self.s
        h = self.norm(s['norm'], s['head_act'](self.linear(s['dense'], h)))
        return h @ self.p[s['prefix'] + 'embeddings.word_embeddings.weight' if self.tied else s['decoder']].t() + self.p[s['bias']]


class Modern:
    """ModernBERT (Warner et al. 2024): pre-norm, rotary positions, GeGLU, windows of attention in all layers but every n-th."""
    def __init__(self, c, p):
        self.c, self.p, self.tied = c, p, c.get('tie_word_embeddings', True)
        self.s = dict(dense='head.dense', norm='head.norm', bias='decoder.bias', decoder='decoder.weight')
        self.every, self.window = c.get('global_attn_every_n_layers', 3), c.get('local_attention', 128) // 2
        new = c.get('rope_parameters') or {}
        wide = new.get('full_attention', {}).get('rope_theta', c.get('global_rope_theta', 160000.0))
        near = new.get('sliding_attention', {}).get('rope_theta', c.get('local_rope_theta', 10000.0))
        self.theta = wide, wide if near is None else near
        self.act, self.head_act = (ACTIVATIONS[c.get(k, 'gelu')] for k in ('hidden_activation', 'classifier_activation'))

    def linear(self, name, x): return F.linear(x, self.p[name + '.weight'], self.p.get(name + '.bias'))
    def norm(self, name, x): return F.layer_norm(x, x.shape[-1:], self.p[name + '.weight'], self.p.get(name + '.bias'), self.c.get('norm_eps', 1e-5))

    def turned(self, x, theta):   # [heads, T, D]
        D = x.shape[-1]
        angle = torch.arange(x.shape[1]).float()[:, None] * (1.0 / theta ** (torch.arange(0, D, 2).float() / D))[None]
        cos, sin = angle.cos(), angle.sin()
        a, b = x[..., :D // 2], x[..., D // 2:]
        return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)

    def attend(self, l, i, x):
        T, A = len(x), self.c['num_attention_heads']
        q, k, v = self.linear(l + 'attn.Wqkv', x).reshape(T, 3, A, -1).permute(1, 2, 0, 3)
        wide = i % self.every == 0
        q, k = (self.turned(t, self.theta[0 if wide else 1]) for t in (q, k))
        scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[-1])
        if not wide:
            apart = (torch.arange(T)[:, None] - torch.arange(T)[None]).abs()
            scores = scores.masked_fill(apart > self.window, -math.inf)
        return self.linear(l + 'attn.Wo', (scores.softmax(-1) @ v).transpose(0, 1).reshape(T, -1))

    def states(self, ids):
        x = self.norm('model.embeddings.norm', self.p['model.embeddings.tok_embeddings.weight'][ids]); all = [x]
        for i in range(self.c['num_hidden_layers']):
            l = f'model.layers.{i}.'
            x = x + self.attend(l, i, x if i == 0 else self.norm(l + 'attn_norm', x))
            a, g = self.linear(l + 'mlp.Wi', self.norm(l + 'mlp_norm', x)).chunk(2, -1)
            x = x + self.linear(l + 'mlp.Wo', self.act(a) * g)
            all.append(x)
        return all[:-1] + [self.norm('model.final_norm', x)]

    def hidden(self, rows): return torch.cat([self.states(r)[-1] for r in rows])
    def tagged(self, h): return self.norm('head.norm', self.head_act(self.linear('head.dense', h)))
    def lm(self, h): return F.linear(self.tagged(h), self.p['model.embeddings.tok_embeddings.weight' if self.tied else 'decoder.weight'], self.p.get('decoder.bias'))


def model(config, p): return (Modern if config['model_type'] == 'modernbert' else Model)(config, p)


def modern_shapes(c):
    H, I, V = c['hidden_size'], c['intermediate_size'], c['vocab_size']
    names = {'model.embeddings.tok_embeddings.weight': (V, H)}
    def linear(n, o, i, bias):
        names[n + '.weight'] = (o, i)
        if c.get(bias): names[n + '.bias'] = (o,)
    def norm(n):
        names[n + '.weight'] = (H,)
        if c.get('norm_bias'): names[n + '.bias'] = (H,)
    norm('model.embeddings.norm'); norm('model.final_norm'); norm('head.norm'); linear('head.dense', H, H, 'classifier_bias')
    for i in range(c['num_hidden_layers']):
        l = f'model.layers.{i}.'
        if i: norm(l + 'attn_norm')
        norm(l + 'mlp_norm'); linear(l + 'attn.Wqkv', 3 * H, H, 'attention_bias'); linear(l + 'attn.Wo', H, H, 'attention_bias')
        linear(l + 'mlp.Wi', 2 * I, H, 'mlp_bias'); linear(l + 'mlp.Wo', H, I, 'mlp_bias')
    if c.get('decoder_bias', True): names['decoder.bias'] = (V,)
    if not c.get('tie_word_embeddings', True): names['decoder.weight'] = (V, H)
    return names


def shapes(config, vocab, positions):
    if config['model_type'] == 'modernbert': return modern_shapes(config)
    s = SPECS[config['model_type']](config); H, I = s['hidden'], s['ffn']
    names = {s['prefix'] + 'embeddings.word_embeddings.weight': (vocab, H), s['prefix'] + 'embeddings.position_embeddings.weight': (positions, H)}
    if s['types']: names[s['prefix'] + 'embeddings.token_type_embeddings.weight'] = (s['types'], H)
    def linear(n, o, i): names[n + '.weight'], names[n + '.bias'] = (o, i), (o,)
    def norm(n): names[n + '.weight'] = names[n + '.bias'] = (H,)
    norm(s['prefix'] + 'embeddings.LayerNorm')
    for i in range(s['layers']):
        l = f"{s['prefix']}{s['layer']}.{i}."
        for n in 'qkvo': linear(l + s[n], H, H)
        linear(l + s['w1'], I, H); linear(l + s['w2'], H, I); norm(l + s['n1']); norm(l + s['n2'])
    linear(s['dense'], H, H); norm(s['norm']); names[s['bias']] = (vocab,)
    if not config.get('tie_word_embeddings', True): names[s['decoder']] = (vocab, H)
    return names


def save(path, tensors):
    head, blobs, at = {}, [], 0
    for n in sorted(tensors):
        t = tensors[n].detach().contiguous(); b = t.numpy().tobytes()
        head[n] = dict(dtype={torch.float32: 'F32', torch.int64: 'I64'}[t.dtype], shape=list(t.shape), data_offsets=[at, at + len(b)]); at += len(b); blobs.append(b)
    h = json.dumps(head).encode(); h += b' ' * (-len(h) % 8)
    with open(path, 'wb') as f: f.write(struct.pack('<Q', len(h)) + h + b''.join(blobs))


def load(path):
    raw = open(path, 'rb').read(); n = struct.unpack('<Q', raw[:8])[0]; head = json.loads(raw[8:8 + n]); head.pop('__metadata__', None)
    T = {'F32': torch.float32, 'F16': torch.float16, 'I64': torch.int64}
    part = lambda v: torch.frombuffer(bytearray(raw[8 + n + v['data_offsets'][0]:8 + n + v['data_offsets'][1]]), dtype=T[v['dtype']]).reshape(v['shape'])
    return {k: part(v).float() for k, v in head.items()}


def golden(folder, config, strip='', deviation=0.08, lengths=(3, 9, 17, 6)):
    z = SMALL; torch.manual_seed(7); os.makedirs(folder, exist_ok=True)
    p = {n: torch.randn(s) * deviation + (1 if len(s) == 1 and n.endswith('orm.weight') else 0) for n, s in shapes(config, z['vocab'], z['positions']).items()}
    json.dump(config, open(folder + '/config.json', 'w'), indent=2)
    stored = {n[len(strip):] if strip and n.startswith(strip) else n: t for n, t in p.items()}
    save(folder + '/model.safetensors', stored)
    for t in p.values(): t.requires_grad_()
    m, g, MASK = model(config, p), {}, z['vocab'] - 1
    rows = []
    for length in lengths:   # begin (mask piece+)* end, as MANER has it
        row = [2]
        while len(row) < length - 1: row.append(MASK if len(row) < length - 2 and row[-1] != MASK and torch.rand(1) < 0.55 else int(torch.randint(5, MASK, (1,))))
        rows.append(torch.tensor(row + [3]))
    flat = torch.cat(rows); g['ids'] = flat; g['offsets'] = torch.tensor([0] + [len(r) for r in rows]).cumsum(0)
    where = (flat == MASK).nonzero()[:, 0]; labels = torch.randint(0, 5, (len(where),)); g['word_positions'], g['word_labels'] = where, labels
    for i, h in enumerate(zip(*[m.states(r) for r in rows])): g[f'hidden.{i}'] = torch.cat(h)
    g['mlm.logits'] = m.lm(m.hidden(rows))
    head = {'weight': (torch.randn(5, z['hidden']) * 0.1).requires_grad_(), 'bias': (torch.randn(5) * 0.1).requires_grad_()}
    for n, t in head.items(): g['head.' + n] = t.detach().clone()
    everything = {**p, **{'head.' + n: t for n, t in head.items()}}
    def grads(prefix, loss):
        for t in everything.values(): t.grad = None
        loss.backward()
        g.update({prefix + n: t.grad.clone() for n, t in everything.items() if t.grad is not None})
    tag = lambda: F.linear(m.tagged(m.hidden(rows)[where]), head['weight'], head['bias'])
    g['maner.logits'] = tag(); loss = F.cross_entropy(g['maner.logits'], labels); g['maner.loss'] = loss.reshape(1); grads('maner.grad.', loss)
    pick = ((flat > 4) & (flat < MASK)).nonzero()[:, 0][::3]; y = torch.randint(5, MASK, (len(pick),)); g['mlm.positions'], g['mlm.targets'] = pick, y
    loss = F.cross_entropy(m.lm(m.hidden(rows)[pick]), y); g['mlm.loss'] = loss.reshape(1); grads('mlm.grad.', loss)
    own = {m.s['bias'], m.s['decoder']}
    if config['model_type'] != 'modernbert': own |= {m.s[n] + e for n in ('dense', 'norm') for e in ('.weight', '.bias')}
    P = [(n, t) for n, t in everything.items() if n not in own]
    for _, t in P: t.grad = torch.zeros_like(t)   # as if all were used: rows and tables without a gradient decay too
    groups = [dict(params=[t for _, t in P if t.dim() > 1], weight_decay=0.01), dict(params=[t for _, t in P if t.dim() < 2], weight_decay=0.0)]
    optimizer = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.999), eps=1e-8); losses, norms = [], []
    for step in range(10):
        for q in optimizer.param_groups: q['lr'] = 1e-3 * min(1.0, (step + 1) / 2) * (1.0 if step < 2 else (10 - step) / 8)
        loss = F.cross_entropy(tag(), labels); optimizer.zero_grad(); loss.backward()
        norms.append(float(torch.nn.utils.clip_grad_norm_([t for _, t in P], 1.0))); optimizer.step(); losses.append(float(loss))
    g['train.losses'], g['train.grad_norms'] = torch.tensor(losses), torch.tensor(norms)
    g.update({'train.final.' + n: t.detach() for n, t in P})
    save(folder + '/golden.safetensors', g)
    print(folder, 'loss', losses[0], '->', losses[-1], 'bytes', os.path.getsize(folder + '/golden.safetensors'))


def make(out):
    z = SMALL
    usual = dict(hidden_size=z['hidden'], num_hidden_layers=z['layers'], num_attention_heads=z['heads'], intermediate_size=z['ffn'], vocab_size=z['vocab'],
                 max_position_embeddings=z['positions'], hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
    like = dict(usual, layer_norm_eps=1e-5, type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2)
    golden(out + '/bert', dict(usual, model_type='bert', architectures=['BertForMaskedLM'], hidden_act='gelu'))   # no eps, types or padding, as MuRIL
    golden(out + '/bert-tanh', dict(usual, model_type='bert', architectures=['BertModel'], hidden_act='gelu_new', type_vocab_size=3, layer_norm_eps=1e-6), strip='bert.')
    golden(out + '/distilbert', dict(model_type='distilbert', architectures=['DistilBertForMaskedLM'], dim=z['hidden'], n_layers=z['layers'], n_heads=z['heads'],
           hidden_dim=z['ffn'], vocab_size=z['vocab'], max_position_embeddings=z['positions'], dropout=0.0, attention_dropout=0.0, activation='gelu', pad_token_id=0))
    golden(out + '/roberta', dict(like, model_type='roberta', architectures=['RobertaForMaskedLM'], hidden_act='gelu'))
    golden(out + '/xlmr-untied', dict(like, model_type='xlm-roberta', architectures=['XLMRobertaForMaskedLM'], hidden_act='gelu', num_attention_heads=1,
           pad_token_id=3, tie_word_embeddings=False), strip='roberta.')
    modern = dict(model_type='modernbert', architectures=['ModernBertForMaskedLM'], hidden_size=z['hidden'], num_hidden_layers=5, num_attention_heads=z['heads'],
                  intermediate_size=z['ffn'], vocab_size=z['vocab'], max_position_embeddings=8192, pad_token_id=0, bos_token_id=2, eos_token_id=1, cls_token_id=1,
                  sep_token_id=1, mask_token_id=4, norm_eps=1e-5, embedding_dropout=0.0, mlp_dropout=0.0, attention_dropout=0.0, classifier_dropout=0.0)
    golden(out + '/modernbert', dict(modern, hidden_activation='gelu', classifier_activation='gelu', position_embedding_type='sans_pos', global_attn_every_n_layers=3,
           local_attention=8, global_rope_theta=160000.0, local_rope_theta=10000.0, norm_bias=False, attention_bias=False, mlp_bias=False, classifier_bias=False,
           decoder_bias=True, sparse_prediction=False), deviation=0.25, lengths=(3, 9, 70, 6))
    golden(out + '/modernbert-bias', dict(modern, num_hidden_layers=4, hidden_activation='gelu_pytorch_tanh', classifier_activation='gelu', global_attn_every_n_layers=2,
           layer_types=['full_attention', 'sliding_attention'] * 2, local_attention=11, rope_parameters=dict(full_attention=dict(rope_type='default', rope_theta=20000.0),
           sliding_attention=dict(rope_type='default', rope_theta=500.0)), norm_bias=True, attention_bias=True, mlp_bias=True, classifier_bias=True, decoder_bias=False,
           tie_word_embeddings=False), strip='model.', deviation=0.25, lengths=(3, 9, 70, 6))


if __name__ == '__main__':
    torch.set_num_threads(1); make(sys.argv[1])
