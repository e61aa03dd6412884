using System.Diagnostics;

namespace Maner.Benchmarks.Peers;

/// <summary>
/// The time from starting a program to the end of its first prediction with the bundled encoder: the whole process of a published
/// <c>maner predict</c>, from its start to its exit.
/// </summary>
/// <param name="Maner">The published program with a tagger of the bundled encoder's shape and nothing else.</param>
/// <param name="Whole">The same with the bundled tagger, which has a lexical CRF as every tagger by <c>maner train</c> has.</param>
/// <param name="PyTorch">The Python script with one prediction of the same sentence, from ids; null without PyTorch.</param>
internal sealed record StartUp(Figure Maner, Figure Whole, Figure? PyTorch)
{
    /// <summary>Seconds that are aimed at.</summary>
    public const double Target = 0.4;

    private const int Runs = 10;
    private const string Sentence = "Asha Mwinyi aliwasili Tanga jana jioni .\n";

    private static string Folder => Path.Combine(PeerFolder.Artifacts, "maner");

    /// <summary>Publishes the program: by itself, since the compiler's processes are not what is to be measured.</summary>
    public static void Publish()
    {
        string project = Path.Combine(PeerFolder.Repository, "src", "Maner.Cli");
        ChildProcess.Run(
            "dotnet", ["publish", project, "-c", "Release", "-r", "linux-x64", "--self-contained", "false", "-o", Folder, "-v", "q", "--nologo", "--disable-build-servers"]);
    }

    /// <summary>Measures the published program.</summary>
    public static StartUp Measure(PyTorch? pyTorch)
    {
        string program = Path.Combine(Folder, "maner"), model = PeerFolder.Tagger("mini");
        Figure maner = Predict(model), whole = Predict("mini-ner");
        if (pyTorch is null)
        {
            return new StartUp(maner, whole, null);
        }

        string file = BatchFiles.Write(PeerWork.All.First(work => work.Name == "predict-mini-1"));
        var once = new PeerOptions(file, 2, "grouped", WarmUp: 0, Passes: 1, Seconds: 0);
        return new StartUp(maner, whole, Time(Runs / 3, () => pyTorch.Run(once, "tuned")));

        Figure Predict(string tagger) => Time(Runs, () => ChildProcess.Run(program, ["predict", "--model", tagger, "--input", "words"], input: Sentence));
    }

    /// <summary>Once to bring the files into memory, then so many times.</summary>
    private static Figure Time(int runs, Action start)
    {
        start();
        return Statistics.Of([.. Enumerable.Range(0, runs).Select(_ =>
        {
            long begin = Stopwatch.GetTimestamp();
            start();
            return Stopwatch.GetElapsedTime(begin).TotalSeconds;
        })]);
    }
}
