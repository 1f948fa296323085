using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EventGen.Outbox.Tests;

/// <summary>Keeps what is logged. Thread safe.</summary>
internal sealed class LogMessages : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _texts = new();

    public IReadOnlyList<string> Texts => [.. _texts];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _texts.Enqueue(formatter(state, exception));

    public void Dispose()
    {
    }
}
