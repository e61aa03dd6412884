using System.Collections.Frozen;

namespace Maner.Text.Romanization;

/// <summary>
/// How letters sound, roughly, in Latin letters: one short table a script, after the tables of ALA-LC and ISO 9, 15919, 233, 259, 843, 9984 and 9985
/// without their marks. It serves to find that two spellings are one name, not to be read: sounds that languages of a script write differently
/// have one form here.
/// </summary>
internal static class RomanTables
{
    /// <summary>What a table writes for a letter that sounds like nothing.</summary>
    private const string Silent = "-";

    /// <summary>Alphabets: letter by letter, what it sounds like. Capital letters are made small before.</summary>
    private static readonly (char First, string Sounds)[] s_runs =
    [
        // Greek α to ω
        ('α', "a b g d e z i th i k l m n x o p r s s t u f kh ps o"),
        // Cyrillic а to џ, and from ґ on the letters that Slavic, Turkic and other languages added
        ('а', "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh sh - i - e yu ya e yo dj g ye z i yi y l n ch k i u j"),
        ('\u0490', "g g g g g g zh zh z z k k k k k k k k n n n n p p kh kh s s t t u u u u kh kh ts ts ch ch ch ch h h ch ch ch ch"),
        ('\u04D0', "a a a a ae ae e e a a a a zh zh z z dz dz i i i i o o o o o o e e u u u u u u ch ch g g i i"),
        // Armenian ա to և
        ('\u0561', "a b g d e z e u t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev"),
        // Georgian ა to ჰ
        ('\u10D0', "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h"),
        // Hebrew א to ת; its vowel signs are left out as most texts do
        ('\u05D0', "a b g d h v z kh t i k k l m m n n s a p p ts ts k r sh t"),
        // Arabic hamza to ghain, then fa to ya
        ('\u0621', "- a a v a i a b a t t j h kh d z r z s sh s d t z a gh"),
        ('\u0641', "f k k l m n h v a i"),
        // Thaana
        ('\u0780', "h sh n r b l k a v m f d t l g n s d z t y p j ch t h kh z zh s d t z a gh k v a a i i u u e e o o -"),
        // Hangul jamo: leads, vowels, tails
        ('\u1100', "g g n d d r m b b s s - j j ch k t p h"),
        ('\u1161', "a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i"),
        ('\u11A8', "k k k n n n t l l l l l l l l m p p t t ng t t k t p h"),
        // Hiragana, which katakana is made to be before
        ('\u3041', "a a i i u u e e o o ka ga ki gi ku gu ke ge ko go sa za shi ji su zu se ze so zo ta da chi ji - tsu zu te de to do na ni nu ne no ha ba pa hi bi pi fu bu pu he be pe ho bo po ma mi mu me mo ya ya yu yu yo yo ra ri ru re ro wa wa i e o n vu"),
    ];

    /// <summary>Single letters outside the runs: other languages' letters of a script, and Latin letters that no accent makes.</summary>
    private static readonly string[] s_singles =
    [
        "ß ss", "æ ae", "œ oe", "ø o", "đ d", "ð d", "þ th", "ł l", "ħ h", "ŋ ng", "ı i", "ɓ b", "ɗ d", "ƙ k", "ƴ y", "ɛ e", "ɔ o", "ə a", "ɣ g", "ɩ i", "ʋ v", "ɲ ny",
        "ʼ -", "ʻ -", "’ -", "‘ -", "' -", "` -", "- -", "ĸ k", "ƒ f", "ɖ d", "ʔ -", "ʾ -", "ʿ -",
        "\u0671 a", "\u0679 t", "\u067A t", "\u067B b", "\u067E p", "\u0686 ch", "\u0688 d", "\u0691 r", "\u0695 r", "\u0698 zh", "\u06A4 v", "\u06A9 k", "\u06AD ng", "\u06AF g",
        "\u06B5 l", "\u06BA n", "\u06BE h", "\u06C1 h", "\u06C6 o", "\u06C7 u", "\u06C8 u", "\u06CB v", "\u06CC i", "\u06CE e", "\u06D0 e", "\u06D2 e", "\u06D5 a", "\u0681 z", "\u0685 ts",
        "\u0689 d", "\u0693 r", "\u0696 zh", "\u069A kh", "\u06AB g", "\u06BC n", "\u0629 a", "\u0649 a", "\u0640 -", "\u30FC -",
    ];

    /// <summary>Scripts in which a consonant sounds with an a behind it unless a sign says otherwise: where they begin, consonants and vowels by place.</summary>
    private static readonly (int First, int Consonant, string Consonants, int Vowel, string Vowels, int Sign, string Signs, int[] Killers, int[] Nasals)[] s_syllabic =
    [
        .. new[] { 0x0900, 0x0980, 0x0A00, 0x0A80, 0x0B00, 0x0B80, 0x0C00, 0x0C80, 0x0D00 }.Select(block => (
            block, block + 0x15, "k kh g gh n ch ch j j n t t d d n t t d d n n p p b b m y r r l l l v sh sh s h",
            block + 0x05, "a a i i u u ri li e e e ai o o o au",
            block + 0x3E, "a i i u u ri ri e e e ai o o o au", new[] { block + 0x4D }, new[] { block + 0x01, block + 0x02, block + 0x70 })),
        (0x0D80, 0x0D9A, "k kh g gh n n ch ch j j n gn n t t d d n d t t d d n - d p p b b m b y r - l - - v sh sh s h l f", 0x0D85, "a a ae ae i i u u ri ri li li e e ai o o au", 0x0DCF,
            "a ae ae i i u - u - ri e e ai o o au", [0x0DCA], [0x0D82]),
        (0x1000, 0x1000, "k kh g g n s s z z n n t t d d n t t d d n p p b b m y r l w th h l", 0x1021, "a - i i u u e - o au", 0x102B, "a a i i u u e e i o", [0x1039, 0x103A], [0x1036]),
        (0x1780, 0x1780, "k kh k kh ng ch ch ch ch n d th d th n t th t th n b ph p ph m y r l v sh s s h l", 0x17A2, "a a a i i u u u au ri ri li li e ai o o au", 0x17B6,
            "a i i u u u u ua ae ea ie e ae ai ao au", [0x17D2], [0x17C6]),
        (0x0F00, 0x0F40, "k k g g ng ch ch j - ny t t d d n t t d d n p p b b m ts ts dz dz w zh z - y r l sh sh s h a", 0x0F6A, "r", 0x0F71, "a i i u u ri ri li li e e o o", [], [0x0F7E]),
        (0x0E00, 0x0E01, "k kh kh kh kh kh ng ch ch ch s ch y d t th th th n d t th th th n b p ph f ph f ph m y r ru l lu w s s s h l - h", 0x0E30, "a a a am i i u u u u", 0x0E40, "e ae o ai ai", [0x0E3A], [0x0E4D]),
        (0x0E80, 0x0E81, "k kh - kh - - ng ch - s - - y - - - - - - d t th th - n b p ph f ph f - m y r - l - w - - s h - - h", 0x0EB0, "a a a am i i u u u u", 0x0EC0, "e ae o ai ai", [0x0EBA], [0x0ECD]),
    ];

    /// <summary>Every single letter's sound.</summary>
    public static FrozenDictionary<int, string> Letters { get; } = MakeLetters();

    /// <summary>Consonants that an a follows by itself.</summary>
    public static FrozenSet<int> WithInherentVowel { get; } =
        s_syllabic.Where(script => script.First < 0x0E00).SelectMany(script => Enumerable.Range(script.Consonant, Count(script.Consonants))).ToFrozenSet();

    /// <summary>Signs that sound behind a consonant, in the place of its a, or silence it.</summary>
    public static FrozenSet<int> VowelSigns { get; } = s_syllabic
        .SelectMany(script => Enumerable.Range(script.Sign, Count(script.Signs)).Concat(script.Killers)).ToFrozenSet();

    private static FrozenDictionary<int, string> MakeLetters()
    {
        var letters = new Dictionary<int, string>();
        foreach ((char first, string sounds) in s_runs)
        {
            Add(first, sounds);
        }

        foreach (string single in s_singles)
        {
            letters[single[0]] = single[2..] == Silent ? "" : single[2..];
        }

        foreach ((_, int consonant, string consonants, int vowel, string vowels, int sign, string signs, int[] killers, int[] nasals) in s_syllabic)
        {
            Add(vowel, vowels);
            Add(sign, signs);
            Add(consonant, consonants);
            foreach (int killer in killers)
            {
                letters[killer] = "";
            }

            foreach (int nasal in nasals)
            {
                letters[nasal] = "n";
            }
        }

        AddEthiopic(letters);
        return letters.ToFrozenDictionary();

        void Add(int first, string sounds)
        {
            foreach (string sound in sounds.Split(' '))
            {
                letters[first++] = sound == Silent ? "" : sound;
            }
        }
    }

    /// <summary>Ethiopic: a consonant has eight letters, one for each vowel behind it; the sixth has none.</summary>
    private static void AddEthiopic(Dictionary<int, string> letters)
    {
        const string Consonants = "h l h m s r s sh k k k k b v t ch h h n ny - k k kh kh w - z zh y d d j g g g t ch p ts ts f p";
        string[] vowels = ["e", "u", "i", "a", "e", "", "o", "wa"];
        int letter = 0x1200;
        foreach (string consonant in Consonants.Split(' '))
        {
            for (int vowel = 0; vowel < vowels.Length; vowel++)
            {
                letters[letter++] = consonant != Silent ? consonant + vowels[vowel] : vowel switch { 0 => "a", 5 => "i", _ => vowels[vowel] };
            }
        }
    }

    private static int Count(string sounds) => sounds.Split(' ').Length;
}
