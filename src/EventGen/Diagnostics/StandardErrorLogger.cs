using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>Where the bus made on first use reports what went wrong, and a bus without a log that was never started what it loses: warnings and worse, on standard error.</summary>
/// <remarks>Standard error may be closed, or a file on a full disk, and then throws: like any logger, this one stands behind a <see cref="GuardedLogger"/>.</remarks>
internal sealed class StandardErrorLogger : ILogger
{
    private StandardErrorLogger()
    {
    }

    public static StandardErrorLogger Instance { get; } = new();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and not LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        Console.Error.WriteLine(exception is null
            ? $"EventGen: {formatter(state, exception)}"
            : $"EventGen: {formatter(state, exception)} {ExceptionText.Of(exception)}");
    }
}
