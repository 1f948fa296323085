using Microsoft.Extensions.Logging;

namespace EventGen.Tests.Guards;

/// <summary>A provider of logs that throws in one of its calls; it writes exceptions as text, as providers do.</summary>
internal sealed class HostileLogger(string throws) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _ = formatter(state, exception) + exception;
        ThrowIn(nameof(Log));
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        ThrowIn(nameof(IsEnabled));
        return true;
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => throw new InvalidOperationException(nameof(BeginScope));

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private void ThrowIn(string call)
    {
        if (call == throws) throw new InvalidOperationException(call);
    }
}
