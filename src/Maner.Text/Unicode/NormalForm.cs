namespace Maner.Text.Unicode;

/// <summary>The four normal forms of Unicode's Standard Annex 15.</summary>
internal enum NormalForm
{
    /// <summary>Letters and marks apart.</summary>
    Nfd,

    /// <summary>Letters and marks together where there is a letter for both.</summary>
    Nfc,

    /// <summary>As NFD, and letters of another look (ﬁ, ², Ａ) as their plain ones.</summary>
    Nfkd,

    /// <summary>As NFC, and letters of another look as their plain ones.</summary>
    Nfkc,
}
