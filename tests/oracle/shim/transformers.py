"""Just enough of Hugging Face's `transformers` to run the lines of docs/how-to/use-from-python.md where the library is not installed: models are computed by
families.py, and ids come from MANER_IDS, a JSON object {"begin": 0, "end": 2, "mask": 9, "words": {"Asha": [5, 6]}}."""
import json, os, sys, types
import torch.nn.functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
import families


class AutoTokenizer:
    @staticmethod
    def from_pretrained(folder):
        tokenizer = AutoTokenizer(); tokenizer.ids = json.loads(os.environ['MANER_IDS'])
        tokenizer.mask_token_id = tokenizer.ids['mask']
        return tokenizer

    def encode(self, text, add_special_tokens=True):
        if text == '' and add_special_tokens: return [self.ids['begin'], self.ids['end']]
        assert not add_special_tokens and text.startswith(' ')
        return self.ids['words'][text[1:]]


class AutoModelForTokenClassification:
    @staticmethod
    def from_pretrained(folder):
        model, c = AutoModelForTokenClassification(), json.load(open(folder + '/config.json'))
        assert c['architectures'] == [{'bert': 'Bert', 'distilbert': 'DistilBert', 'roberta': 'Roberta', 'xlm-roberta': 'XLMRoberta', 'modernbert': 'ModernBert'}[c['model_type']] + 'ForTokenClassification']
        model.p = families.load(folder + '/model.safetensors'); model.m = families.model(c, model.p)
        model.config = types.SimpleNamespace(id2label={int(i): label for i, label in c['id2label'].items()})
        return model

    def eval(self): return self

    def __call__(self, ids):
        return types.SimpleNamespace(logits=F.linear(self.m.tagged(self.m.states(ids[0])[-1]), self.p['classifier.weight'], self.p['classifier.bias'])[None])
