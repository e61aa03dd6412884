using Maner.Hub.Protocol;

namespace Maner.Hub;

/// <summary>Encoders for small languages that people know, by short names. Their repositories are checked by nobody here: there was no hub (docs/how-to/hub.md).</summary>
internal static class KnownEncoders
{
    private const string Xlmr = "XLM-R";
    private const string Bert = "BERT";
    private const string Roberta = "RoBERTa";
    private const string ModernBert = "ModernBERT";

    /// <summary>All.</summary>
    public static IReadOnlyList<KnownEncoder> All { get; } =
    [
        new("xlm-roberta-base", "FacebookAI/xlm-roberta-base", Xlmr, "100 languages"),
        new("xlm-roberta-large", "FacebookAI/xlm-roberta-large", Xlmr, "100 languages"),
        new("afro-xlmr-base", "Davlan/afro-xlmr-base", Xlmr, "17 languages of Africa"),
        new("afro-xlmr-large", "Davlan/afro-xlmr-large", Xlmr, "17 languages of Africa"),
        new("afro-xlmr-small", "Davlan/afro-xlmr-small", Xlmr, "17 languages of Africa"),
        new("afro-xlmr-mini", "Davlan/afro-xlmr-mini", Xlmr, "17 languages of Africa"),
        new("afriberta-small", "castorini/afriberta_small", Xlmr, "11 languages of Africa"),
        new("afriberta-base", "castorini/afriberta_base", Xlmr, "11 languages of Africa"),
        new("afriberta-large", "castorini/afriberta_large", Xlmr, "11 languages of Africa"),
        new("glot500", "cis-lmu/glot500-base", Xlmr, "511 languages"),
        new("xlm-v-base", "facebook/xlm-v-base", Xlmr, "100 languages, a million pieces"),
        new("infoxlm-base", "microsoft/infoxlm-base", Xlmr, "94 languages"),
        new("afro-xlmr-large-61l", "Davlan/afro-xlmr-large-61L", Xlmr, "61 languages of Africa"),
        new("afro-xlmr-large-75l", "Davlan/afro-xlmr-large-75L", Xlmr, "75 languages of Africa"),
        new("afro-xlmr-large-76l", "Davlan/afro-xlmr-large-76L", Xlmr, "76 languages of Africa"),
        new("minilm", "microsoft/Multilingual-MiniLM-L12-H384", Bert, "100 languages, small"),
        new("mbert", "google-bert/bert-base-multilingual-cased", Bert, "104 languages"),
        new("distilmbert", "distilbert/distilbert-base-multilingual-cased", Bert, "104 languages, 6 layers"),
        new("muril", "google/muril-base-cased", Bert, "17 languages of India"),
        new("indicbert", "ai4bharat/IndicBERTv2-MLM-only", Bert, "24 languages of India"),
        new("indobert", "indobenchmark/indobert-base-p1", Bert, "Indonesian"),
        new("berteus", "ixa-ehu/berteus-base-cased", Bert, "Basque"),
        new("puoberta", "dsfsi/PuoBERTa", Roberta, "Setswana"),
        new("icebert", "mideind/IceBERT", Roberta, "Icelandic"),
        new("roberta-swahili", "flax-community/roberta-swahili", Roberta, "Swahili"),
        new("mmbert-small", "jhu-clsp/mmBERT-small", ModernBert, "1,833 languages"),
        new("mmbert-base", "jhu-clsp/mmBERT-base", ModernBert, "1,833 languages"),
        new("modernbert-base", "answerdotai/ModernBERT-base", ModernBert, "English"),
        new("modernbert-large", "answerdotai/ModernBERT-large", ModernBert, "English"),
    ];

    /// <summary>The encoder of a short name or of a repository, in any case; null for none of these.</summary>
    public static KnownEncoder? Find(string nameOrRepo) =>
        All.FirstOrDefault(known => string.Equals(known.Name, nameOrRepo, StringComparison.OrdinalIgnoreCase) || string.Equals(known.Repo, nameOrRepo, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a person may call a model of the hub: <c>OWNER/NAME</c> or a short name, with a revision or without.</summary>
    /// <param name="text">The name.</param>
    /// <param name="isCached">Whether the cache has a repository of a plain name, as the hub's first models have: others are asked for by their owner's name.</param>
    /// <returns>The model; null when it is no such name.</returns>
    public static HubModelName? Resolve(string text, Func<string, bool> isCached)
    {
        if (!HubModelName.TryParse(text, out HubModelName? name))
        {
            return null;
        }

        return Find(name.Repo) is { } known ? name with { Repo = known.Repo }
            : name.Repo.Contains('/', StringComparison.Ordinal) || isCached(name.Repo) ? name
            : null;
    }
}
