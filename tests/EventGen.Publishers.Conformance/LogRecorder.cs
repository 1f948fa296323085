using Microsoft.Extensions.Logging;

namespace EventGen.Publishers.Conformance;

/// <summary>Keeps what is logged. Thread safe.</summary>
public sealed class LogRecorder : ILoggerFactory, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<(int Id, string Text)> _entries = [];

    public (int Id, string Text)[] Entries
    {
        get
        {
            lock (_gate) return [.. _entries];
        }
    }

    public int Count(int id) => Entries.Count(entry => entry.Id == id);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate) _entries.Add((eventId.Id, $"{formatter(state, exception)} {exception}"));
    }

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
