using System.Text;
using Maner.Testing;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Repairs;
using Maner.Text.Sentences;

namespace Maner.Text.Tests.Formats;

/// <summary>Short ways to read examples of formats and to write down what is expected of them.</summary>
internal static class FormatFiles
{
    public static string Folder { get; } = Path.Combine(SharedFiles.Repository, "tests", "Maner.Text.Tests", "Fixtures", "annotation-formats");

    public static DataSet Read(string name, LabelledDataOptions? options = null) => LabelledData.Read(Path.Combine(Folder, name.Replace('/', Path.DirectorySeparatorChar)), options);

    public static DataSet Parse(string content, string name, LabelledDataOptions? options = null) => LabelledData.Parse(Encoding.UTF8.GetBytes(content), name, options);

    /// <summary>All entities with their text: <c>Asha PER, Tanga LOC|-</c>.</summary>
    public static string Entities(DataSet set) => string.Join('|', set.Sentences.Select(Entities));

    public static string RepairsOf(DataSet set) => string.Join(", ", set.Repairs.Select(repair => $"{RepairKinds.NameOf(repair.Kind)}:{repair.Line}"));

    private static string Entities(Sentence sentence)
    {
        if (sentence.Entities is null)
        {
            return "unlabelled";
        }

        (string text, var offsets) = sentence.Locate();
        return sentence.Entities.Count == 0 ? "-"
            : string.Join(", ", sentence.Entities.Select(entity => $"{text[offsets[entity.Start].Begin..offsets[entity.End - 1].End]} {entity.Type}"));
    }
}
