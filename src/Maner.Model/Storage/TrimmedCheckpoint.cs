using Maner.Model.Configuration;

namespace Maner.Model.Storage;

/// <summary>Writes a checkpoint's weights with fewer rows of the word embeddings and of the masked-LM head's decoder, and all else as it is.</summary>
internal static class TrimmedCheckpoint
{
    /// <summary>Writes <c>model.safetensors</c>. Rows are read as they are written: no table is ever in memory as a whole.</summary>
    /// <param name="checkpoint">The whole weights.</param>
    /// <param name="config">Their configuration, with all rows.</param>
    /// <param name="rows">The rows that stay, in ascending order.</param>
    /// <param name="path">The file.</param>
    /// <returns>The stored names of the tensors that are left out, since they are not floating: buffers of old library versions.</returns>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape than the configuration says.</exception>
    public static IReadOnlyList<string> Write(Checkpoint checkpoint, EncoderConfig config, IReadOnlyList<int> rows, string path)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(rows);
        HeadNames head = config.Family.Head;
        checkpoint.Require(config.Family.WordEmbeddings, [config.VocabSize, config.HiddenSize]);
        HashSet<string> tables = [.. ((string[])[config.Family.WordEmbeddings, head.Bias, head.Decoder]).Where(checkpoint.Has).Select(checkpoint.StoredName)];

        // The bias of an untied decoder may be known by two names: 'Stored' passes over the one that is a copy. A decoder of its own is none.
        IEnumerable<(ITensorFile File, TensorEntry Entry)> stored = checkpoint.Stored;
        foreach (string own in ((string[])[head.Bias, .. config.IsTied ? [] : (string[])[head.Decoder]]).Where(checkpoint.Has))
        {
            (ITensorFile file, TensorEntry entry) = checkpoint.Require(own, own == head.Bias ? [config.VocabSize] : [config.VocabSize, config.HiddenSize]);
            stored = stored.Where(other => other.Entry.Name != entry.Name).Append((file, entry));
        }

        List<string> left = [];
        var written = new List<TensorToWrite>();
        foreach ((ITensorFile file, TensorEntry entry) in stored)
        {
            if (entry.DType != DType.F32 && entry.DType != DType.F16 && entry.DType != DType.BF16)
            {
                left.Add(entry.DType.Name.StartsWith('I') || entry.DType.Name is "BOOL" or "U8" ? entry.Name : throw new InvalidDataException(
                    $"{entry.Name}: expected numbers of type F32, F16 or BF16, found {entry.DType} (file '{file.Path}'). Convert the checkpoint first."));
                continue;
            }

            written.Add(tables.Contains(entry.Name)
                ? new TensorToWrite(entry.Name, [rows.Count, .. entry.Shape.Skip(1)], entry.DType, (first, values) => ReadRows(file, entry, rows, first, values))
                : new TensorToWrite(entry.Name, entry.Shape, entry.DType, (first, values) =>
                {
                    file.Read(entry.Name, first, values);
                    ForgetWhenDone(file, entry, first + values.Length == entry.Count);
                }));
        }

        SafeTensorsWriter.Write(path, written);
        return left;
    }

    private static void ReadRows(ITensorFile file, TensorEntry entry, IReadOnlyList<int> rows, long first, Span<float> values)
    {
        long width = entry.Count / entry.Shape[0];
        while (!values.IsEmpty)
        {
            (long row, long column) = Math.DivRem(first, width);
            int count = (int)Math.Min(width - column, values.Length);
            file.Read(entry.Name, (rows[(int)row] * width) + column, values[..count]);
            first += count;
            values = values[count..];
        }

        ForgetWhenDone(file, entry, first == rows.Count * width);
    }

    /// <summary>Gives back the pages of a tensor that is written.</summary>
    private static void ForgetWhenDone(ITensorFile file, TensorEntry entry, bool isDone)
    {
        if (isDone)
        {
            file.Forget(entry.Name);
        }
    }
}
