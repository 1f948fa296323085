using Microsoft.Extensions.Logging;

namespace EventGen.Tests.Lifetime;

/// <summary>A logger that blocks at one message until the task that the test gives completes.</summary>
/// <param name="id">The event id of the message.</param>
/// <param name="onMessage">Returns the task.</param>
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
