using System.Reflection;

namespace EventGen;

/// <summary>The name under which the instances of an application share what they receive and what lies in an outbox.</summary>
internal static class ApplicationName
{
    /// <summary>The name that the bus was given, or that of the program's assembly: two programs that are given none are two applications.</summary>
    /// <param name="source"><see cref="EventBusOptions.Source"/>.</param>
    /// <returns><see langword="null"/> where neither is known, as in a process that was not started as a .NET program.</returns>
    public static string? Of(string? source) => string.IsNullOrEmpty(source) ? Assembly.GetEntryAssembly()?.GetName().Name : source;
}
