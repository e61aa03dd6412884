using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Maner.Benchmarks.Serving;

/// <summary>
/// Load on a server that runs by itself (<c>maner serve</c>), over loopback: requests a second and times at 1, 8 and 64 clients, each of which asks again as
/// soon as it is answered; then many requests, for the server's memory.
/// </summary>
internal sealed class ServingLoad : IDisposable
{
    private const int WarmUp = 300;
    private readonly HttpClient _http;
    private readonly byte[][] _bodies;
    private readonly int[] _words;

    private ServingLoad(Uri address, IReadOnlyList<string> sentences)
    {
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = address };
        _bodies = [.. sentences.Select(sentence => JsonSerializer.SerializeToUtf8Bytes(new LoadRequest(sentence), LoadJson.Default.LoadRequest))];
        _words = [.. sentences.Select(sentence => sentence.Split(' ').Length)];
    }

    /// <summary>Measures: <c>serving ADDRESS SENTENCES [SECONDS [REQUESTS]]</c>.</summary>
    public static void Print(string[] args, TextWriter output)
    {
        if (args.Length < 2)
        {
            output.WriteLine("Expected: serving ADDRESS SENTENCES [SECONDS [REQUESTS]], for example: serving http://127.0.0.1:8000 samples/swa/unlabelled.txt 20 100000");
            return;
        }

        using var load = new ServingLoad(new Uri(args[0]), [.. File.ReadLines(args[1]).Where(line => line.Length > 0)]);
        double seconds = args.Length > 2 ? double.Parse(args[2], CultureInfo.InvariantCulture) : 10;
        int requests = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 0;
        load.RunAsync(seconds, requests, output).GetAwaiter().GetResult();
    }

    public void Dispose() => _http.Dispose();

    private async Task RunAsync(double seconds, int requests, TextWriter output)
    {
        await AskAsync(4, WarmUp, TimeSpan.MaxValue);
        output.WriteLine("clients  requests/s  words/s  median ms  p99 ms  longest ms  refused");
        foreach (int clients in (int[])[1, 8, 64])
        {
            Measured measured = await AskAsync(clients, int.MaxValue, TimeSpan.FromSeconds(seconds));
            double[] times = [.. measured.Milliseconds.Order()];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{clients,7}  {times.Length / measured.Seconds,10:F1}  {measured.Words / measured.Seconds,7:F0}  {At(times, 0.5),9:F2}  {At(times, 0.99),6:F2}  {times[^1],10:F2}  {measured.Refused,7}"));
        }

        const int Parts = 10;
        for (int part = 1; part <= Parts && requests > 0; part++)
        {
            Measured measured = await AskAsync(8, requests / Parts, TimeSpan.MaxValue);
            double memory = await MemoryAsync();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"after {part * (requests / Parts),7} requests: {memory / 1e6,6:F1} MB, {measured.Milliseconds.Count / measured.Seconds:F1} requests/s"));
        }
    }

    private async Task<Measured> AskAsync(int clients, int requests, TimeSpan limit)
    {
        int next = 0, refused = 0;
        long words = 0;
        var clock = Stopwatch.StartNew();
        List<double>[] times = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => ClientAsync()));
        return new Measured([.. times.SelectMany(list => list)], clock.Elapsed.TotalSeconds, words, refused);

        async Task<List<double>> ClientAsync()
        {
            var own = new List<double>();
            while (clock.Elapsed < limit && Interlocked.Increment(ref next) is var number && number <= requests)
            {
                int index = number % _bodies.Length;
                using var content = new ByteArrayContent(_bodies[index]);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                long begin = Stopwatch.GetTimestamp();
                using HttpResponseMessage response = await _http.PostAsync(new Uri("/tag", UriKind.Relative), content);
                byte[] answer = await response.Content.ReadAsByteArrayAsync();
                own.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
                if (response.IsSuccessStatusCode && answer.Length > 0)
                {
                    Interlocked.Add(ref words, _words[index]);
                }
                else
                {
                    Interlocked.Increment(ref refused);
                }
            }

            return own;
        }
    }

    private async Task<double> MemoryAsync()
    {
        const string Name = "\nprocess_resident_memory_bytes ";
        string metrics = await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        int begin = metrics.IndexOf(Name, StringComparison.Ordinal) + Name.Length;
        return double.Parse(metrics[begin..metrics.IndexOf('\n', begin)], CultureInfo.InvariantCulture);
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    private sealed record Measured(IReadOnlyList<double> Milliseconds, double Seconds, long Words, int Refused);
}
