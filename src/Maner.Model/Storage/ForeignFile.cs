namespace Maner.Model.Storage;

/// <summary>Recognises files that are often found in the place of a checkpoint's, and says what to do about them.</summary>
internal static class ForeignFile
{
    /// <summary>
    /// Where weights of <c>torch.save</c> are read. Unpickling runs code that the file brings along (CVE-2025-32434 got past <c>weights_only</c> too);
    /// <see cref="TorchFile"/> reads the list of tensors without running anything.
    /// </summary>
    public const string HowToRead =
        "Weights of torch.save are read, without running anything in them, when the file is called pytorch_model.bin (or pytorch_model.bin.index.json names it): " +
        "rename it if it holds the weights of the whole model. Or convert it once in Python, on a file that you trust: " +
        "m = transformers.AutoModelForMaskedLM.from_pretrained(\"FOLDER\") (AutoModelForTokenClassification for a tagger), " +
        "then m.save_pretrained(\"NEW_FOLDER\", safe_serialization=True).";

    /// <summary>What a Git LFS pointer is, and what to do about it.</summary>
    public const string Pointer = "a Git LFS pointer. Run 'git lfs pull' in that repository, or download the file itself.";

    /// <summary>Whether bytes begin a pointer of Git LFS.</summary>
    public static bool IsPointer(ReadOnlySpan<byte> start) => start.StartsWith("version https://git-lfs"u8);

    /// <summary>What the first bytes of a broken safetensors file are instead; null when they say nothing.</summary>
    public static string? Describe(ReadOnlySpan<byte> start) => start switch
    {
        [(byte)'P', (byte)'K', 3 or 5 or 7, 4 or 6 or 8, ..] => "a ZIP archive, as torch.save writes it. " + HowToRead,
        [0x80, >= 1 and <= 5, ..] => "a Python pickle. " + HowToRead,
        _ => DescribeText(start),
    };

    /// <summary>What the first bytes of a broken file of any format are instead, if it is a text; null when they say nothing.</summary>
    public static string? DescribeText(ReadOnlySpan<byte> start) => start switch
    {
        _ when start.StartsWith("version "u8) => Pointer,
        [(byte)'<', ..] => "a web page or other markup. Download the file itself.",
        _ => null,
    };
}
