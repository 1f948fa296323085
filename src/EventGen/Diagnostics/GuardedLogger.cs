using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>A logger that never throws: a provider that fails must not fail the handlers after the one it was told of. No exception makes a log entry of any length.</summary>
internal sealed class GuardedLogger(ILogger logger) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        try
        {
            using (ForeignCallScope.Enter()) return logger.BeginScope(state);
        }
        catch (Exception)
        {
            return null;
        }
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            using (ForeignCallScope.Enter()) return logger.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            if (exception is not null) exception = ExceptionText.Bound(exception);
            using (ForeignCallScope.Enter()) logger.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // There is nowhere left to report it to.
        }
    }
}
