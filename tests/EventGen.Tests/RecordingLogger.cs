using Microsoft.Extensions.Logging;

namespace EventGen.Tests;

/// <summary>Keeps what is logged. Thread safe.</summary>
internal sealed class RecordingLogger : ILoggerFactory, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<LogEntry> _entries = [];

    /// <summary>What every call throws, as a broken provider would; <see langword="null"/> for none.</summary>
    public Exception? Failure { get; init; }

    public string? Category { get; private set; }

    public LogEntry[] Entries
    {
        get
        {
            lock (_gate) return [.. _entries];
        }
    }

    public ILogger CreateLogger(string categoryName)
    {
        Category = categoryName;
        return this;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate) _entries.Add(new LogEntry(logLevel, eventId.Id, formatter(state, exception), exception));
        if (Failure is not null) throw Failure;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
