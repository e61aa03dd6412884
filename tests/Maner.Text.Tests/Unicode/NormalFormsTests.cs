using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Maner.Text.Unicode;
using Xunit;

namespace Maner.Text.Tests.Unicode;

public sealed class NormalFormsTests
{
    // SHA-256 of what Python's unicodedata 14.0.0 makes of every character, and of every character between e and two marks, each with a line feed behind it.
    [Theory]
    [InlineData(NormalForm.Nfc, "", "", "9cc65524a9d8082bf10840c616cd199bd2ac12ee49a3381bd6fb7957711f342b")]
    [InlineData(NormalForm.Nfd, "", "", "b505598a484ab04ad1f0d3e9d772f4a536b012c63ec82132e4a7fba25a8d94f2")]
    [InlineData(NormalForm.Nfkc, "", "", "06e7277bca1b5f061a23d4e0caee648a132aee7e3fe7ae21a6f460298c980a11")]
    [InlineData(NormalForm.Nfkd, "", "", "d796bc2466011eef032f183cd5a0e9335aed43a191d6c20c137ee95f1fc98dc6")]
    [InlineData(NormalForm.Nfc, "e", "\u0323\u0301", "80e080872e6732aef126a0dff51f64bc7a85c39aa116fa7ea468fa5c40eb200e")]
    [InlineData(NormalForm.Nfd, "e", "\u0323\u0301", "03ad39bc0c4dc2f5604a93a120832ecbb6aef4f8aa6a4ed0bc5d6a5462341c61")]
    [InlineData(NormalForm.Nfkc, "e", "\u0323\u0301", "2a3614dcce59db11163ac19dc54a1d3952290b63f4b16d3682c9b975e121d4e2")]
    [InlineData(NormalForm.Nfkd, "e", "\u0323\u0301", "dea3e0f89e0d4f8f308d2a8c19852a22d0049850809904a11fe893127ef3b4f8")]
    internal void Every_character_has_the_form_that_Unicode_14_gives_it(NormalForm form, string before, string after, string sha256)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int letter = 0; letter <= 0x10FFFF; letter++)
        {
            if (Rune.IsValid(letter))
            {
                string text = before + new Rune(letter) + after;
                string normalized = Form(text, form);
                hash.AppendData(Encoding.UTF8.GetBytes(normalized + "\n"));
                if (NormalForms.Holds(text, form))
                {
                    Assert.Equal(text, normalized);
                }
            }
        }

        Assert.Equal(sha256, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public void Changes_say_which_letters_each_letter_stands_for()
    {
        Assert.Equal([('e', 0), (0x301, 1)], Changes("é", NormalForm.Nfd));
        Assert.Equal([('é', -1)], Changes("e\u0301", NormalForm.Nfc));
        Assert.Equal([('é', 0)], Changes("é", NormalForm.Nfc));
        Assert.Equal([('f', 0), ('i', 1)], Changes("ﬁ", NormalForm.Nfkd));
        Assert.Equal([('ế', -2)], Changes("e\u0302\u0301", NormalForm.Nfc));
        Assert.Equal([('각', -2)], Changes("\u1100\u1161\u11A8", NormalForm.Nfc));
        Assert.Equal([(0xFFFD, 0)], Changes("\uD800", NormalForm.Nfc));
    }

    [Fact]
    public void A_long_run_of_marks_takes_no_long_time()
    {
        string marks = "a" + string.Concat(Enumerable.Repeat("\u0301\u0323\u0334", 100_000));
        var clock = Stopwatch.StartNew();

        string normalized = Form(marks, NormalForm.Nfc);

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
        Assert.Equal(marks.Length - 1, normalized.Length); // one dot below joins the a, and nothing else reaches it
    }

    private static string Form(string text, NormalForm form)
    {
        var written = new StringBuilder();
        foreach ((int letter, _) in Changes(text, form))
        {
            written.Append(new Rune(letter));
        }

        return written.ToString();
    }

    private static (int Letter, int Change)[] Changes(string text, NormalForm form)
    {
        var letters = new List<LetterChange>();
        NormalForms.Append(text, form, letters);
        return [.. letters.Select(letter => (letter.Letter, letter.Change))];
    }
}
