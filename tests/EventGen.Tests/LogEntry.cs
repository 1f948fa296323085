using Microsoft.Extensions.Logging;

namespace EventGen.Tests;

/// <summary>One line of a log.</summary>
internal sealed record LogEntry(LogLevel Level, int Id, string Message, Exception? Exception);
