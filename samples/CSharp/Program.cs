// Maner from C#: docs/how-to/use-from-csharp.md explains each part. Run it with: dotnet run -c Release --project samples/CSharp
using System.Globalization;
using Maner;
using Maner.Text.Data;
using Maner.Training;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// Load once, share among all threads.
using NerModel model = NerModel.Load("mini-ner");
foreach (Entity e in model.Tag("Angela Merkel besuchte gestern München.").Entities)
{
    Console.WriteLine($"{e.Text} {e.Type} {e.Begin} {e.Probability:F2}");
}

// From many threads at the same time.
string[] news = ["Asha Mwinyi aliwasili Tanga jana jioni.", "Rais Samia Suluhu alizuru Dodoma.", "Hakuna kitu."];
TaggedText[] tagged = await Task.WhenAll(news.Select(text => model.TagAsync(text)));
foreach (TaggedText text in tagged)
{
    Console.WriteLine($"{text.LogProbability / text.Words.Count:F2} {(text.Entities.Count == 0 ? "(no entities)" : string.Join(", ", text.Entities.Select(e => e.Text)))}");
}

// Train on your own sentences; here a file of the samples, cut short.
string folder = args.Length > 0 ? args[0] : "samples/swa";
DataSet train = LabelledData.Read(Path.Combine(folder, "train.conll"));
DataSet dev = LabelledData.Read(Path.Combine(folder, "dev.conll"));
foreach (var repair in train.Repairs)
{
    Console.Error.WriteLine(repair);
}

using NerModel mine = await NerTrainer.TrainAsync(
    new TaskData(train, dev, Test: null),
    new TrainerOptions { Training = new TrainingOptions { Epochs = 3, MinUpdates = 0 } },
    new Progress<TrainingProgress>(p => Console.Error.Write($"\repoch {p.Epoch} of {p.Epochs}, loss {p.Loss:F3} ")));
Console.WriteLine();
Console.WriteLine($"F1 on dev {mine.Evaluate(dev).Strict.Micro.F1:F3}");
string saved = Path.Combine(Directory.CreateTempSubdirectory("maner-sample-").FullName, "my-model");
mine.Save(saved);
Console.WriteLine($"saved {Directory.GetFiles(saved).Length} files");
