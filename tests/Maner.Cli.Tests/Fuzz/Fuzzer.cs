using System.Diagnostics;
using System.Globalization;
using Maner.Tensors;
using Maner.Testing;
using Maner.Training;
using Xunit;

namespace Maner.Cli.Tests.Fuzz;

/// <summary>Reads good files with random changes, every other one within the grammar of its kind, so that it comes behind the parser.</summary>
/// <param name="folder">Where the files are.</param>
/// <param name="rng">Draws the changes.</param>
internal sealed class Fuzzer(TemporaryFolder folder, Rng rng)
{
    private static readonly int s_many = int.TryParse(Environment.GetEnvironmentVariable("MANER_FUZZ"), CultureInfo.InvariantCulture, out int count) ? count : 0;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    /// <param name="name">The file's name.</param>
    /// <param name="seed">A good content.</param>
    /// <param name="usual">Changes where the environment says nothing.</param>
    /// <param name="read">Reads the file.</param>
    /// <param name="wrap">What becomes of a changed content before it is written; null for nothing.</param>
    /// <param name="mustRefuse">Whether some change has to be refused.</param>
    public void Run(string name, byte[] seed, int usual, Action<string> read, Func<byte[], byte[]>? wrap = null, bool mustRefuse = true)
    {
        string path = folder.File(name);
        Write(path, wrap?.Invoke(seed) ?? seed);
        read(path); // as it is it is good
        int refused = 0, rounds = Math.Max(usual, s_many);
        for (int round = 0; round < rounds; round++)
        {
            byte[] changed = (round % 2 == 0 ? null : GrammarMutation.Of(name, seed, rng)) ?? Mutation.Of(seed, rng);
            changed = wrap?.Invoke(changed) ?? changed;
            Write(path, changed);
            var clock = Stopwatch.StartNew();
            try
            {
                read(path);
            }
            catch (Exception error) when (error is InvalidDataException or OptionException or FileNotFoundException or DirectoryNotFoundException)
            {
                refused++;
                Assert.True(error.Message.Length < 20_000, $"{name}, change {round}: a message of {error.Message.Length} characters");
            }
#pragma warning disable CA1031 // Whatever else comes is what is looked for.
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
#pragma warning restore CA1031
            {
                string kept = Path.Combine(Path.GetTempPath(), $"maner-fuzz-{name}-{round}");
                File.WriteAllBytes(kept, changed);
                Assert.Fail($"{name}, change {round}, kept as {kept}: {error}");
            }

            Assert.True(clock.Elapsed < s_limit, $"{name}, change {round}: {clock.Elapsed}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {rounds} changes, {refused} refused");
        Assert.True(refused > 0 || !mustRefuse, "no change was seen");
    }

    private static void Write(string path, byte[] content)
    {
        File.Delete(path); // somebody may have it mapped
        File.WriteAllBytes(path, content);
    }
}
