using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EventGen.SensitiveData.Tests;

/// <summary>Keeps what is logged, with the exceptions, as a console would write it.</summary>
internal sealed class WholeLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{eventId.Name}: {formatter(state, exception)}\n{exception}");

    public void Dispose()
    {
    }
}
