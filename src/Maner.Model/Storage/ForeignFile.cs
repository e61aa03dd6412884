namespace Maner.Model.Storage;

/// <summary>Recognises files that are often found in the place of a safetensors file, and says what to do about them.</summary>
internal static class ForeignFile
{
    /// <summary>
    /// How to get from a pickled checkpoint to a safe one. Unpickling runs code that the file brings along
    /// (CVE-2025-32434 got past <c>weights_only</c> too), so no pickle is ever opened here.
    /// </summary>
    public const string HowToConvert =
        "Pickle files can run code when they are opened, so none is read here. Convert it once in Python, on a file that you trust: " +
        "m = transformers.AutoModelForMaskedLM.from_pretrained(\"FOLDER\") (AutoModelForTokenClassification for a tagger), " +
        "then m.save_pretrained(\"NEW_FOLDER\", safe_serialization=True).";

    /// <summary>What the first bytes of a broken safetensors file are instead; null when they say nothing.</summary>
    public static string? Describe(ReadOnlySpan<byte> start) => start switch
    {
        [(byte)'P', (byte)'K', 3 or 5 or 7, 4 or 6 or 8, ..] => "a ZIP archive, as torch.save writes it. " + HowToConvert,
        [0x80, >= 1 and <= 5, ..] => "a Python pickle. " + HowToConvert,
        _ when start.StartsWith("version "u8) => "a Git LFS pointer. Run 'git lfs pull' in that repository, or download the file itself.",
        [(byte)'<', ..] => "a web page or other markup. Download the file itself.",
        _ => null,
    };
}
