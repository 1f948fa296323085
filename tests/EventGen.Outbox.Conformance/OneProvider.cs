using Microsoft.Extensions.Logging;

namespace EventGen.Outbox.Conformance;

/// <summary>Loggers of one provider, which outlives it.</summary>
internal sealed class OneProvider(ILoggerProvider provider) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => provider.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
