using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Maner.Web.Hosting;

/// <summary>Writes a line per message to a writer: the program's standard error. It sees paths without queries, and neither headers nor bodies.</summary>
/// <param name="writer">Takes the lines.</param>
/// <param name="time">The clock.</param>
internal sealed class ServerLog(TextWriter writer, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _lock = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    private void Write(LogLevel level, string message, Exception? error)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {level.ToString().ToLowerInvariant()} {OneLine(message)}");
        lock (_lock)
        {
            writer.WriteLine(line);
            if (error is not null)
            {
                writer.WriteLine(error);
            }

            writer.Flush();
        }
    }

    // What a client sends could hold line ends and escape codes, and would pass for lines of the log.
    private static string OneLine(string message) => string.Concat(message.Select(letter => char.IsControl(letter) ? '�' : letter));

    private sealed class Logger(ServerLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write(logLevel, formatter(state, exception), exception);
    }
}
