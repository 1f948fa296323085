using Microsoft.Extensions.Logging;

namespace EventGen.Tests.Lifetime;

/// <summary>A log that does what a test says at one of its messages.</summary>
/// <param name="id">The message's.</param>
/// <param name="onMessage">What it does.</param>
internal sealed class HangingLogger(int id, Func<Task> onMessage) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == id) onMessage().Wait();
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
