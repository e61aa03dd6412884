using System.IO.Compression;
using Maner.Testing;
using Maner.Text.Words;
using Xunit;

namespace Maner.Text.Tests.Words;

public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("Alienda. Akarudi.", "Alienda.|Akarudi.")]
    [InlineData("Nini? Wapi! Hapa.", "Nini?|Wapi!|Hapa.")]
    [InlineData("Alisema: \"Njoo.\" Akaja.", "Alisema: \"Njoo.\"|Akaja.")]
    [InlineData("Alisema: “Njoo.” (Akaja.) Basi.", "Alisema: “Njoo.”|(Akaja.)|Basi.")]
    [InlineData("Il dit « Viens. » Puis il part.", "Il dit « Viens. »|Puis il part.")]
    [InlineData("Er sagte: „Komm.“ Er kam.", "Er sagte: „Komm.“|Er kam.")]
    [InlineData("\"Was?\" fragte er. \"Yahoo!\" sagt er.", "\"Was?\" fragte er.|\"Yahoo!\" sagt er.")]
    [InlineData("Bei 3.5 Grad am 12.11.2026 um 1.000 Uhr. Ende.", "Bei 3.5 Grad am 12.11.2026 um 1.000 Uhr.|Ende.")]
    [InlineData("J. K. Rowling came. J.-P. Sartre too.", "J. K. Rowling came.|J.-P. Sartre too.")]
    [InlineData("Dr. Ali na Dkt. Juma walifika. Wakaondoka.", "Dr. Ali na Dkt. Juma walifika.|Wakaondoka.")]
    [InlineData("Soma https://a.org/b.html. Kisha www.x.org?a=1. Basi", "Soma https://a.org/b.html.|Kisha www.x.org?a=1.|Basi")]
    [InlineData("Basi... akaenda. Basi… Akaenda.", "Basi... akaenda.|Basi…|Akaenda.")]
    [InlineData("At 5 p.m. she left. In the U.S. Congress met.", "At 5 p.m. she left.|In the U.S. Congress met.")]
    [InlineData("1. Kwanza. 2. Pili.", "1. Kwanza.|2. Pili.")]
    [InlineData("राम गया। सीता आई॥ ठीक?", "राम गया।|सीता आई॥|ठीक?")]
    [InlineData("وہ گیا۔ وہ آئی۔ کیا؟ ہاں", "وہ گیا۔|وہ آئی۔|کیا؟|ہاں")]
    [InlineData("ሄደ።መጣ። ምን፧ እሺ ።", "ሄደ።|መጣ።|ምን፧|እሺ ።")]
    [InlineData("သွားသည်။ လာသည်။", "သွားသည်။|လာသည်။")]
    [InlineData("គាត់ទៅ។ គាត់មក៕", "គាត់ទៅ។|គាត់មក៕")]
    [InlineData("他走了。她来了！“好吗？”他说。", "他走了。|她来了！|“好吗？”|他说。")]
    [InlineData("彼は「行く。」と言った。終わり。", "彼は「行く。」|と言った。|終わり。")]
    [InlineData("Նա գնաց։ Ո՞ւր գնաց։ Տուն:", "Նա գնաց։|Ո՞ւր գնաց։|Տուն:")]
    [InlineData("Τι κάνεις; Καλά. Εσύ;", "Τι κάνεις;|Καλά.|Εσύ;")]
    [InlineData("בא. הלך. מ. כהן ישב.", "בא.|הלך.|מ. כהן ישב.")]
    [InlineData("მოვიდა. წავიდა!", "მოვიდა.|წავიდა!")]
    [InlineData("สวัสดีครับ ผมไป", "สวัสดีครับ ผมไป")]
    [InlineData("  \t ", "")]
    [InlineData("...", "...")]
    public void Sentences_are_found(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', SentenceSplitter.Split(text, Abbreviations.Learn([text])).Select(sentence => sentence.Of(text))));

    [Fact]
    public void Abbreviations_are_learned_from_the_text()
    {
        string[] text =
        [
            .. Enumerable.Range(0, 20).Select(number => $"Mhe. Jina{(char)('a' + number)} alifika na mhe. mwingine leo hii. Watu walimwona huko mjini."),
            .. Enumerable.Range(0, 20).Select(_ => "Tuliondoka asubuhi kwa gari. Tulifika jioni."),
        ];
        Abbreviations learned = Abbreviations.Learn(text);
        Assert.Equal(["mhe"], learned.Learned.Select(word => word.Word));
        Assert.Equal(["Mhe. Barwani alisema hivyo.", "Kisha akaondoka."], Split("Mhe. Barwani alisema hivyo. Kisha akaondoka.", learned));
        Assert.Equal(["Alimwona mhe.", "Watu waliondoka."], Split("Alimwona mhe. Watu waliondoka.", Abbreviations.Learn([.. text, "wale watu hawa watu"]))); // a word that is small elsewhere begins one
        Assert.Equal(["Mhe.", "Barwani alisema."], Split("Mhe. Barwani alisema.", Abbreviations.Learn([])));
    }

    [Fact]
    public void Ordinals_are_learned_from_the_text()
    {
        string[] german = [.. Enumerable.Range(1, 9).Select(day => $"Am {day}. Oktober kam er an. Es war im Jahr 199{day}. Danach ging er.")];
        Assert.Equal(["Der 3. Oktober ist frei.", "Es war 1990.", "Danach ging er."], Split("Der 3. Oktober ist frei. Es war 1990. Danach ging er.", Abbreviations.Learn(german)));
        Assert.Equal(["He was 18.", "Ali left."], Split("He was 18. Ali left.", Abbreviations.Learn(["He was 18. Ali left."])));
    }

    [Fact]
    public void A_long_text_takes_linear_time()
    {
        string text = string.Concat(Enumerable.Repeat("a. \"B! ", 60_000));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.NotEmpty(SentenceSplitter.Split(text, Abbreviations.Learn([text])));
        Assert.InRange(SentenceSplitter.Split(new string('።', 200_000) + "a", Abbreviations.Learn([])).Count, 1, 2);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    /// <summary>Five lines are joined with spaces; how many of the borders come back. Most that do not are lines that begin with a small letter.</summary>
    [Theory]
    [InlineData("eng", 97.5)]
    [InlineData("deu", 99)]
    [InlineData("hau", 95)]
    [InlineData("amh", 99)]
    [InlineData("hin", 99)]
    [InlineData("urd", 99)]
    [InlineData("ara", 99)]
    [InlineData("heb", 99)]
    [InlineData("mya", 99)]
    [InlineData("hye", 95.5)]
    [InlineData("rus", 96.5)]
    [InlineData("kat", 99)]
    [InlineData("tur", 99)]
    [InlineData("fin", 99)]
    [InlineData("tam", 99)]
    public void Borders_of_joined_lines_come_back(string language, double least)
    {
        var lines = new List<string>();
        using (var reader = new StreamReader(new GZipStream(File.OpenRead(SharedFiles.OrSkip($"text/{language}.txt.gz")), CompressionMode.Decompress)))
        {
            while (lines.Count < 3_000 && reader.ReadLine() is { } line)
            {
                if (line.Trim() is { Length: > 15 } whole && SentenceMarks.IsEnd(whole.TrimEnd('"', '”', '»', ')', '\''), whole.TrimEnd('"', '”', '»', ')', '\'').Length - 1))
                {
                    lines.Add(whole);
                }
            }
        }

        string[] paragraphs = [.. lines.Chunk(5).Select(five => string.Join(' ', five))];
        Abbreviations learned = Abbreviations.Learn(paragraphs);
        int borders = 0, found = 0;
        for (int index = 0; index < paragraphs.Length; index++)
        {
            int end = -1;
            HashSet<int> ends = [.. lines.Skip(5 * index).Take(5).Select(line => end += line.Length + 1)];
            ends.Remove(paragraphs[index].Length);
            borders += ends.Count;
            found += SentenceSplitter.Split(paragraphs[index], learned).Count(sentence => ends.Contains(sentence.End));
        }

        Assert.True(100.0 * found / borders >= least, $"{100.0 * found / borders:F1} % of {borders}");
    }

    private static string[] Split(string text, Abbreviations abbreviations) => [.. SentenceSplitter.Split(text, abbreviations).Select(sentence => sentence.Of(text))];
}
