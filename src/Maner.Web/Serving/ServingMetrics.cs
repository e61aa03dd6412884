using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Maner.Web.Hosting;

namespace Maner.Web.Serving;

/// <summary>Figures in the text format of Prometheus (0.0.4). Thread-safe.</summary>
/// <param name="models">The models.</param>
internal sealed class ServingMetrics(ServedModels models) : IRequestObserver
{
    /// <summary>What the text is.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly double[] s_bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private readonly ConcurrentDictionary<(string Route, int Status), long> _requests = new();
    private readonly ConcurrentDictionary<string, Histogram> _seconds = new(StringComparer.Ordinal);

    public void Observe(string route, int status, TimeSpan elapsed)
    {
        _requests.AddOrUpdate((route, status), 1, (_, count) => count + 1);
        _seconds.GetOrAdd(route, _ => new Histogram()).Add(elapsed.TotalSeconds);
    }

    /// <summary>All figures of this moment.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        Head("maner_requests_total", "counter", "Requests by endpoint and status.");
        foreach (((string route, int status), long count) in _requests.OrderBy(entry => entry.Key))
        {
            Line($"maner_requests_total{{path=\"{route}\",status=\"{status}\"}} {count}");
        }

        Head("maner_request_seconds", "histogram", "Time of requests.");
        foreach ((string route, Histogram histogram) in _seconds.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            histogram.Write(text, "maner_request_seconds", $"path=\"{route}\"");
        }

        Models("maner_queue_requests", "gauge", "Requests that wait or are being tagged.", counters => counters.WaitingRequests);
        Models("maner_queue_words", "gauge", "Their words.", counters => counters.WaitingWords);
        Models("maner_words_total", "counter", "Words that were tagged.", counters => counters.Words);
        Models("maner_batches_total", "counter", "Batches that were tagged.", counters => counters.Batches);
        Models("maner_batch_requests_total", "counter", "Requests, or parts of long ones, in those batches.", counters => counters.Slices);
        Models("maner_busy_seconds_total", "counter", "Seconds that the tagger worked.", counters => counters.BusySeconds);
        Models("maner_words_per_second", "gauge", "Speed while the tagger works, lately.", counters => counters.WordsPerSecond);
        Head("maner_model_info", "gauge", "The version of every model that is served.");
        foreach (ServedModel model in models.All)
        {
            Line($"maner_model_info{{model=\"{Escaped(model.Name)}\",version=\"{Escaped(model.Current.Id)}\"}} 1");
        }

        Head("process_resident_memory_bytes", "gauge", "Memory of the process.");
        Line($"process_resident_memory_bytes {Environment.WorkingSet}");
        return text.ToString();

        void Head(string name, string kind, string help) => text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

        void Models(string name, string kind, string help, Func<ModelCounters, double> value)
        {
            Head(name, kind, help);
            foreach (ServedModel model in models.All)
            {
                Line($"{name}{{model=\"{Escaped(model.Name)}\"}} {value(model.Counters)}");
            }
        }
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>Counts by how long it took.</summary>
    private sealed class Histogram
    {
        private readonly Lock _lock = new();
        private readonly long[] _counts = new long[s_bounds.Length + 1];
        private double _sum;

        public void Add(double seconds)
        {
            int bucket = Array.FindIndex(s_bounds, bound => seconds <= bound);
            lock (_lock)
            {
                _counts[bucket < 0 ? s_bounds.Length : bucket]++;
                _sum += seconds;
            }
        }

        public void Write(StringBuilder text, string name, string labels)
        {
            lock (_lock)
            {
                long count = 0;
                for (int bucket = 0; bucket <= s_bounds.Length; bucket++)
                {
                    count += _counts[bucket];
                    string bound = bucket < s_bounds.Length ? s_bounds[bucket].ToString(CultureInfo.InvariantCulture) : "+Inf";
                    text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels},le=\"{bound}\"}} {count}\n");
                }

                text.Append(CultureInfo.InvariantCulture, $"{name}_sum{{{labels}}} {_sum}\n{name}_count{{{labels}}} {count}\n");
            }
        }
    }
}
