using Microsoft.Extensions.Logging;

namespace EventGen.Hosting.Tests.Support;

/// <summary>One line of the log.</summary>
internal sealed record LogEntry(string Category, LogLevel Level, int Id, string Message, Exception? Exception);
