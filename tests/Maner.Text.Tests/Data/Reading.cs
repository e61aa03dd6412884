using System.Text;
using Maner.Text.Data;
using Maner.Text.Formats;
using Maner.Text.Repairs;

namespace Maner.Text.Tests.Data;

/// <summary>Short ways to read text and to write down what is expected of it.</summary>
internal static class Reading
{
    public static DataSet Read(string text, LabelledDataOptions? options = null, string path = "file.conll") =>
        LabelledData.Parse(Encoding.UTF8.GetBytes(text), path, options);

    /// <summary>Rows of words and tags as a tab-separated file; an empty string is a blank line.</summary>
    public static string Conll(params string[] rows) => string.Concat(rows.Select(row => row.Replace(' ', '\t') + "\n"));

    /// <summary>All words: <c>a b|c</c>.</summary>
    public static string WordsOf(DataSet set) => string.Join('|', set.Sentences.Select(sentence => sentence.JoinedWords));

    /// <summary>All entities: <c>PER 0-2, LOC 3-4|-</c>, <c>-</c> for a sentence without any.</summary>
    public static string EntitiesOf(DataSet set) => string.Join('|', set.Sentences.Select(sentence => sentence.Entities switch
    {
        null => "unlabelled",
        [] => "-",
        var entities => string.Join(", ", entities.Select(entity => $"{entity.Type} {entity.Start}-{entity.End}")),
    }));

    /// <summary>All repairs: <c>missing-tag:3</c>.</summary>
    public static string RepairsOf(DataSet set) => string.Join(", ", set.Repairs.Select(repair => $"{RepairKinds.NameOf(repair.Kind)}:{repair.Line}"));

    public static string MessageOf(string text, LabelledDataOptions? options = null, string path = "file.conll") =>
        Xunit.Assert.Throws<InvalidDataException>(() => Read(text, options, path)).Message;
}
