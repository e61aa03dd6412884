using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Model.Storage;
using Maner.Ner.Prediction;
using Maner.Text.Sentences;

namespace Maner.Cli.Commands;

/// <summary>Tags inputs into files that are whole when they appear, or continue where an interrupted run left them.</summary>
/// <param name="tag">Tags sentences in their order.</param>
/// <param name="format">What is written.</param>
/// <param name="fingerprint">All that determines the result, besides the inputs.</param>
/// <param name="resume">Whether to continue what an interrupted run left.</param>
/// <param name="overwrite">Whether files are replaced.</param>
/// <param name="context">Where messages go.</param>
internal sealed class PredictRun(
    Func<IEnumerable<Sentence>, CancellationToken, IEnumerable<TaggedSentence>> tag, PredictOutput format, string fingerprint, bool resume, bool overwrite, CliContext context)
{
    // Sentences of a part of a packed file: parts begin at the same places however often the run was interrupted, so that the file has the same bytes.
    private const int PackedSentences = 4096;
    private static readonly TimeSpan s_betweenCommits = TimeSpan.FromSeconds(5);

    /// <summary>Writes all inputs, one behind the other.</summary>
    public void Write(IReadOnlyList<PredictInput> inputs, TextWriter output, ITaggedWriter writer, CancellationToken cancellation)
    {
        bool isTyped = inputs is [{ IsTyped: true }];
        var view = new PredictionView(context, () => FractionOf(inputs));
        bool isEmpty = true;
        foreach (PredictInput input in inputs)
        {
            foreach (TaggedSentence sentence in tag(new CutNotices(input.Cut, context).Watch(input.Read()), cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                isEmpty = false;
                SetFile(writer, input, inputs);
                writer.Write(sentence);
                if (isTyped)
                {
                    output.Flush();
                }
                else
                {
                    view.Add(sentence.Input.Words.Count);
                }
            }
        }

        view.End();
        if (isEmpty)
        {
            RefuseEmpty(inputs);
        }
    }

    /// <summary>Writes all inputs into one file.</summary>
    /// <returns>Whether it is whole; false where it was interrupted.</returns>
    public bool WriteFile(IReadOnlyList<PredictInput> inputs, string target, CancellationToken cancellation)
    {
        if (resume && File.Exists(target))
        {
            context.Error.WriteLine($"Note: {target} is there and whole; nothing is left to do.");
            return true;
        }

        inputs.ToList().ForEach(input => input.Load());
        string all = $"{fingerprint}\n{string.Join('\n', inputs.Select(input => $"{input.Name} {input.Format} {input.Range} {(input.File is { } file && File.Exists(file) ? FileHash.Of(file) : "")}"))}";
        using PartialFile part = PartialFile.Open(target, all, resume, overwrite);
        try
        {
            return WriteInto(part, inputs, target.EndsWith(".gz", StringComparison.OrdinalIgnoreCase), cancellation);
        }
        catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException) && part.Units > 0)
        {
            throw new IOException($"{error.Message} {part.Units} sentences are kept in '{part.PartName}': continue with the same command and --resume.", error);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            part.Discard();
            throw;
        }
    }

    private bool WriteInto(PartialFile part, IReadOnlyList<PredictInput> inputs, bool isPacked, CancellationToken cancellation)
    {
        long before = part.Units, done = 0;
        var view = new PredictionView(context, () => FractionOf(inputs));
        var sinceCommit = Stopwatch.StartNew();
        using var output = new BlockWriter(part.Stream, isPacked);
        ITaggedWriter writer = format.To(output);
        try
        {
            foreach (PredictInput input in inputs)
            {
                SetFile(writer, input, inputs);
                IEnumerable<Sentence> rest = new CutNotices(input.Cut, context).Watch(input.Read()).Where(_ => done >= before || ++done > before);
                if (done >= before)
                {
                    view.Begin();
                }

                foreach (TaggedSentence sentence in tag(rest, cancellation))
                {
                    writer.Write(sentence);
                    view.Add(sentence.Input.Words.Count);
                    done = Math.Max(done, before) + 1;
                    if (isPacked && done % PackedSentences == 0)
                    {
                        output.EndBlock();
                    }

                    if (isPacked ? done % PackedSentences == 0 : sinceCommit.Elapsed > s_betweenCommits)
                    {
                        output.Flush();
                        part.Commit(done);
                        sinceCommit.Restart();
                    }

                    cancellation.ThrowIfCancellationRequested();
                }
            }
        }
        catch (OperationCanceledException)
        {
            view.End();
            long kept = Math.Max(done, before);
            if (!isPacked && kept > part.Units)
            {
                output.Flush();
                part.Commit(kept);
            }

            context.Error.WriteLine($"Interrupted: {part.Units} sentences are kept in {part.PartName}. Continue with the same command and --resume.");
            return false;
        }

        view.End();
        if (done == 0)
        {
            RefuseEmpty(inputs);
        }

        output.End();
        part.Complete();
        return true;
    }

    private static void SetFile(ITaggedWriter writer, PredictInput input, IReadOnlyList<PredictInput> inputs)
    {
        if (writer is JsonLinesWriter json)
        {
            json.File = inputs.Count > 1 ? input.Name : null;
        }
    }

    private static double? FractionOf(IReadOnlyList<PredictInput> inputs) => inputs.Any(input => input.File is null) ? null : inputs.Sum(input => input.Fraction ?? 0) / inputs.Count;

    private static void RefuseEmpty(IReadOnlyList<PredictInput> inputs)
    {
        if (inputs.All(input => input.Range is null))
        {
            inputs[0].RefuseEmpty();
        }
    }

    /// <summary>Text as UTF-8 into a stream, packed in blocks or not.</summary>
    private sealed class BlockWriter(Stream stream, bool isPacked) : TextWriter
    {
        private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);
        private StreamWriter? _open;

        public override Encoding Encoding => s_utf8;

        private StreamWriter Open => _open ??= new StreamWriter(isPacked ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true) : stream, s_utf8, bufferSize: 1 << 16, leaveOpen: !isPacked) { NewLine = "\n" };

        public override void Write(char value) => Open.Write(value);

        public override void Write(string? value) => Open.Write(value);

        public override void Write(char[] buffer, int index, int count) => Open.Write(buffer, index, count);

        public override void Flush() => _open?.Flush();

        /// <summary>Ends a block: what follows can be read without it.</summary>
        public void EndBlock()
        {
            _open?.Dispose();
            _open = null;
        }

        /// <summary>Ends the text; an empty one is a packed file all the same.</summary>
        public void End()
        {
            if (isPacked && stream.Position == 0 && _open is null)
            {
                Open.Flush();
            }

            EndBlock();
        }
    }
}
