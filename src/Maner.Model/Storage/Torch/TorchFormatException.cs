namespace Maner.Model.Storage.Torch;

/// <summary>A rule of <c>torch.save</c>'s formats that a file breaks, or something in it that is not on the list of what is read. The reader of the file adds its name.</summary>
internal sealed class TorchFormatException : Exception
{
    /// <summary>The file is damaged, or was not written by torch.save.</summary>
    public const string Damaged = "The file is damaged or no checkpoint of this kind: download it again.";

    /// <summary>The file asks for something that weights do not need.</summary>
    public const string Untrusted = "Weights need nothing of the kind, so the file is refused and nothing in it was run. Do not open it in Python unless you trust where it comes from.";

    /// <param name="expected">What the rule asks for.</param>
    /// <param name="found">What the file has.</param>
    /// <param name="advice">What to do, in whole sentences.</param>
    public TorchFormatException(string expected, string found, string advice = Damaged)
        : base($"expected {expected}, found {found}. {advice}")
    {
    }
}
