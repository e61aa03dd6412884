using System.CommandLine;
using System.Text;
using Maner.Cli.Options;
using Maner.Cli.Views;
using Maner.Model.Storage;
using Maner.Ner;
using Maner.Ner.Prediction;
using Maner.Tensors;
using Maner.Text.Sentences;

namespace Maner.Cli.Commands;

/// <summary><c>maner predict</c>: text in, its named entities out.</summary>
internal static class PredictCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string?>("FILE") { Description = "What to tag: a file, or a folder of labelled files; standard input when absent or '-'.", Arity = ArgumentArity.ZeroOrOne };
        Option<string> model = ModelOptions.Model();
        Option<string?> input = new Option<string?>("--input")
        {
            Description = "text: a sentence of running text a line, cut into words as the model's training data was (web addresses, hashtags and mentions whole); words: the same, already cut into words; conll: one word per line; jsonl: objects with \"text\" or " +
                "\"tokens\"; or any format of labelled data, whose labels are ignored (default: what FILE's extension says, else text).",
        }.AcceptOnlyFromAmong([.. PredictInput.Formats]);
        Option<string?> output = new Option<string?>("--output")
        {
            Description = "conll: word and tag; jsonl: one object per sentence, with every entity's place and probability; color: the text with its entities marked, " +
                "in brackets where there are no colours; or any format of labelled data that can be written, as suggestions where it has them (default: what --out's extension says, else color on a terminal, jsonl for jsonl, conll for all else).",
        }.AcceptOnlyFromAmong([.. PredictOutput.Formats]);
        var probabilities = new Option<bool>("--probabilities") { Description = "Write every tag's probability for every word too (conll, jsonl)." };
        var target = new Option<string?>("--out") { Description = "File to write instead of standard output; appears when it is whole." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file that --out names." };
        var types = new TypesOption();
        var precision = new PrecisionOption();
        var threads = new ThreadsOption();
        var command = new Command("predict", "Tag text: every word gets a label, however long a sentence is.")
        {
            file, model, input, output, probabilities, target, overwrite,
        };
        types.AddTo(command);
        precision.AddTo(command);
        threads.AddTo(command);
        command.SetAction(result =>
        {
            PredictInput source = PredictInput.Of(result.GetValue(file), result.GetValue(input), context);
            PredictOutput format = PredictOutput.Of(result.GetValue(output), result.GetValue(target), source.Format, result.GetValue(probabilities), context);
            OutputFile.RefuseExisting(result.GetValue(target), result.GetValue(overwrite), "--out");
            string folder = context.Models.Find(result.GetRequiredValue(model));
            using Workers workers = threads.Start(result);
            using Tagger tagger = TaggerFolder.Load(folder, workers, precision.Of(result));
            Notices.WriteModel(folder, context);
            source.Cut = tagger.Words;
            IReadOnlySet<string>? wanted = types.Of(result, tagger.Tags);
            Run(sentences => tagger.Tag(sentences).Select(sentence => sentence.OfTypes(wanted)), source, format, result.GetValue(target), result.GetValue(overwrite), context);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Run(Func<IEnumerable<Sentence>, IEnumerable<TaggedSentence>> tag, PredictInput source, PredictOutput format, string? target, bool overwrite, CliContext context)
    {
        if (format.IsWrittenAtEnd)
        {
            Write(tag, source, format.To(TextWriter.Null), context, target is null ? CancellationToken.None : context.TakeOverInterrupts());
            format.WriteCollected(target, overwrite);
            return;
        }

        if (target is null)
        {
            // A filter in a pipe may wait for its input for ever, so interrupting it ends it at once: nothing needs tidying up.
            Write(tag, source, format.ToStandardOutput(), context, CancellationToken.None);
            return;
        }

        CancellationToken cancellation = context.TakeOverInterrupts();
        AtomicFile.Write(target, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
            Write(tag, source, format.To(writer), context, cancellation);
        });
    }

    private static void Write(Func<IEnumerable<Sentence>, IEnumerable<TaggedSentence>> tag, PredictInput source, ITaggedWriter writer, CliContext context, CancellationToken cancellation)
    {
        // Whoever types sentences wants to see each one's tags before the next; everything else is tagged in batches.
        IEnumerable<Sentence> sentences = new CutNotices(source.Cut, context).Watch(source.Read());
        IEnumerable<TaggedSentence> tagged = source.IsTyped ? sentences.SelectMany(sentence => tag([sentence])) : tag(sentences);
        bool isEmpty = true;
        foreach (TaggedSentence sentence in tagged)
        {
            cancellation.ThrowIfCancellationRequested();
            isEmpty = false;
            writer.Write(sentence);
            if (source.IsTyped)
            {
                context.Out.Flush();
            }
        }

        if (isEmpty)
        {
            source.RefuseEmpty();
        }
    }
}
