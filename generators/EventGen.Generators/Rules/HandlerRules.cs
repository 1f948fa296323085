using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Rules;

/// <summary>EVG2xxx: the declaration of handlers.</summary>
internal static class HandlerRules
{
    private const string Category = "EventGen.Handlers";

    public static readonly DiagnosticDescriptor InvalidShape = Error(
        "EVG2001", "Generated code cannot call the handler", "Handler '{0}' {1}; {2}");

    public static readonly DiagnosticDescriptor NotAnEvent = Error(
        "EVG2002", "The handler's first parameter is not an event", "Handler '{0}' {1}; {2}");

    public static readonly DiagnosticDescriptor AsyncVoid = Error(
        "EVG2003", "The handler is async void",
        "Handler '{0}' is 'async void', so nobody can await it or see it fail; return Task or ValueTask");

    public static readonly DiagnosticDescriptor CannotBeMade = Error(
        "EVG2005", "Generated code cannot make the handler's class", "Handler class '{0}' {1}; {2}");

    public static readonly DiagnosticDescriptor ConflictingLifetimes = Error(
        "EVG2010", "The handlers of one class ask for different lifetimes",
        "Handler class '{0}' is asked to be both Scoped (by '{1}') and Singleton (by '{2}'); choose one lifetime for the class");

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink.For(id));
}
