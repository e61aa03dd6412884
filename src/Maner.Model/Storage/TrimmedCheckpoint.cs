namespace Maner.Model.Storage;

/// <summary>Writes a checkpoint's weights with fewer rows of some tables, and all else as it is.</summary>
internal static class TrimmedCheckpoint
{
    /// <summary>Writes <c>model.safetensors</c>. Rows are read as they are written: no table is ever in memory as a whole.</summary>
    /// <param name="checkpoint">The whole weights.</param>
    /// <param name="tables">The tensors that have a row for each piece, and their shapes; the first must be there.</param>
    /// <param name="rows">The rows that stay, in ascending order.</param>
    /// <param name="path">The file.</param>
    /// <returns>The stored names of the tensors that are left out, since they are not floating: buffers of old library versions.</returns>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape than was said.</exception>
    public static IReadOnlyList<string> Write(Checkpoint checkpoint, IReadOnlyList<(string Name, int[] Shape)> tables, IReadOnlyList<int> rows, string path)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(rows);
        (ITensorFile File, TensorEntry Entry)[] cut = [.. tables.Where((table, index) => index == 0 || checkpoint.Has(table.Name)).Select(table => checkpoint.Require(table.Name, table.Shape))];
        HashSet<string> names = [.. cut.Select(table => table.Entry.Name)];

        // 'Stored' passes over copies of tied tables; one that is asked for is none.
        IEnumerable<(ITensorFile File, TensorEntry Entry)> stored = checkpoint.Stored.Where(tensor => !names.Contains(tensor.Entry.Name)).Concat(cut);
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

            written.Add(names.Contains(entry.Name)
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
